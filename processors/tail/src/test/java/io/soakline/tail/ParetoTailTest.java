package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoTailTest {
    private static final double DROP = LogLikelihoods.drop(0.95);

    @ParameterizedTest
    @ValueSource(strings = {"heavy", "bounded", "exponential"})
    void fit_ofSciPySample_isSciPysMaximum(String name) {
        double[] expected = Golden.values(name + ".fit");
        ParetoTail fit = ParetoTail.fit(Golden.values(name + ".sample"));

        assertThat(fit.shape()).isCloseTo(expected[0], within(2e-5));
        assertThat(fit.scale()).isCloseTo(expected[1], withPercentage(0.003));
        assertThat(fit.logLikelihood()).isCloseTo(expected[2], within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"heavy", "bounded", "exponential"})
    void intervals_areThoseOfABruteForceProfile(String name) {
        ParetoTail fit = ParetoTail.fit(Golden.values(name + ".sample"));
        double[] level = Golden.values(name + ".level");
        double[] shape = Golden.values(name + ".shape");
        double hazard = Golden.value(name + ".hazard");

        assertThat(fit.excessAt(hazard)).isCloseTo(level[0], withPercentage(0.05));
        assertThat(fit.excessInterval(hazard, DROP).low()).isCloseTo(level[1], withPercentage(0.05));
        assertThat(fit.excessInterval(hazard, DROP).high()).isCloseTo(level[2], withPercentage(0.05));
        assertThat(fit.shapeInterval(DROP).low()).isCloseTo(shape[0], within(2e-4));
        assertThat(fit.shapeInterval(DROP).high()).isCloseTo(shape[1], within(2e-4));
        assertThat(fit.zeroShapeEvidence()).isCloseTo(Golden.value(name + ".zero"), withPercentage(0.1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"heavy", "bounded", "exponential"})
    void distance_isAndersonAndDarlings(String name) {
        double[] sample = Golden.values(name + ".sample");
        ParetoTail fit = ParetoTail.fit(sample);

        assertThat(AndersonDarling.distance(
                        Arrays.stream(sample).map(fit::cumulativeHazard).toArray()))
                .isCloseTo(Golden.value(name + ".anderson"), within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit.-0.2", "limit.0.0", "limit.0.3"})
    void tabledLimit_isThatOfASimulationInNumPy(String name) {
        double[] golden = Golden.values(name);

        // 3,000 samples there, 10,000 here: together a standard error of about 4 %.
        assertThat(AndersonDarling.paretoLimit(golden[0])).isCloseTo(golden[1], withPercentage(10));
    }

    @Test
    void fit_ofScaledSample_scales() {
        double[] sample = Golden.values("heavy.sample");
        ParetoTail fit = ParetoTail.fit(sample);
        ParetoTail thousandfold =
                ParetoTail.fit(Arrays.stream(sample).map(y -> 1_000 * y).toArray());

        assertThat(thousandfold.shape()).isCloseTo(fit.shape(), within(1e-6));
        assertThat(thousandfold.scale()).isCloseTo(1_000 * fit.scale(), withPercentage(1e-4));
    }

    @Test
    void fit_ofCensoredSample_neverLooksAtTheLargest() {
        double[] descending = descending(Golden.values("heavy.sample"));
        ParetoTail fit = ParetoTail.fitWithoutLargest(descending, 20);
        double[] spoilt = descending.clone();
        for (int i = 0; i < 20; i++) {
            spoilt[i] *= 100;
        }

        assertThat(ParetoTail.fitWithoutLargest(spoilt, 20).shape()).isEqualTo(fit.shape());
        assertThat(fit.shape()).isCloseTo(0.29, within(0.2));
    }

    @Test
    void heaviest_isTheUpperEndOfTheShapesInterval() {
        ParetoTail fit = ParetoTail.fit(Golden.values("bounded.sample"));
        ParetoTail.Curve heaviest = fit.heaviest(DROP);

        assertThat(heaviest.shape()).isCloseTo(fit.shapeInterval(DROP).high(), within(1e-6));
        assertThat(heaviest.shape() / heaviest.scale()).isCloseTo(heaviest.tilt(), within(1e-12));
    }

    @Test
    void cumulativeHazard_beyondABoundedTailsEnd_isInfinite() {
        ParetoTail fit = ParetoTail.fit(Golden.values("bounded.sample"));

        assertThat(fit.cumulativeHazard(-1.01 * fit.scale() / fit.shape())).isInfinite();
        assertThat(fit.cumulativeHazard(fit.excessAt(3))).isCloseTo(3, within(1e-9));
    }

    private static double[] descending(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] turned = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            turned[i] = sorted[sorted.length - 1 - i];
        }
        return turned;
    }
}
