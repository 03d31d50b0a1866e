package io.soakline.produce.output;

/**
 * CountSketch of a tensor in 64 buckets, version 1: a linear sketch, so that the squared distance of two sketches is an
 * unbiased estimate of the squared distance of the tensors, with a relative standard deviation of at most
 * {@code sqrt(2/64)}; a difference in one single element is exact.
 *
 * <p>Element {@code i} is added to bucket {@code h >>> 58} with the sign of bit 0 of {@code h}, where {@code h} is the
 * output of SplitMix64 for the state {@code SEED + (i + 1) * 0x9e3779b97f4a7c15}. Seed and mixing function are part of
 * the format: changing them means a new version. Reference: Charikar, Chen, Farach-Colton, 2002; Steele, Lea, Flood, 2014.
 */
final class CountSketch {

    static final int VERSION = 1;
    static final int BUCKETS = 64;

    private static final long SEED = 0x736f616b6c696e65L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final double[] buckets = new double[BUCKETS];

    /** Adds a finite value at a position of the tensor. */
    void add(int index, double value) {
        long hash = mix(SEED + (index + 1L) * GOLDEN_GAMMA);
        int bucket = (int) (hash >>> 58);
        buckets[bucket] += (hash & 1) == 0 ? value : -value;
    }

    double bucket(int index) {
        return buckets[index];
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
