package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowestListTest {

    private static final Comparator<SlowestList.Entry> SLOWEST_FIRST = Comparator.comparingLong(
                    SlowestList.Entry::latencyNanos)
            .reversed()
            .thenComparingLong(SlowestList.Entry::sequence);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 5000})
    void entries_givenAnyNumberWithTies_areTheSlowestSorted(int n) {
        List<SlowestList.Entry> all = random(n, n);
        assertThat(listOf(all).entries())
                .isEqualTo(all.stream()
                        .sorted(SLOWEST_FIRST)
                        .limit(SlowestList.CAPACITY)
                        .toList());
    }

    @Test
    void combine_givenParts_isTheSameInEitherOrder() {
        List<SlowestList.Entry> all = random(1000, 7);
        SlowestList ab = listOf(all.subList(0, 300));
        ab.combine(listOf(all.subList(300, 1000)).entries());
        SlowestList ba = listOf(all.subList(300, 1000));
        ba.combine(listOf(all.subList(0, 300)).entries());
        assertThat(ab.entries()).isEqualTo(ba.entries()).isEqualTo(listOf(all).entries());
    }

    private static SlowestList listOf(List<SlowestList.Entry> entries) {
        SlowestList list = SlowestList.empty();
        entries.forEach(e -> list.accept(e.sequence(), e.startNanos(), e.latencyNanos(), e.inputIndex(), e.flags()));
        return list;
    }

    /** Few different latencies, so that ties decide. */
    private static List<SlowestList.Entry> random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Stream<SlowestList.Entry> entries =
                IntStream.range(0, n).mapToObj(i -> new SlowestList.Entry(i, 1000L + i, random.nextInt(40), i % 3, 0));
        return entries.sorted(Comparator.comparingInt(e -> (int) (e.sequence() * 7919 % 10007)))
                .toList();
    }
}
