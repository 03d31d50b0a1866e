package io.soakline.agreement;

/**
 * Representable values between two finite numbers of a floating-point type: 0 for equal ones, 1 for neighbours; -0 and +0
 * are one value.
 *
 * <p>With {@code p} explicit mantissa bits and least normal exponent {@code e0}, the values from 0 up are numbered: a
 * subnormal {@code v} is number {@code v 2^(p - e0)}, a normal one of exponent {@code e} number
 * {@code (e - e0 + 1) 2^p + (v 2^-e - 1) 2^p}. This is the bit pattern read as an integer.
 */
enum Ulps {
    FLOAT64(52, Double.MIN_EXPONENT),
    FLOAT32(23, Float.MIN_EXPONENT),
    FLOAT16(10, -14),
    BFLOAT16(7, Float.MIN_EXPONENT),
    /** Integers and types not known: there is no such distance. */
    NONE(0, 0);

    private final int mantissaBits;
    private final int minExponent;

    Ulps(int mantissaBits, int minExponent) {
        this.mantissaBits = mantissaBits;
        this.minExponent = minExponent;
    }

    static Ulps of(String elementType) {
        for (Ulps type : values()) {
            if (type.name().equals(elementType)) {
                return type;
            }
        }
        return NONE;
    }

    /** @return {@link Long#MAX_VALUE} where it would be more */
    long between(double a, double b) {
        long numberOfA = number(Math.abs(a));
        long numberOfB = number(Math.abs(b));
        if ((a < 0) == (b < 0)) {
            return Math.abs(numberOfA - numberOfB);
        }
        long sum = numberOfA + numberOfB;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private long number(double magnitude) {
        int exponent = Math.getExponent(magnitude);
        if (exponent < minExponent) {
            return (long) Math.scalb(magnitude, mantissaBits - minExponent);
        }
        double fraction = Math.scalb(magnitude, -exponent) - 1;
        return ((long) (exponent - minExponent + 1) << mantissaBits) + (long) Math.scalb(fraction, mantissaBits);
    }
}
