package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.ClopperPearson;
import java.util.Objects;
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
    @CsvSource({"64, 0.001, 1", "64, 0.05, 0.9625", "64, 0.5, 0.9700", "1000, 0.002, 1", "1000, 0.1, 0.9515"})
    void upper95_summedOverAllCounts_holdsInAtLeast95Percent(int inputs, double rate, double expected) {
        double[] bounds = new double[inputs + 1];
        for (int k = 0; k <= inputs; k++) {
            bounds[k] = ClopperPearson.upper(k, inputs, 0.95);
        }

        assertThat(Binomials.held(new double[inputs + 1], bounds, rate))
                .isGreaterThanOrEqualTo(0.95)
                .isCloseTo(expected, within(1e-4));
    }
}
