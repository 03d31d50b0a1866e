package io.soakline.statistics;

import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * Where the buckets of a sketch end, by their numbers. The mapping is fixed and computing an edge takes a cube root, so the
 * edges of all values that latencies have in any usual unit are kept: 50 KB, once.
 */
final class BucketEdges {

    private static final double SMALLEST_KEPT = 0x1p-30;
    private static final double LARGEST_KEPT = 0x1p60;

    private final IndexMapping mapping;
    private final int first;
    private final double[] upper;

    BucketEdges(IndexMapping mapping) {
        this.mapping = mapping;
        first = mapping.index(SMALLEST_KEPT);
        upper = new double[mapping.index(LARGEST_KEPT) - first + 1];
        for (int i = 0; i < upper.length; i++) {
            upper[i] = mapping.upperBound(first + i);
        }
    }

    /** Equal to the lower edge of the next bucket. */
    double upper(int bucket) {
        int at = bucket - first;
        return at >= 0 && at < upper.length ? upper[at] : mapping.upperBound(bucket);
    }

    /**
     * The bucket whose edges {@code x} lies between, the upper one excluded; for values outside the scale the first or the
     * last one of it.
     */
    int bucketOf(double x) {
        int bucket = mapping.index(Math.max(mapping.minIndexableValue(), Math.min(mapping.maxIndexableValue(), x)));
        // The mapping and its inverse round apart: a value at an edge may be taken for its neighbour's.
        if (upper(bucket) <= x) {
            return bucket + 1;
        }
        return upper(bucket - 1) > x ? bucket - 1 : bucket;
    }
}
