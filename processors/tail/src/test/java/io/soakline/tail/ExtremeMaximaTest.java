package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremeMaximaTest {
    private static final double DROP = LogLikelihoods.drop(0.95);

    @ParameterizedTest
    @ValueSource(strings = {"maxima", "boundedmaxima"})
    void fit_ofSciPySample_isSciPysMaximum(String name) {
        double[] expected = Golden.values(name + ".fit");
        ExtremeMaxima fit = fit(name);

        assertThat(fit.shape()).isCloseTo(expected[0], within(1e-4));
        assertThat(fit.location()).isCloseTo(expected[1], withPercentage(0.001));
        assertThat(fit.scale()).isCloseTo(expected[2], withPercentage(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxima", "boundedmaxima"})
    void intervals_areThoseOfABruteForceProfile(String name) {
        ExtremeMaxima fit = fit(name);
        double[] level = Golden.values(name + ".level");
        double[] shape = Golden.values(name + ".shape");
        double rarity = -Math.log(Golden.value(name + ".chance"));

        assertThat(fit.levelAt(rarity)).isCloseTo(level[0], withPercentage(0.01));
        assertThat(fit.levelInterval(rarity, DROP).low()).isCloseTo(level[1], withPercentage(0.05));
        assertThat(fit.levelInterval(rarity, DROP).high()).isCloseTo(level[2], withPercentage(0.05));
        assertThat(fit.shapeInterval(DROP).low()).isCloseTo(shape[0], within(3e-4));
        assertThat(fit.shapeInterval(DROP).high()).isCloseTo(shape[1], within(3e-4));
        assertThat(fit.zeroShapeEvidence()).isCloseTo(Golden.value(name + ".zero"), withPercentage(0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxima", "boundedmaxima"})
    void distance_isAndersonAndDarlings(String name) {
        ExtremeMaxima fit = fit(name);
        double[] hazards = new double[fit.size()];
        for (int i = 0; i < hazards.length; i++) {
            hazards[i] = -Math.log(-Math.expm1(-fit.residual(i)));
        }

        assertThat(AndersonDarling.distance(hazards)).isCloseTo(Golden.value(name + ".anderson"), within(1e-3));
    }

    @Test
    void fit_ofUnequalBlocks_isThatOfEqualOnesOnceSizesAreAllowedFor() {
        Random random = new Random(5);
        int blocks = 4_000;
        double[] maxima = new double[blocks];
        double[] weights = new double[blocks];
        for (int i = 0; i < blocks; i++) {
            weights[i] = i % 2 == 0 ? 0.2 : 1.8;
            // Gumbel: a block of weight w has its location moved by scale * log w.
            maxima[i] = 100 + 10 * Math.log(weights[i]) - 10 * Math.log(-Math.log(1 - random.nextDouble()));
        }
        ExtremeMaxima fit = ExtremeMaxima.fit(maxima, weights);

        assertThat(fit.location()).isCloseTo(100, within(1.0));
        assertThat(fit.scale()).isCloseTo(10, within(0.5));
        assertThat(fit.shape()).isCloseTo(0, within(0.04));
    }

    private static ExtremeMaxima fit(String name) {
        double[] sample = Golden.values(name + ".sample");
        double[] weights = new double[sample.length];
        Arrays.fill(weights, 1);
        return ExtremeMaxima.fit(sample, weights);
    }
}
