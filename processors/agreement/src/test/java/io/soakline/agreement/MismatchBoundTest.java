package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.ClopperPearson;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MismatchBoundTest {

    @ParameterizedTest
    // scipy 1.17.1: stats.beta.ppf(0.95, k + 1, n - k); 1 - 0.05 ** (1 / n) for k = 0
    @CsvSource({"0, 64, 0.04572970233", "1, 64, 0.07198975489", "3, 1000, 0.00773524472", "0, 1, 0.95"})
    void upper95_givenCounts_thenAsSciPy(long differing, long inputs, double expected) {
        assertThat(MismatchBound.upper95(differing, inputs)).isCloseTo(expected, within(1e-11));
    }

    @Test
    void moreForTenth_givenNoDifference_thenFromTheClosedForm() {
        double tenth = -Math.expm1(Math.log(0.05) / 64) / 10;
        long needed = (long) Math.ceil(Math.log(0.05) / Math.log1p(-tenth));

        assertThat(MismatchBound.moreForTenth(0, 64)).isEqualTo(needed - 64).isBetween(580L, 600L);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1, 64", "5, 64", "64, 64", "3, 100000", "0, 10000000"})
    void moreForTenth_thenOneFewerWouldNotDo(long differing, long inputs) {
        double wanted = ClopperPearson.upper(differing, inputs, 0.95) / 10;
        long more = Objects.requireNonNull(MismatchBound.moreForTenth(differing, inputs));

        assertThat(ClopperPearson.upper(differing, inputs + more, 0.95)).isLessThanOrEqualTo(wanted);
        assertThat(ClopperPearson.upper(differing, inputs + more - 1, 0.95)).isGreaterThan(wanted);
    }

    @Test
    void bounds_givenNoInputs_thenNone() {
        assertThat(MismatchBound.upper95(0, 0)).isNull();
        assertThat(MismatchBound.moreForTenth(0, 0)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"64, 0.001", "64, 0.05", "64, 0.5", "1000, 0.002", "1000, 0.1"})
    void upper95_over10000Repetitions_coversAtLeast95Percent(int inputs, double rate) {
        Random random = new Random(inputs);
        int repetitions = 10_000;
        double[] bounds = new double[inputs + 1];
        for (int k = 0; k <= inputs; k++) {
            bounds[k] = ClopperPearson.upper(k, inputs, 0.95);
        }
        int covered = 0;
        for (int i = 0; i < repetitions; i++) {
            int differing = 0;
            for (int input = 0; input < inputs; input++) {
                differing += random.nextDouble() < rate ? 1 : 0;
            }
            covered += rate <= bounds[differing] ? 1 : 0;
        }

        // Three standard errors below 95 %.
        assertThat((double) covered / repetitions).isGreaterThan(0.95 - 3 * 0.0022);
    }
}
