package io.soakline.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Times of one {@link Phase} beside the latencies of the same inferences: exact sums, so that every order of accepting and
 * combining gives the same.
 */
public final class PhaseTotals {

    private final LatencyTotals times;
    private long latencySumNanos;
    private final ExactSum latencySquares;
    private final ExactSum products;

    private PhaseTotals(LatencyTotals times, long latencySumNanos, ExactSum latencySquares, ExactSum products) {
        this.times = times;
        this.latencySumNanos = latencySumNanos;
        this.latencySquares = latencySquares;
        this.products = products;
    }

    public static PhaseTotals empty() {
        return new PhaseTotals(LatencyTotals.empty(), 0, ExactSum.empty(), ExactSum.empty());
    }

    /**
     * From figures that were kept.
     *
     * @param times of the phase
     * @param latencySumNanos of the latencies of the same inferences
     * @param latencySquares of those latencies, ns²
     * @param products phase times latency, ns²
     */
    public static PhaseTotals of(
            LatencyTotals times, long latencySumNanos, ExactSum latencySquares, ExactSum products) {
        return new PhaseTotals(times.copy(), latencySumNanos, latencySquares.copy(), products.copy());
    }

    /** @throws IllegalArgumentException for a negative time */
    void accept(long phaseNanos, long latencyNanos) {
        times.accept(phaseNanos);
        latencySumNanos += latencyNanos;
        latencySquares.acceptSquare(latencyNanos);
        products.acceptProduct(phaseNanos, latencyNanos);
    }

    void combine(PhaseTotals other) {
        times.combine(other.times);
        latencySumNanos += other.latencySumNanos;
        latencySquares.combine(other.latencySquares);
        products.combine(other.products);
    }

    PhaseTotals copy() {
        return of(times, latencySumNanos, latencySquares, products);
    }

    /** Not to be changed. */
    public LatencyTotals times() {
        return times;
    }

    public long latencySumNanos() {
        return latencySumNanos;
    }

    public ExactSum latencySquares() {
        return latencySquares.copy();
    }

    public ExactSum products() {
        return products.copy();
    }

    /**
     * How much of the latency's variance comes with the phase: {@code cov(phase, latency) / var(latency)}. Over phases that
     * add up to the latency the shares add up to 1; one that is short when the latency is long has a share below 0. The
     * differences are formed in integers, so nothing cancels.
     *
     * @return null below two inferences, and when the latency never varies
     */
    @Nullable
    Double varianceShare() {
        BigInteger n = BigInteger.valueOf(times.count());
        BigInteger latencySum = BigInteger.valueOf(latencySumNanos);
        BigInteger variance = n.multiply(latencySquares.toBigInteger()).subtract(latencySum.multiply(latencySum));
        if (variance.signum() == 0) {
            return null;
        }
        BigInteger covariance = n.multiply(products.toBigInteger())
                .subtract(BigInteger.valueOf(times.sum()).multiply(latencySum));
        return new BigDecimal(covariance).doubleValue() / new BigDecimal(variance).doubleValue();
    }
}
