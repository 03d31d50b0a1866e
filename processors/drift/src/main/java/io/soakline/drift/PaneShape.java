package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.List;

/**
 * The distribution of one sketch, read once, with quantiles and counts interpolated inside its buckets. A bucket is one
 * per cent wide; without interpolation the median of a quiet stream would move in steps as large as the tolerance.
 */
final class PaneShape {

    /** More than the buckets of any sketch: every bucket is its own. */
    private static final int EVERY_BUCKET = 1 << 20;

    /** Upper over lower edge of a bucket with a relative error of 0.5 %. */
    private static final double BUCKET_RATIO = 1.005 / 0.995;

    /** Stands for a latency of 0, which has no logarithm. */
    private static final double SMALLEST = 1e-9;

    private final double[] upper;
    private final double[] cumulative;
    private final int size;
    private final double count;

    /** @param sketch not empty */
    PaneShape(LatencySketch sketch) {
        List<LatencySketch.Bucket> buckets = sketch.buckets(EVERY_BUCKET);
        size = buckets.size();
        upper = new double[size];
        cumulative = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            LatencySketch.Bucket bucket = buckets.get(i);
            sum += bucket.count();
            upper[i] = bucket.upper();
            cumulative[i] = sum;
        }
        count = sum;
    }

    double count() {
        return count;
    }

    /** The value below which a share {@code p} lies. */
    double quantile(double p) {
        double rank = p * count;
        int i = firstReaching(rank);
        double below = i == 0 ? 0 : cumulative[i - 1];
        double inside = cumulative[i] - below;
        double value = lower(i) + (upper[i] - lower(i)) * (inside > 0 ? (rank - below) / inside : 0.5);
        return Math.max(SMALLEST, value);
    }

    /** How many values lie above {@code x}, with a part of the bucket that it falls into. */
    double above(double x) {
        if (size == 0 || x >= upper[size - 1]) {
            return 0;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upper[middle] > x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double below = low == 0 ? 0 : cumulative[low - 1];
        double edge = lower(low);
        double part = x <= edge ? 0 : (x - edge) / (upper[low] - edge);
        return count - below - part * (cumulative[low] - below);
    }

    private double lower(int i) {
        return i == 0 ? upper[0] / BUCKET_RATIO : upper[i - 1];
    }

    private int firstReaching(double rank) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] >= rank && cumulative[middle] > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
