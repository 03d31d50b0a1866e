package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;
import java.util.Arrays;

/**
 * Counts of values in buckets that are {@value #STEP} wide on the scale of the inverse hyperbolic sine: equally wide near
 * zero, equally wide in logarithm far from it, either sign.
 */
final class LevelHistogram {

    /** Where linear becomes logarithmic. */
    private static final double UNIT = 0.05;

    private static final double STEP = 0.02;

    private long[] counts = new long[64];
    private int lowestBucket;
    private long n;

    void accept(double value) {
        add(bucket(value), 1);
    }

    void combine(LevelHistogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                add(other.lowestBucket + i, other.counts[i]);
            }
        }
    }

    private static int bucket(double value) {
        double magnitude = Math.abs(value) / UNIT;
        // StrictMath: the same buckets on every machine.
        double scaled = StrictMath.log(magnitude + StrictMath.sqrt(magnitude * magnitude + 1)) / STEP;
        return (int) Math.round(Math.copySign(scaled, value));
    }

    private static double middle(int bucket) {
        return UNIT * StrictMath.sinh(bucket * STEP);
    }

    private void add(int bucket, long count) {
        if (n == 0) {
            lowestBucket = bucket - counts.length / 2;
        }
        int index = bucket - lowestBucket;
        if (index < 0 || index >= counts.length) {
            grow(bucket);
            index = bucket - lowestBucket;
        }
        counts[index] += count;
        n += count;
    }

    private void grow(int bucket) {
        int lowest = Math.min(lowestBucket, bucket - counts.length / 2);
        int highest = Math.max(lowestBucket + counts.length - 1, bucket + counts.length / 2);
        long[] wider = new long[highest - lowest + 1];
        System.arraycopy(counts, 0, wider, lowestBucket - lowest, counts.length);
        counts = wider;
        lowestBucket = lowest;
    }

    Level level() {
        return new Level(quantile(0.5), (quantile(0.8413) - quantile(0.1587)) / 2, quantile(0.005), quantile(0.995), n);
    }

    /** Value of the {@code ceil(q n)}-th smallest; NaN when empty. */
    private double quantile(double q) {
        long rank = Math.max(1, (long) Math.ceil(q * n));
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            if (below >= rank) {
                return middle(lowestBucket + i);
            }
        }
        return Double.NaN;
    }

    @Override
    public String toString() {
        return n + " in " + Arrays.stream(counts).filter(c -> c > 0).count() + " buckets";
    }
}
