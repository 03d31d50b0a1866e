package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Two-sided 95 % limits for the probability of the likeliest of any number of outputs, from how often the most frequent one
 * came in independent trials.
 *
 * <p>The upper one is Clopper and Pearson's: the likeliest output came at most as often as the most frequent. For the lower
 * one theirs does not hold, because the most frequent was chosen after looking: of 1000 equally likely outputs the first
 * trial shows one with a share of 1. If no output is likelier than {@code p}, the chance that any of them comes {@code k}
 * times out of {@code n} or more is at most {@code P(Binomial(n, p) >= k) / p}: there are at most {@code 1/p} of them, and
 * for smaller ones the chance falls faster than {@code p}. The limit is the {@code p} for which this is 2.5 %.
 */
final class ModalLimits {

    private static final double TAIL = 0.025;
    private static final double LOG_TAIL = Math.log(TAIL);
    private static final BrentSolver SOLVER = new BrentSolver(1e-12, 1e-12, 1e-12);

    private ModalLimits() {}

    static double upper(long modal, long outputs) {
        return ClopperPearson.upper(modal, outputs, 1 - TAIL);
    }

    /** 0 for {@code modal = 1}: an output that came once may be one of infinitely many. */
    static double lower(long modal, long outputs) {
        if (modal == 1) {
            return 0;
        }
        if (modal == outputs) {
            return Math.exp(LOG_TAIL / (outputs - 1));
        }
        BetaDistribution tail = BetaDistribution.of((double) modal, outputs - modal + 1.0);
        // Two equal ones among n come with at most n(n-1)/2 p^2: half the p that makes this 2.5 % of p is below the
        // root.
        double below = Math.log(TAIL / outputs / (outputs - 1.0));
        double above = Math.log(ClopperPearson.lower(modal, outputs, 1 - 2 * TAIL));
        return Math.exp(SOLVER.findRoot(logP -> excess(tail, logP), below, above));
    }

    private static double excess(BetaDistribution tail, double logP) {
        double chance = Math.max(tail.cumulativeProbability(Math.exp(logP)), Double.MIN_NORMAL);
        return Math.log(chance) - logP - LOG_TAIL;
    }
}
