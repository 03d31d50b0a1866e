package io.soakline.produce.input;

/** Random numbers by position instead of by sequence, from SplitMix64's mixing function. */
final class SplitMix {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private SplitMix() {}

    static long hash(long seed, long a, long b) {
        return mix(mix(mix(seed + GOLDEN_GAMMA) + a * GOLDEN_GAMMA) + b * GOLDEN_GAMMA);
    }

    /** Uniform in [-1, 1). */
    static double symmetric(long seed, long a, long b) {
        return (hash(seed, a, b) >> 10) * 0x1.0p-53;
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
