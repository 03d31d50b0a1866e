package io.soakline.statistics;

import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Ranks from the binomial distribution, for counts up to thousands of millions: the distribution function is the
 * regularised incomplete beta function, so nothing is summed and nothing overflows.
 */
final class BinomialRank {

    private static final double SQRT_2 = Math.sqrt(2);

    private BinomialRank() {}

    /**
     * The largest {@code t} with {@code P(Bin(n, share) <= t) <= alpha}; -1 when even {@code t = 0} is too likely.
     *
     * <p>Cornish and Fisher's expansion gives a first guess, the beta function its probability, and steps with the
     * probabilities of single values lead to the answer.
     *
     * @param n from 1
     * @param share above 0, below 1
     * @param alpha above 0, at most 0.5
     */
    static long lowerTail(long n, double share, double alpha) {
        long t = guess(n, share, alpha);
        double below = atMost(n, share, t);
        double odds = share / (1 - share);
        double at = RegularizedBeta.derivative(share, t + 1.0, (double) (n - t)) * (1 - share) / (n - t);
        if (below <= alpha) {
            while (true) {
                at *= (double) (n - t) / (t + 1) * odds;
                if (below + at > alpha || t == n - 1) {
                    return t;
                }
                below += at;
                t++;
            }
        }
        while (below > alpha && t >= 0) {
            below -= at;
            at *= t / ((n - t + 1) * odds);
            t--;
        }
        return t;
    }

    /** {@code P(Bin(n, share) <= t)} for {@code 0 <= t < n}. */
    static double atMost(long n, double share, long t) {
        return RegularizedBeta.complement(share, t + 1.0, (double) (n - t));
    }

    private static long guess(long n, double share, double alpha) {
        double z = -SQRT_2 * InverseErfc.value(2 * alpha);
        double sd = Math.sqrt(n * share * (1 - share));
        double skew = (1 - 2 * share) / sd;
        double guess = n * share + sd * (z + (z * z - 1) * skew / 6) - 0.5;
        return Math.min(n - 1, Math.max(0, (long) guess));
    }

    /** The fewest {@code n} with {@code P(Bin(n, share) <= t) <= alpha}. */
    static long neededFor(long t, double share, double alpha) {
        long enough = Math.max(2, 2 * (t + 1));
        while (atMost(enough, share, t) > alpha) {
            enough *= 2;
        }
        long tooFew = t;
        while (enough - tooFew > 1) {
            long middle = tooFew + (enough - tooFew) / 2;
            if (atMost(middle, share, t) <= alpha) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }
}
