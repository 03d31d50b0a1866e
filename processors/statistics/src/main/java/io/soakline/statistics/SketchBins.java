package io.soakline.statistics;

import java.util.Arrays;

/**
 * The buckets of a sketch that hold something, ascending, laid out for many questions: values at ranks with the bounds of
 * their bucket, shares by linear interpolation, spread about the median. Immutable.
 *
 * <p>A bucket is at most 1.01 % wide, and the value that stands at a rank truly lies between the bounds of the bucket at
 * that rank. Smallest and largest value, where they are known exactly, cut the outermost buckets.
 */
final class SketchBins {

    private static final int HALVINGS = 60;

    private final int[] index;
    private final double[] lower;
    private final double[] upper;
    private final double[] value;
    /** Values up to and including each bucket. */
    private final long[] cumulative;

    private SketchBins(int size) {
        index = new int[size];
        lower = new double[size];
        upper = new double[size];
        value = new double[size];
        cumulative = new long[size];
    }

    /** With nothing known of the extremes. */
    static SketchBins of(LatencySketch sketch) {
        return of(sketch, 0, Double.MAX_VALUE);
    }

    /** @param min exact smallest value, or 0; {@code max} exact largest value, or the largest double */
    static SketchBins of(LatencySketch sketch, double min, double max) {
        SketchBins bins = new SketchBins(sketch.size());
        int[] at = {0};
        long[] sum = {0};
        sketch.forEachBin((binIndex, lower, upper, value, count) -> {
            int i = at[0]++;
            sum[0] += count;
            bins.index[i] = binIndex;
            bins.lower[i] = clamp(lower, min, max);
            bins.upper[i] = clamp(upper, min, max);
            bins.value[i] = clamp(value, min, max);
            bins.cumulative[i] = sum[0];
        });
        return bins;
    }

    private static double clamp(double value, double min, double max) {
        return Math.min(max, Math.max(min, value));
    }

    int size() {
        return value.length;
    }

    long count() {
        return size() == 0 ? 0 : cumulative[size() - 1];
    }

    /** Number of the bucket on the sketch's logarithmic scale; {@link LatencySketch#ZERO} for values of 0. */
    int index(int bin) {
        return index[bin];
    }

    /** The same of the bucket that holds the value at the rank. */
    int indexAt(long rank) {
        return index[binAt(rank)];
    }

    long count(int bin) {
        return cumulative[bin] - before(bin);
    }

    /** Values in the buckets before it. */
    long before(int bin) {
        return bin == 0 ? 0 : cumulative[bin - 1];
    }

    /** @param rank from 0 to count - 1, ascending */
    double valueAt(long rank) {
        return value[binAt(rank)];
    }

    /** What the value at the rank is not below. */
    double lowerAt(long rank) {
        return lower[binAt(rank)];
    }

    /** What the value at the rank is not above. */
    double upperAt(long rank) {
        return upper[binAt(rank)];
    }

    private int binAt(long rank) {
        if (rank < 0 || rank >= count()) {
            throw new IllegalArgumentException("rank " + rank + " is not one of " + count() + " values");
        }
        int at = Arrays.binarySearch(cumulative, rank + 1);
        return at >= 0 ? at : -at - 1;
    }

    /** The quantile {@code p}, values being spread evenly within each bucket: within 1.01 % of a value at that rank. */
    double interpolated(double p) {
        double mass = p * count();
        int bin = binAt(Math.min(count() - 1, (long) mass));
        double share = Math.min(1, (mass - before(bin)) / count(bin));
        return lower[bin] + share * (upper[bin] - lower[bin]);
    }

    /** How many values lie up to {@code x}, or below it, values being spread evenly within each bucket. */
    private double massTo(double x, boolean inclusive) {
        int at = Arrays.binarySearch(upper, x);
        int bin = at >= 0 ? at : -at - 1;
        if (bin == size()) {
            return (double) count();
        }
        double width = upper[bin] - lower[bin];
        if (width == 0) {
            return (double) (x > upper[bin] || (inclusive && x == upper[bin]) ? cumulative[bin] : before(bin));
        }
        double share = Math.min(1, Math.max(0, (x - lower[bin]) / width));
        return before(bin) + share * count(bin);
    }

    /**
     * Half of all values lie within this distance of {@link #interpolated} median. Values may be off by the width of their
     * bucket, so it is within 1.01 % of the median plus 1.01 % of the values at that distance; for smooth distributions it
     * is far closer.
     */
    double medianAbsoluteDeviation() {
        double median = interpolated(0.5);
        double half = count() / 2.0;
        double near = 0;
        double far = Math.max(median - lower[0], upper[size() - 1] - median);
        for (int i = 0; i < HALVINGS && near < far; i++) {
            double distance = (near + far) / 2;
            if (massTo(median + distance, true) - massTo(median - distance, false) >= half) {
                far = distance;
            } else {
                near = distance;
            }
        }
        return far;
    }
}
