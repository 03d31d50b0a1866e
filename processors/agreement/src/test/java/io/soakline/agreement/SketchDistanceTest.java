package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distances from sketches against the true ones. */
class SketchDistanceTest {

    private static final int PAIRS = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {257, 600})
    void l2_over10000RandomPairs_thenBiasUnderOnePercentAndSpreadAsStated(int elements) {
        Random random = new Random(elements);
        double sum = 0;
        double biasOfSquared = 0;
        double varianceOfSquared = 0;
        for (int i = 0; i < PAIRS; i++) {
            double[] a = random.doubles(elements, -1, 1).toArray();
            double[] b = a.clone();
            disturb(b, random);
            double ratio = estimate(a, b) / distance(a, b);
            double excess = ratio * ratio - 1;
            sum += ratio;
            biasOfSquared += excess / PAIRS;
            varianceOfSquared += excess * excess / PAIRS;
        }

        assertThat(biasOfSquared).isCloseTo(0, within(0.01));
        assertThat(sum / PAIRS).isCloseTo(1, within(0.01));
        // sqrt(2/m) for an ideal hash; buckets that are not filled evenly add a little.
        assertThat(Math.sqrt(varianceOfSquared)).isLessThan(1.1 * Math.sqrt(2.0 / 64));
    }

    /** From one element to all of them, by amounts of any size. */
    private static void disturb(double[] values, Random random) {
        int changed = 1 + random.nextInt(values.length);
        double scale = Math.pow(10, -random.nextInt(7));
        for (int i = 0; i < changed; i++) {
            values[random.nextInt(values.length)] += scale * random.nextGaussian();
        }
    }

    @Test
    void l2_givenOneChangedElement_thenExact() {
        double[] a = new Random(1).doubles(1000).toArray();
        double[] b = a.clone();
        b[700] += 0.125;

        assertThat(estimate(a, b)).isCloseTo(0.125, within(1e-12));
    }

    private static double estimate(double[] a, double[] b) {
        TensorDifference difference = TensorDifference.of(tensor(a), tensor(b), null);
        assertThat(difference.estimated()).isTrue();
        return Math.sqrt(Objects.requireNonNull(difference.squaredDistance()));
    }

    private static KnownTensor tensor(double[] values) {
        return new KnownTensor(
                "FLOAT32",
                java.util.List.of((long) values.length),
                java.util.List.of(),
                java.util.List.of(),
                null,
                0,
                0,
                1,
                null,
                null,
                1,
                Outputs.list(ReferenceCountSketch.of(values)),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of());
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
