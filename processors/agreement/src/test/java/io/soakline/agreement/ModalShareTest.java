package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.agreement.ModalShare.Share;
import io.soakline.agreement.ModalShareCoverage.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModalShareTest {

    static List<ModalShareCoverage> scenarios() {
        return ModalShareCoverage.scenarios();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void limits_holdAtLeastAsOftenAsStatedAndAreNarrowerThanWithHalfToEachSide(ModalShareCoverage scenario) {
        ModalShareCoverage.Coverage coverage = scenario.of(Method.BLAKER);

        // Where samples are drawn, three standard errors below 95 %.
        assertThat(coverage.held()).isGreaterThan(scenario.together() ? 0.95 - 1e-9 : 0.95 - 3 * 0.0022);
        assertThat(coverage.meanWidth()).isLessThan(scenario.of(Method.HALVES).meanWidth());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20, 100, 200})
    void limits_ofTwoOutputsSummedOverAllCounts_holdEveryShareInAtLeast95Percent(int runs) {
        double[] lows = limits(runs, ModalLimits::lower);
        double[] highs = limits(runs, ModalLimits::upper);
        for (double share = 0.5; share < 1; share += 0.0007) {
            assertThat(Binomials.heldByLarger(lows, highs, share))
                    .as("%s", share)
                    .isGreaterThan(0.95 - 1e-9);
        }
    }

    private static double[] limits(int runs, ToDoubleBiFunction<Long, Long> limit) {
        return LongStream.rangeClosed(0, runs)
                .mapToDouble(modal -> modal == 0 ? 0 : limit.applyAsDouble(modal, (long) runs))
                .toArray();
    }

    @Test
    void limits_ofThousandRuns_holdWithinAPointOf95Percent() {
        ModalShareCoverage two = new ModalShareCoverage("2", List.of(0.7, 0.3), 0, 16, 1000, true);

        assertThat(two.of(Method.BLAKER).held()).isCloseTo(0.95, within(0.01));
    }

    @Test
    void clopperPearsonsLowerLimit_forWildOutputs_wouldNeverHold() {
        ModalShareCoverage wild = scenarios().stream()
                .filter(scenario -> scenario.name().startsWith("1000 of .001; 1 input"))
                .findFirst()
                .orElseThrow();

        assertThat(wild.of(Method.CLOPPER_PEARSON).held()).isLessThan(0.05);
    }

    @Test
    void limits_givenAllEqual_thenUpperOneAndLowerFromTheRepetitionsAlone() {
        ModalShare three = of(List.of(new Share(3, 3)));

        assertThat(three.mean()).isEqualTo(1);
        assertThat(three.high95()).isEqualTo(1);
        assertThat(three.low95()).isCloseTo(Math.sqrt(0.05), within(1e-12));
    }

    @Test
    void limits_givenOutputsThatCameOnce_thenNothingFromBelow() {
        ModalShare share = of(List.of(new Share(1, 50)));

        assertThat(share.mean()).isEqualTo(0.02);
        assertThat(share.low95()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "10", "97"})
    void limits_encloseTheShareAndGrowWithIt(long outputs) {
        double last = -1;
        for (long modal = 1; modal <= outputs; modal++) {
            double low = ModalLimits.lower(modal, outputs);
            assertThat(low).isGreaterThan(last).isLessThan((double) modal / outputs);
            assertThat(ModalLimits.upper(modal, outputs)).isGreaterThanOrEqualTo((double) modal / outputs);
            last = low;
        }
    }

    @Test
    void limits_givenABillionCalls_thenStillFound() {
        assertThat(ModalLimits.lower(2, 1_000_000_000)).isGreaterThan(0).isLessThan(1e-16);
        assertThat(ModalLimits.lower(999_999_990, 1_000_000_000)).isBetween(0.99999998, 0.99999999);
    }

    @Test
    void of_givenSeveralInputs_thenMeansWhateverTheirOrder() {
        Share steady = new Share(4, 4);
        Share split = new Share(2, 4);
        ModalShare share = of(List.of(steady, split, steady, steady));

        assertThat(share).isEqualTo(of(List.of(split, steady, steady, steady)));
        assertThat(share.mean()).isCloseTo(0.875, within(1e-15));
        assertThat(share.low95()).isCloseTo((3 * ModalLimits.lower(4, 4) + ModalLimits.lower(2, 4)) / 4, within(1e-15));
    }

    private static ModalShare of(List<Share> shares) {
        return Objects.requireNonNull(ModalShare.of(shares));
    }

    @Test
    void of_givenNoInputs_thenNull() {
        assertThat(ModalShare.of(List.of())).isNull();
        assertThatThrownBy(() -> new Share(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
