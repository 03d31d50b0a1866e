package io.soakline.agreement;

/**
 * CountSketch version 1 by its definition: element {@code i} goes to bucket {@code h >>> 58} with the sign of bit 0 of
 * {@code h}, the output of SplitMix64 for the state {@code SEED + (i + 1) * 0x9e3779b97f4a7c15}.
 */
final class ReferenceCountSketch {

    private static final long SEED = 0x736f616b6c696e65L;

    private ReferenceCountSketch() {}

    static double[] of(double... values) {
        double[] buckets = new double[64];
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                long h = hash(i);
                buckets[(int) (h >>> 58)] += (h & 1) == 0 ? values[i] : -values[i];
            }
        }
        return buckets;
    }

    private static long hash(long index) {
        long z = SEED + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
