package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputCountsTest {

    @Test
    void inputs_givenDeadlines_sayHowManyWereInTime() {
        OutputCounts counts = OutputCounts.empty();
        counts.accept(0, 1, 1, true);
        counts.accept(0, 1, 1, false);
        counts.accept(0, 2, 2, false);
        counts.accept(1, 3, 3, true);
        counts.accept(1, 3, 3);
        assertThat(counts.inputs())
                .containsExactly(
                        new OutputCounts.Input(0, List.of(count(1, 1, 2, 1L), count(2, 2, 1, 0L)), 0),
                        new OutputCounts.Input(1, List.of(count(3, 3, 2, null)), 0));
    }

    @Test
    void combine_givenPartsWithAndWithoutDeadline_knowsOnlyWhatAllKnow() {
        OutputCounts counts = OutputCounts.empty();
        counts.combine(List.of(new OutputCounts.Input(0, List.of(count(1, 1, 3, 2L), count(2, 2, 1, 1L)), 0)));
        counts.combine(List.of(new OutputCounts.Input(0, List.of(count(1, 1, 4, 4L), count(2, 2, 5, null)), 0)));
        assertThat(counts.inputs())
                .containsExactly(new OutputCounts.Input(0, List.of(count(1, 1, 7, 6L), count(2, 2, 6, null)), 0));
    }

    @Test
    void inputs_givenSeveralOutputs_areCountedInOrderOfAppearance() {
        OutputCounts counts = OutputCounts.empty();
        counts.accept(2, 0, 9);
        counts.accept(2, 0, 1);
        counts.accept(2, 0, 1);
        counts.accept(0, 5, 5);
        assertThat(counts.inputs())
                .containsExactly(
                        new OutputCounts.Input(0, List.of(count(5, 5, 1)), 0),
                        new OutputCounts.Input(2, List.of(count(0, 9, 1), count(0, 1, 2)), 0));
    }

    @Test
    void accept_givenMoreDistinctThanKept_countsTheRestAsUncounted() {
        OutputCounts counts = OutputCounts.empty();
        for (int i = 0; i < 100; i++) {
            counts.accept(0, i, i);
        }
        counts.accept(0, 3, 3);
        OutputCounts.Input input = counts.inputs().get(0);
        assertThat(input.counts()).hasSize(OutputCounts.DISTINCT_PER_INPUT);
        assertThat(input.uncounted()).isEqualTo(100 - OutputCounts.DISTINCT_PER_INPUT);
        assertThat(input.inferences()).isEqualTo(101);
        assertThat(input.modal()).isEqualTo(count(3, 3, 2));
    }

    @Test
    void accept_givenScatteredInputNumbers_keepsThemApartAndAscending() {
        OutputCounts counts = OutputCounts.empty();
        for (int input : new int[] {Integer.MAX_VALUE, 4096, 4095, 0, 1_000_000}) {
            counts.accept(input, 1, 1);
        }
        assertThat(counts.inputs())
                .extracting(OutputCounts.Input::inputIndex)
                .containsExactly(0, 4095, 4096, 1_000_000, Integer.MAX_VALUE);
    }

    @Test
    void combine_givenParts_addsCountsAndUncounted() {
        OutputCounts counts = OutputCounts.empty();
        counts.accept(0, 1, 1);
        counts.combine(List.of(
                new OutputCounts.Input(0, List.of(count(2, 2, 5), count(1, 1, 1)), 3),
                new OutputCounts.Input(1, List.of(count(7, 7, 1)), 0)));
        assertThat(counts.inputs())
                .containsExactly(
                        new OutputCounts.Input(0, List.of(count(1, 1, 2), count(2, 2, 5)), 3),
                        new OutputCounts.Input(1, List.of(count(7, 7, 1)), 0));
    }

    @Test
    void modal_givenEqualCounts_isTheSmallestDigestUnsigned() {
        OutputCounts.Input input = new OutputCounts.Input(0, List.of(count(-1, 0, 4), count(1, 0, 4)), 0);
        assertThat(input.modal().digest()).isEqualTo(new OutputDigest(1, 0));
    }

    @Test
    void accept_givenNegativeInput_isRefused() {
        assertThatThrownBy(() -> OutputCounts.empty().accept(-1, 0, 0)).hasMessageContaining("-1");
    }

    private static OutputCounts.Count count(long high, long low, long n) {
        return count(high, low, n, null);
    }

    private static OutputCounts.Count count(long high, long low, long n, @Nullable Long onTime) {
        return new OutputCounts.Count(new OutputDigest(high, low), n, onTime);
    }
}
