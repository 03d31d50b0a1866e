package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;

/**
 * Counts of values in buckets that are {@value #STEP} wide on the scale of the inverse hyperbolic sine: equally wide near
 * zero, equally wide in logarithm far from it, either sign.
 */
final class LevelHistogram {

    /** Where linear becomes logarithmic. */
    private static final double UNIT = 0.05;

    private static final double STEP = 0.02;

    private long[] counts = new long[64];
    /** Smallest and largest value of each bucket: what stands still is then read as it was. */
    private double[] lows = new double[64];

    private double[] highs = new double[64];
    private int lowestBucket;
    private long n;

    void accept(double value) {
        add(bucket(value), 1, value, value);
    }

    void combine(LevelHistogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                add(other.lowestBucket + i, other.counts[i], other.lows[i], other.highs[i]);
            }
        }
    }

    private static int bucket(double value) {
        double magnitude = Math.abs(value) / UNIT;
        // StrictMath: the same buckets on every machine.
        double scaled = StrictMath.log(magnitude + StrictMath.sqrt(magnitude * magnitude + 1)) / STEP;
        return (int) Math.round(Math.copySign(scaled, value));
    }

    private void add(int bucket, long count, double low, double high) {
        if (n == 0) {
            lowestBucket = bucket - counts.length / 2;
        }
        int index = bucket - lowestBucket;
        if (index < 0 || index >= counts.length) {
            grow(bucket);
            index = bucket - lowestBucket;
        }
        boolean first = counts[index] == 0;
        lows[index] = first ? low : Math.min(lows[index], low);
        highs[index] = first ? high : Math.max(highs[index], high);
        counts[index] += count;
        n += count;
    }

    private void grow(int bucket) {
        int lowest = Math.min(lowestBucket, bucket - counts.length / 2);
        int highest = Math.max(lowestBucket + counts.length - 1, bucket + counts.length / 2);
        int size = highest - lowest + 1;
        int shift = lowestBucket - lowest;
        long[] widerCounts = new long[size];
        double[] widerLows = new double[size];
        double[] widerHighs = new double[size];
        System.arraycopy(counts, 0, widerCounts, shift, counts.length);
        System.arraycopy(lows, 0, widerLows, shift, counts.length);
        System.arraycopy(highs, 0, widerHighs, shift, counts.length);
        counts = widerCounts;
        lows = widerLows;
        highs = widerHighs;
        lowestBucket = lowest;
    }

    Level level() {
        return new Level(quantile(0.5), (quantile(0.8413) - quantile(0.1587)) / 2, quantile(0.002), quantile(0.998), n);
    }

    /** Value of the {@code ceil(q n)}-th smallest; NaN when empty. */
    private double quantile(double q) {
        long rank = Math.max(1, (long) Math.ceil(q * n));
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            if (below >= rank) {
                return (lows[i] + highs[i]) / 2;
            }
        }
        return Double.NaN;
    }
}
