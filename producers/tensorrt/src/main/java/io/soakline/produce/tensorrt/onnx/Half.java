package io.soakline.produce.tensorrt.onnx;

/** IEEE 754 binary16, which Java 17 has no conversion to. */
final class Half {

    /** The largest finite half: (2 - 2^-10) * 2^15. */
    static final float MAX = 65504f;

    private Half() {}

    /**
     * Nearest half, ties to even; what rounds beyond {@link #MAX} becomes an infinity, NaN stays NaN (quiet), and zeros
     * keep their sign. Subnormal halves are formed.
     */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65520, from which the nearest is infinity
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14: a multiple of 2^-24, so that scaling and rounding are exact
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * (double) (1 << 24)));
        }
        int rebased = magnitude - (112 << 23);
        return (short) (sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13));
    }
}
