package io.soakline.drift;

import io.soakline.statistics.LatencySketch;

/**
 * The distribution of one sketch, read once, with quantiles and counts interpolated inside its buckets. A bucket is one
 * per cent wide; without interpolation the median of a quiet stream would move in steps as large as the tolerance.
 * Immutable.
 */
final class PaneShape {

    /** Upper over lower edge of a bucket with a relative error of 0.5 %. */
    private static final double BUCKET_RATIO = 1.005 / 0.995;

    /** Stands for a latency of 0, which has no logarithm. */
    private static final double SMALLEST = 1e-9;

    /** Values up to the upper edge of each bucket from {@link #first} on; before them, at position 0, the values of 0. */
    private final long[] upTo;

    private final int first;
    private final long count;

    /** @param sketch not empty */
    PaneShape(LatencySketch sketch) {
        upTo = sketch.cumulativeCounts();
        first = sketch.firstBucket();
        count = upTo[upTo.length - 1];
    }

    double count() {
        return (double) count;
    }

    /** The value below which a share {@code p} lies. */
    double quantile(double p) {
        return quantiles(p)[0];
    }

    /** The same for several shares. */
    double[] quantiles(double... ascending) {
        double[] values = new double[ascending.length];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            double rank = ascending[i] * count;
            long needed = Math.max(1, (long) Math.ceil(rank));
            while (upTo[at] < needed) {
                at++;
            }
            values[i] = at == 0 ? SMALLEST : Math.max(SMALLEST, inside(at, rank));
        }
        return values;
    }

    private double inside(int at, double rank) {
        double below = (double) upTo[at - 1];
        double lower = lower(at);
        return lower + (upper(at) - lower) * ((rank - below) / (upTo[at] - below));
    }

    /** How many values lie above, with a part of the bucket that the cut falls into. */
    double above(Cut cut) {
        int at = Math.max(1, cut.bucket() - first + 1);
        if (at >= upTo.length) {
            return 0;
        }
        double below = (double) upTo[at - 1];
        double edge = lower(at);
        double part = cut.value() <= edge ? 0 : (cut.value() - edge) / (upper(at) - edge);
        return count - below - part * (upTo[at] - below);
    }

    /** @param x from 0 */
    double above(double x) {
        return above(Cut.at(x));
    }

    private double upper(int at) {
        return LatencySketch.upperEdge(first + at - 1);
    }

    /** The lowest bucket begins at 0 where there are values of 0. */
    private double lower(int at) {
        if (at > 1) {
            return upper(at - 1);
        }
        return upTo[0] > 0 ? 0 : upper(1) / BUCKET_RATIO;
    }
}
