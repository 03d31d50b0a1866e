package io.soakline.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Correlation of each service time with the next one. With mean m over all n inferences and pairs P of consecutive ones:
 *
 * <pre>r = (sum (x_i - m)(x_(i+1) - m) / P) / (sum (x_i - m)^2 / n)</pre>
 *
 * <p>the textbook estimate with each sum over its own number of terms. Numerator and denominator are formed in integers, so
 * nothing cancels. Held to -1 … 1.
 *
 * @param pairs pairs behind it; 0 when nobody looked
 * @param lag1 null below {@value #FEWEST} pairs (its standard error is then 0.18), when all service times are equal, and
 *     for merged runs, whose differing levels would look like correlation
 */
public record Autocorrelation(long pairs, @Nullable Double lag1) {

    static final int FEWEST = 30;

    static Autocorrelation of(PaneSummary window) {
        Succession succession = window.succession();
        if (succession == null) {
            return new Autocorrelation(0, null);
        }
        boolean enough = succession.pairs() >= FEWEST && window.oneRun();
        return new Autocorrelation(succession.pairs(), enough ? lag1(window.latency(), succession) : null);
    }

    private static @Nullable Double lag1(LatencyTotals latency, Succession succession) {
        BigInteger n = BigInteger.valueOf(latency.count());
        BigInteger sum = BigInteger.valueOf(latency.sum());
        BigInteger pairs = BigInteger.valueOf(succession.pairs());
        BigInteger ends =
                BigInteger.valueOf(succession.earlierSumNanos()).add(BigInteger.valueOf(succession.laterSumNanos()));
        BigInteger spread = n.multiply(latency.squares().toBigInteger()).subtract(sum.multiply(sum));
        if (spread.signum() == 0) {
            return null;
        }
        BigInteger together = n.multiply(n)
                .multiply(succession.products().toBigInteger())
                .subtract(n.multiply(sum).multiply(ends))
                .add(pairs.multiply(sum).multiply(sum));
        double r = new BigDecimal(together)
                .divide(new BigDecimal(pairs.multiply(spread)), MathContext.DECIMAL64)
                .doubleValue();
        return Math.max(-1, Math.min(1, r));
    }
}
