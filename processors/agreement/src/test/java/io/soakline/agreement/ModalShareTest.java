package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.agreement.ModalShare.Share;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModalShareTest {

    static List<ModalShareSimulation> scenarios() {
        return ModalShareSimulation.scenarios();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void limits_over10000Repetitions_holdAtLeastAsOftenAsStated(ModalShareSimulation scenario) {
        ModalShareSimulation.Coverage coverage = scenario.run(10_000, 1);

        // Three standard errors below 95 % and 97.5 %.
        assertThat(coverage.both()).isGreaterThan(0.95 - 3 * 0.0022);
        assertThat(coverage.low()).isGreaterThan(0.975 - 3 * 0.0016);
        assertThat(coverage.high()).isGreaterThan(0.975 - 3 * 0.0016);
    }

    @Test
    void clopperPearsonsLowerLimit_forWildOutputs_wouldNeverHold() {
        ModalShareSimulation wild = scenarios().stream()
                .filter(scenario -> scenario.name().startsWith("1000 of .001; 1 input"))
                .findFirst()
                .orElseThrow();

        assertThat(wild.run(1_000, 1).clopperPearson()).isLessThan(0.05);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/modal-limits.csv", numLinesToSkip = 1)
    void limits_givenCounts_thenAsSciPy(long modal, long outputs, double low, double high) {
        ModalShare share = of(List.of(new Share(modal, outputs)));

        assertThat(share.low95()).isCloseTo(low, within(1e-10));
        assertThat(share.high95()).isCloseTo(high, within(1e-10));
    }

    @Test
    void limits_givenAllEqual_thenUpperOneAndLowerFromTheRepetitionsAlone() {
        ModalShare three = of(List.of(new Share(3, 3)));

        assertThat(three.mean()).isEqualTo(1);
        assertThat(three.high95()).isEqualTo(1);
        assertThat(three.low95()).isCloseTo(Math.sqrt(0.025), within(1e-14));
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
