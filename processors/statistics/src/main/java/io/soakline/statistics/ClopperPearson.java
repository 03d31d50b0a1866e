package io.soakline.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** Exact bounds for a share of which {@code k} out of {@code n} were seen (Clopper, Pearson: Biometrika 26, 1934). */
public final class ClopperPearson {

    private ClopperPearson() {}

    /**
     * One-sided upper bound: the largest share under which {@code k} or fewer out of {@code n} still have probability
     * {@code 1 - confidence}. It is the {@code confidence} quantile of Beta(k + 1, n - k).
     *
     * <p>{@code k = n} gives 1, so does {@code n = 0}: nothing seen excludes nothing. {@code k = 0} gives {@code 1 - (1 -
     * confidence)^(1/n)}, about {@code 3/n} at 95 %.
     *
     * @param confidence above 0, below 1
     */
    public static double upper(long k, long n, double confidence) {
        check(k, n, confidence);
        if (k == n) {
            return 1;
        }
        if (k == 0) {
            return -Math.expm1(Math.log1p(-confidence) / n);
        }
        return BetaDistribution.of(k + 1.0, (double) (n - k)).inverseCumulativeProbability(confidence);
    }

    /**
     * One-sided lower bound: 1 minus the upper bound of the complement. {@code k = 0} gives 0, so does {@code n = 0}.
     *
     * @param confidence above 0, below 1
     */
    public static double lower(long k, long n, double confidence) {
        check(k, n, confidence);
        if (k == 0) {
            return 0;
        }
        if (k == n) {
            return Math.exp(Math.log1p(-confidence) / n);
        }
        return BetaDistribution.of((double) k, n - k + 1.0).inverseCumulativeProbability(1 - confidence);
    }

    private static void check(long k, long n, double confidence) {
        if (k < 0 || n < k) {
            throw new IllegalArgumentException(k + " out of " + n + " is not a share");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence lies between 0 and 1, not at " + confidence);
        }
    }
}
