package io.soakline.produce.input;

/** Binary32 to IEEE 754 binary16, for magnitudes up to 1. */
final class Halves {

    private Halves() {}

    /** Nearest binary16, ties away from zero. */
    static short of(float value) {
        float magnitude = Math.abs(value);
        int sign = value < 0 ? 0x8000 : 0;
        if (magnitude < 0x1.0p-14f) {
            return (short) (sign | Math.round(magnitude * 0x1.0p24f));
        }
        int bits = Float.floatToRawIntBits(magnitude);
        int rebiased = bits - ((127 - 15) << 23);
        return (short) (sign | ((rebiased + 0x1000) >>> 13));
    }
}
