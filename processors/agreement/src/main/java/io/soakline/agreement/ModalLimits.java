package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Two-sided 95 % limits for the probability of the likeliest of any number of outputs, from how often the most frequent one
 * came in independent trials.
 *
 * <p>Few: the likeliest output came at most as often as the most frequent, so the chance of {@code k} or fewer is at most
 * {@code P(Binomial(n, p) <= k)}. Many: this would not do, because the most frequent was chosen after looking; of 1000
 * equally likely outputs the first trial shows one with a share of 1. If no output is likelier than {@code p}, the chance
 * that any of them comes {@code k} times out of {@code n} or more is at most {@code P(Binomial(n, p) >= k) / p}: there are at
 * most {@code 1/p} of them, and for smaller ones the chance falls faster than {@code p}. From these two tails the limits are
 * taken as in {@link BlakerLimits}.
 */
final class ModalLimits {

    private ModalLimits() {}

    static double upper(long modal, long outputs) {
        long others = outputs - modal;
        return others == 0
                ? 1
                : 1
                        - new BlakerLimits.Tails(others, outputs, q -> 1, q -> 1 / (1 - q))
                                .limit(confidence -> ClopperPearson.lower(others, outputs, confidence));
    }

    /** 0 for {@code modal = 1}: an output that came once may be one of infinitely many. */
    static double lower(long modal, long outputs) {
        return modal == 1
                ? 0
                : new BlakerLimits.Tails(modal, outputs, p -> 1 / p, p -> 1)
                        .limit(confidence -> oneSided(modal, outputs, confidence));
    }

    /** The lower limit that leaves all of the rest to its side. */
    static double oneSided(long modal, long outputs, double confidence) {
        double logTail = Math.log1p(-confidence);
        if (modal == outputs) {
            return Math.exp(logTail / (outputs - 1));
        }
        BetaDistribution tail = BetaDistribution.of((double) modal, outputs - modal + 1.0);
        // Two equal ones among n come with at most n(n-1)/2 p^2: half the p that makes this the tail of p is below the
        // root.
        double below = (1 - confidence) / outputs / (outputs - 1.0);
        double above = ClopperPearson.lower(modal, outputs, confidence);
        return BlakerLimits.root(
                p -> Math.log(Math.max(tail.cumulativeProbability(p), Double.MIN_NORMAL)) - Math.log(p) - logTail,
                below,
                above);
    }
}
