package io.soakline.drift;

import java.util.Arrays;

/**
 * Shiryaev-Roberts e-detector on how many of a pane's inferences exceed a threshold: binomial likelihood ratios of five
 * greater shares against the share of the reference, discounted by the overdispersion of the counts and capped, so that
 * one odd pane alone cannot ring.
 */
final class ExceedanceChart {

    /** The alternatives: the odds of the reference times the squares of these. */
    private static final double[] ROOT_ODDS = {1.05, 1.15, 1.4, 2, 4};

    private static final double MOST = 1e200;

    private final double[] whenAbove = new double[ROOT_ODDS.length];
    private final double[] whenBelow = new double[ROOT_ODDS.length];
    private final double[] detectors = new double[ROOT_ODDS.length];
    private double sum;

    /**
     * @param share exceeding while nothing changes, in (0, 1)
     * @param dispersion variance of the counts over that of a binomial distribution, from 1, autocorrelation included
     */
    void configure(double share, double dispersion) {
        for (int i = 0; i < ROOT_ODDS.length; i++) {
            double odds = share / (1 - share) * ROOT_ODDS[i] * ROOT_ODDS[i];
            double alternative = odds / (1 + odds);
            whenAbove[i] = Math.log(alternative / share) / dispersion;
            whenBelow[i] = Math.log((1 - alternative) / (1 - share)) / dispersion;
        }
    }

    /** @param cap largest step of the logarithm of the evidence */
    void accept(double above, double below, double cap) {
        double total = 0;
        for (int i = 0; i < detectors.length; i++) {
            double step = Math.min(cap, above * whenAbove[i] + below * whenBelow[i]);
            double next = step < -50 ? 0 : Math.min(MOST, (1 + detectors[i]) * Math.exp(step));
            detectors[i] = next;
            total += next;
        }
        sum = total;
    }

    /** The e-value. */
    double evidence() {
        return sum / detectors.length;
    }

    void reset() {
        Arrays.fill(detectors, 0);
        sum = 0;
    }
}
