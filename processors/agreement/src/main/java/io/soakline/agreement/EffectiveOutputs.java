package io.soakline.agreement;

import io.soakline.statistics.OutputCounts;
import java.util.Arrays;

/**
 * Effective number of outputs of an input: the exponential of their entropy {@code -sum p ln p}, which plain frequencies
 * underestimate and Miller and Madow (1955) correct by {@code (m - 1) / (2n)} for {@code m} distinct ones among {@code n}.
 *
 * <p>1 when all are equal. With few outputs the correction can lift it above their number.
 */
final class EffectiveOutputs {

    private EffectiveOutputs() {}

    /** Outputs whose digests were not kept count as one further distinct output: then this is too low. */
    static double of(OutputCounts.Input input) {
        long[] counts = new long[input.counts().size() + (input.uncounted() > 0 ? 1 : 0)];
        for (int i = 0; i < input.counts().size(); i++) {
            counts[i] = input.counts().get(i).count();
        }
        if (input.uncounted() > 0) {
            counts[counts.length - 1] = input.uncounted();
        }
        return of(counts);
    }

    static double of(long[] counts) {
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        double all = (double) Arrays.stream(sorted).sum();
        double entropy = (sorted.length - 1) / (2 * all);
        for (long count : sorted) {
            entropy -= count / all * Math.log(count / all);
        }
        return Math.exp(entropy);
    }
}
