package io.soakline.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Exact count, smallest, largest, sum and sum of squares of non-negative integer values, with a {@link LatencySketch} of
 * them. All figures are the same in every order of accepting and combining.
 *
 * <p>Empty: count, sum, smallest and largest are 0, mean and coefficient of variation are NaN.
 */
public final class LatencyTotals {

    private long count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private long sum;
    private final ExactSum squares;
    private final LatencySketch sketch;
    /** Null when it is to be computed. */
    private @Nullable Double smoothMedian;

    private LatencyTotals(ExactSum squares, LatencySketch sketch) {
        this.squares = squares;
        this.sketch = sketch;
    }

    public static LatencyTotals empty() {
        return new LatencyTotals(ExactSum.empty(), LatencySketch.empty());
    }

    /** From figures that were kept; {@code min} and {@code max} do not matter when {@code count} is 0. */
    public static LatencyTotals of(long count, long min, long max, long sum, ExactSum squares, LatencySketch sketch) {
        LatencyTotals totals = new LatencyTotals(squares.copy(), sketch.copy());
        if (count > 0) {
            totals.count = count;
            totals.min = min;
            totals.max = max;
            totals.sum = sum;
        }
        return totals;
    }

    /** @throws IllegalArgumentException for a negative value */
    public void accept(long value) {
        sketch.accept((double) value);
        smoothMedian = null;
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        squares.acceptSquare(value);
    }

    public void combine(LatencyTotals other) {
        smoothMedian = null;
        count += other.count;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum += other.sum;
        squares.combine(other.squares);
        sketch.combine(other.sketch);
    }

    public LatencyTotals copy() {
        return of(count, min, max, sum, squares, sketch);
    }

    public long count() {
        return count;
    }

    public long min() {
        return count == 0 ? 0 : min;
    }

    public long max() {
        return count == 0 ? 0 : max;
    }

    public long sum() {
        return sum;
    }

    public ExactSum squares() {
        return squares.copy();
    }

    public LatencySketch sketch() {
        return sketch.copy();
    }

    /** Arithmetic mean; NaN when empty. */
    public double mean() {
        return count == 0 ? Double.NaN : (double) sum / count;
    }

    /** {@code quantile} of the sketch, held within the exact smallest and largest value. */
    public double quantile(double p) {
        return Math.min((double) max, Math.max((double) min, sketch.quantile(p)));
    }

    /** Buckets of the sketch, cut at the exact smallest and largest value. */
    SketchBins bins() {
        return SketchBins.of(sketch, (double) min(), (double) max());
    }

    /**
     * The median by interpolation within its bucket of the sketch, NaN when empty. It follows small changes, which
     * {@link #quantile} with its steps of 1 % does not; its error bound is 1.01 %.
     */
    public double smoothMedian() {
        Double known = smoothMedian;
        if (known == null) {
            known = count == 0 ? Double.NaN : bins().interpolated(0.5);
            smoothMedian = known;
        }
        return known;
    }

    /** See {@link LatencySketch#countAbove}. */
    public long countAbove(double value) {
        return sketch.countAbove(value);
    }

    /** See {@link LatencySketch#buckets}. */
    public java.util.List<LatencySketch.Bucket> buckets(int most) {
        return sketch.buckets(most);
    }

    /**
     * Coefficient of variation: {@code sqrt((n S2 - S^2) / (n (n - 1))) / (S / n)}, sample standard deviation over mean.
     * The difference is formed in integers, so nothing cancels. NaN below two values or when all are 0.
     */
    public double coefficientOfVariation() {
        if (count < 2 || sum == 0) {
            return Double.NaN;
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger s = BigInteger.valueOf(sum);
        BigInteger spread = n.multiply(squares.toBigInteger()).subtract(s.multiply(s));
        double variance = new BigDecimal(spread).doubleValue() / ((double) count * (count - 1));
        return Math.sqrt(variance) / mean();
    }
}
