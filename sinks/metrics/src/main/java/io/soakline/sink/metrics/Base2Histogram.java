package io.soakline.sink.metrics;

import io.soakline.statistics.LatencySketch;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Times in the base-2 exponential buckets that OpenTelemetry and Prometheus' native histograms share: bucket {@code i} of
 * scale {@code s} holds the values above {@code 2^(i / 2^s)} seconds, up to {@code 2^((i + 1) / 2^s)}.
 *
 * <p>Filled from sketches, whose buckets are 1 % wide: each of them goes, as a whole, to the bucket that its middle falls
 * into. So order is kept, and a value at a rank lies within {@link #relativeError} of the geometric middle of the bucket at
 * that rank. Count, sum, smallest and largest value are exact.
 *
 * <p>Not thread-safe.
 */
final class Base2Histogram {

    /** Buckets 1.09 % wide, the nearest to those of the sketch: finer ones would know no more. */
    static final int SCALE = 6;

    /** Half the width of a sketch's bucket, relative to the values in it. */
    private static final double SKETCH_ERROR = 0.005;

    private static final double NANO = 1e-9;
    private static final double BUCKETS_PER_NEPER = (1 << SCALE) / Math.log(2);

    private final NavigableMap<Integer, Long> counts = new TreeMap<>();
    private long zeros;
    private long count;
    private long sumNanos;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos;

    /**
     * Largest relative distance of a value from the geometric middle of the bucket at its rank.
     *
     * @param scale up to {@link #SCALE}
     */
    static double relativeError(int scale) {
        return Math.pow(2, Math.pow(2, -scale) / 2) / (1 - SKETCH_ERROR) - 1;
    }

    /** Adds values of which the exact sum and extremes are known. */
    void add(LatencySketch nanos, long sum, long min, long max) {
        if (nanos.count() == 0) {
            return;
        }
        long[] upTo = nanos.cumulativeCounts();
        zeros += upTo[0];
        double lower = LatencySketch.upperEdge(nanos.firstBucket() - 1);
        for (int i = 1; i < upTo.length; i++) {
            double upper = LatencySketch.upperEdge(nanos.firstBucket() + i - 1);
            long inBucket = upTo[i] - upTo[i - 1];
            if (inBucket > 0) {
                // Equally far, relatively, from either edge; not beyond what is known to have been seen.
                double middle = 2 * lower * upper / (lower + upper);
                counts.merge(
                        bucketOf(Math.max((double) min, Math.min((double) max, middle)) * NANO), inBucket, Long::sum);
            }
            lower = upper;
        }
        count += nanos.count();
        sumNanos += sum;
        minNanos = Math.min(minNanos, min);
        maxNanos = Math.max(maxNanos, max);
    }

    private static int bucketOf(double seconds) {
        return (int) Math.ceil(Math.log(seconds) * BUCKETS_PER_NEPER) - 1;
    }

    Base2Histogram copy() {
        Base2Histogram copy = new Base2Histogram();
        copy.counts.putAll(counts);
        copy.zeros = zeros;
        copy.count = count;
        copy.sumNanos = sumNanos;
        copy.minNanos = minNanos;
        copy.maxNanos = maxNanos;
        return copy;
    }

    /** Buckets of {@link #SCALE} that hold something, ascending. */
    NavigableMap<Integer, Long> counts() {
        return counts;
    }

    /** The finest scale at which no more than {@code most} adjoining buckets hold all values. */
    int scaleFor(int most) {
        int scale = SCALE;
        while (!counts.isEmpty() && span(scale) > most) {
            scale--;
        }
        return scale;
    }

    private long span(int scale) {
        return (long) at(counts.lastKey(), scale) - at(counts.firstKey(), scale) + 1;
    }

    /** The bucket of a coarser scale that a bucket of {@link #SCALE} is part of. */
    static int at(int bucket, int scale) {
        return bucket >> (SCALE - scale);
    }

    long zeros() {
        return zeros;
    }

    long count() {
        return count;
    }

    double sumSeconds() {
        return sumNanos * NANO;
    }

    /** Meaningless without values. */
    double minSeconds() {
        return minNanos * NANO;
    }

    double maxSeconds() {
        return maxNanos * NANO;
    }

    /** How many values lie up to {@code 2^exponent} seconds; those within 0.5 % of it may count on either side. */
    long upToPowerOfTwo(int exponent) {
        long sum = zeros;
        // The bucket that ends there.
        for (long inBucket : counts.headMap((exponent << SCALE) - 1, true).values()) {
            sum += inBucket;
        }
        return sum;
    }
}
