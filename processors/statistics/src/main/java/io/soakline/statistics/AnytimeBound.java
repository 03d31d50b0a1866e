package io.soakline.statistics;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * An upper bound on a share that holds at every moment at once, however often it is looked at and whenever one stops: the
 * probability that it is ever below the true share is at most {@code 1 - confidence}.
 *
 * <p>For a share {@code q} under test, the likelihood of smaller shares {@code u q}, mixed over {@code u} from 0 to 1 with
 * density {@code a u^(a-1)}, a = 1/2, over the likelihood of {@code q} is a supermartingale from 1 on while the share is
 * {@code q} or more (Robbins: Annals of Mathematical Statistics 41, 1970; Ville's inequality):
 *
 * <pre>M(q) = a B(a + k, 1 + n - k) I_q(a + k, 1 + n - k) / (q^a q^k (1 - q)^(n-k))</pre>
 *
 * <p>The bound is the {@code q} at which {@code M} reaches {@code 1 / (1 - confidence)}; {@code M} grows with {@code q}.
 * The mixture scales with {@code q}, so that rare events are bounded well: without any, the bound is about {@code 3.8/n} at
 * 95 %, where one look allows {@code 3/n}.
 */
public final class AnytimeBound {

    private static final double A = 0.5;

    private AnytimeBound() {}

    /**
     * The bound after {@code k} out of {@code n}; 1 when {@code k = n}, so also when nothing was seen.
     *
     * @param confidence above 0, below 1
     */
    public static double upper(long k, long n, double confidence) {
        if (k < 0 || n < k) {
            throw new IllegalArgumentException(k + " out of " + n + " is not a share");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence lies between 0 and 1, not at " + confidence);
        }
        if (k == n) {
            return 1;
        }
        double limit = -Math.log1p(-confidence);
        double seen = (double) k / n;
        double low = Math.max(seen, Double.MIN_NORMAL);
        double step = (limit + Math.sqrt(2 * limit * k)) / n;
        double high = seen + step;
        while (high < 1 && logMartingale(k, n, high) < limit) {
            low = high;
            step *= 2;
            high += step;
        }
        high = Math.min(high, Math.nextDown(1.0));
        if (logMartingale(k, n, high) <= limit) {
            return 1;
        }
        return new BrentSolver(1e-12, 1e-300, 1e-12).findRoot(q -> logMartingale(k, n, q) - limit, low, high);
    }

    /** {@code ln M(q)}. */
    static double logMartingale(long k, long n, double q) {
        double a = A + k;
        double b = 1.0 + (n - k);
        return Math.log(A)
                + LogBeta.value(a, b)
                + Math.log(RegularizedBeta.value(q, a, b))
                - a * Math.log(q)
                - (n - k) * Math.log1p(-q);
    }
}
