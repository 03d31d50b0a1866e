package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectiveOutputsTest {

    @Test
    void of_givenHandComputedCounts_thenExponentialOfMillerMadow() {
        assertThat(EffectiveOutputs.of(new long[] {9})).isEqualTo(1);
        assertThat(EffectiveOutputs.of(new long[] {1, 1})).isCloseTo(2 * Math.exp(0.25), within(1e-14));
        // -(3/4 ln 3/4 + 1/4 ln 1/4) + 1/8 = 0.5623351446188083 + 0.125
        assertThat(EffectiveOutputs.of(new long[] {3, 1})).isCloseTo(Math.exp(0.6873351446188083), within(1e-14));
    }

    @Test
    void of_givenCountsInAnyOrder_thenTheSameBits() {
        assertThat(EffectiveOutputs.of(new long[] {5, 3, 11, 2}))
                .isEqualTo(EffectiveOutputs.of(new long[] {11, 2, 5, 3}));
    }

    @Test
    void of_givenOutputsNotCounted_thenOneMore() {
        OutputCounts.Input input =
                new OutputCounts.Input(0, List.of(new OutputCounts.Count(new OutputDigest(0, 1), 3)), 1);

        assertThat(EffectiveOutputs.of(input)).isEqualTo(EffectiveOutputs.of(new long[] {3, 1}));
    }

    @Test
    void entropy_givenThousandsOfSamplesOfFourOutputs_thenNearlyUnbiased() {
        double[] probabilities = {0.5, 0.25, 0.125, 0.125};
        double entropy = 1.75 * Math.log(2);
        Random random = new Random(11);
        double sum = 0;
        int samples = 10_000;
        for (int i = 0; i < samples; i++) {
            sum += Math.log(EffectiveOutputs.of(sample(random, probabilities, 50)));
        }

        // Plain frequencies are 0.03 too low here; what the correction leaves is of order 1/n^2.
        assertThat(sum / samples).isCloseTo(entropy, within(0.003));
    }

    private static long[] sample(Random random, double[] probabilities, int n) {
        long[] counts = new long[probabilities.length];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            int output = 0;
            while (output < probabilities.length - 1 && u >= probabilities[output]) {
                u -= probabilities[output++];
            }
            counts[output]++;
        }
        return java.util.Arrays.stream(counts).filter(count -> count > 0).toArray();
    }
}
