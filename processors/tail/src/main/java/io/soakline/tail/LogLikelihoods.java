package io.soakline.tail;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** What a difference of log-likelihoods says. */
final class LogLikelihoods {
    private static final ChiSquaredDistribution ONE = ChiSquaredDistribution.of(1);

    private LogLikelihoods() {}

    /** p-value of a likelihood-ratio test of one parameter. */
    static double evidence(double gain) {
        return ONE.survivalProbability(Math.max(0, 2 * gain));
    }

    /** Log-likelihood that a parameter may lose and still lie in the interval of a confidence. */
    static double drop(double confidence) {
        return 0.5 * ONE.inverseCumulativeProbability(confidence);
    }

    /** The r above 1 with {@code log r + 1/r - 1 = lost}. */
    static double above(double lost) {
        return solve(lost, Math.sqrt(2 * lost));
    }

    /** The r below 1 with {@code log r + 1/r - 1 = lost}. */
    static double below(double lost) {
        return solve(lost, -Math.sqrt(2 * lost));
    }

    /** In z = log r: z + e^-z - 1 = lost, convex, so Newton's steps never overshoot the root from outside. */
    private static double solve(double lost, double start) {
        double z = start > 0 ? start + lost : start;
        for (int step = 0; step < 30; step++) {
            double slope = -Math.expm1(-z);
            if (slope == 0) {
                break;
            }
            double change = (z + Math.expm1(-z) - lost) / slope;
            z -= change;
            if (Math.abs(change) < 1e-14) {
                break;
            }
        }
        return Math.exp(z);
    }
}
