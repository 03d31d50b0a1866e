package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Two-sided 95 % limits for a share of which {@code k} out of {@code n} independent trials were seen (Blaker: Confidence
 * curves and improved exact confidence intervals for discrete distributions, Canadian Journal of Statistics 28, 2000).
 *
 * <p>They hold the share in at least 95 % of all cases, as Clopper and Pearson's do, and lie within those. Clopper and
 * Pearson give 2.5 % to each side. Blaker gives a count's own tail as much as is left of 5 % by the largest tail of the other
 * side that is no larger, which is less than 2.5 % because counts are whole, and often nothing.
 *
 * <p>For a claim on one side only, {@link ClopperPearson} at 95 % is the bound to use.
 */
public final class BlakerLimits {

    static final double LEVEL = 0.05;

    /** More than what roots are off by: a share on the edge, as 1/2 often is by symmetry, is held. */
    private static final double OUTWARD = 1 - 1e-13;

    private static final BrentSolver SOLVER = new BrentSolver(1e-14, 1e-15, 1e-15);

    private BlakerLimits() {}

    /** 0 for {@code k = 0}, so also without trials. */
    public static double lower95(long k, long n) {
        return k == 0 ? 0 : new Tails(k, n, p -> 1, p -> 1).limit(confidence -> ClopperPearson.lower(k, n, confidence));
    }

    /** 1 for {@code k = n}, so also without trials. */
    public static double upper95(long k, long n) {
        return 1 - lower95(n - k, n);
    }

    /**
     * The tail of a count and those on the other side of it.
     *
     * @param k at least 1
     * @param own what the chance of {@code k} or more is multiplied with, by the share
     * @param other what chances of fewer than {@code k} are multiplied with
     */
    record Tails(long k, long n, DoubleUnaryOperator own, DoubleUnaryOperator other) {

        private double own(double p) {
            return own.applyAsDouble(p)
                    * BetaDistribution.of((double) k, n - k + 1.0).cumulativeProbability(p);
        }

        /** Of at most {@code j}; 0 for -1. */
        private double other(long j, double p) {
            return j < 0
                    ? 0
                    : other.applyAsDouble(p)
                            * BetaDistribution.of(j + 1.0, (double) (n - j)).survivalProbability(p);
        }

        /**
         * Lowest share that is not rejected.
         *
         * @param oneSided by confidence, the share with which the own tail is 1 minus that
         */
        double limit(DoubleUnaryOperator oneSided) {
            double from = oneSided.applyAsDouble(1 - LEVEL / 2);
            double to = oneSided.applyAsDouble(1 - LEVEL);
            // Between the two the own tail grows from half the level to all of it. Once the next tail of the other side
            // is no
            // larger, both together are at least the level: the limit lies there, or before.
            long j = largestNoLarger(from);
            if (other(j + 1, to) <= own(to)) {
                to = root(p -> other(j + 1, p) - own(p), from, to);
            }
            double limit = own(to) + other(j, to) < LEVEL ? to : root(p -> own(p) + other(j, p) - LEVEL, from, to);
            return limit * OUTWARD;
        }

        /** Largest count of the other side with a tail that is no larger than the own; -1 when there is none. */
        private long largestNoLarger(double p) {
            double own = own(p);
            long found = -1;
            long above = k;
            while (above - found > 1) {
                long middle = found + (above - found) / 2;
                if (other(middle, p) <= own) {
                    found = middle;
                } else {
                    above = middle;
                }
            }
            return found;
        }
    }

    /** Of a function that changes sign between the two, on a logarithmic scale: either end where rounding hides the change. */
    static double root(DoubleUnaryOperator function, double from, double to) {
        double atFrom = function.applyAsDouble(from);
        double atTo = function.applyAsDouble(to);
        if (atFrom * atTo >= 0) {
            return Math.abs(atFrom) < Math.abs(atTo) ? from : to;
        }
        return Math.exp(SOLVER.findRoot(log -> function.applyAsDouble(Math.exp(log)), Math.log(from), Math.log(to)));
    }
}
