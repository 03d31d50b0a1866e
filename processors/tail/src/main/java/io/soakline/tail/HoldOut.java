package io.soakline.tail;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** Does what was predicted from the first panes hold in the later ones. */
final class HoldOut {
    private HoldOut() {}

    /**
     * Two-sided p-value of a count, when its expectation was itself estimated from about {@code seen} events: negative
     * binomial, the Poisson count with a gamma-distributed rate.
     *
     * @param seen events of this kind that the first part would hold
     * @param expected predicted events in the later part
     * @param count events in the later part
     */
    static double evidence(double seen, double expected, long count) {
        double share = seen / (seen + expected);
        double upTo = BetaDistribution.of(seen, count + 1.0).cumulativeProbability(share);
        double below =
                count == 0 ? 0 : BetaDistribution.of(seen, (double) count).cumulativeProbability(share);
        return Math.min(1, 2 * Math.min(upTo, 1 - below));
    }
}
