package io.soakline.produce.output.golden;

import io.soakline.produce.engine.ElementType;

/**
 * How many representable values of a type lie between two of its values: 0 for equal ones, -0 and +0 included; 1 for
 * neighbours. Bits are mapped to integers in the order of the values, negative ones mirrored at zero; the distance is the
 * difference of the integers, held at the largest long for 64-bit values at opposite ends.
 */
final class UlpDistance {

    private UlpDistance() {}

    /** @param a zero-extended bits of a finite value of the type; so is {@code b} */
    static long of(ElementType type, long a, long b) {
        int width = 8 * type.bytes();
        long distance = ordered(a, width) - ordered(b, width);
        // Both are within the range of the type: only 64-bit ones can overflow, and then the sign is wrong.
        boolean overflow = width == 64 && (ordered(a, width) >= ordered(b, width)) != (distance >= 0);
        return overflow ? Long.MAX_VALUE : Math.abs(distance);
    }

    private static long ordered(long bits, int width) {
        long sign = 1L << (width - 1);
        long magnitude = bits & (sign - 1);
        return (bits & sign) == 0 ? magnitude : -magnitude;
    }
}
