package io.soakline.flow;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bits of one element of a tensor, to say in which of them two outputs differ. Bits are canonical and zero-extended,
 * as in golden comparisons: there is one NaN and one zero.
 */
enum ElementBits {
    FLOAT64(64, 52),
    FLOAT32(32, 23),
    FLOAT16(16, 10),
    BFLOAT16(16, 7),
    INT64(64, 0),
    INT32(32, 0),
    INT8(8, 0),
    UINT8(8, 0),
    BOOL(8, 0);

    private static final int MOST_NAMED = 4;

    private final int width;
    /** 0 for integers. */
    private final int mantissaBits;

    ElementBits(int width, int mantissaBits) {
        this.width = width;
        this.mantissaBits = mantissaBits;
    }

    /** Null for a type that is not known here. */
    static @Nullable ElementBits of(String elementType) {
        for (ElementBits type : values()) {
            if (type.name().equals(elementType)) {
                return type;
            }
        }
        return null;
    }

    /** The canonical bits of a value that the type can hold exactly. */
    long bits(double value) {
        double canonical = value == 0 ? 0.0 : value;
        return switch (this) {
            case FLOAT64 -> Double.doubleToLongBits(canonical);
            case FLOAT32 -> Float.floatToIntBits((float) canonical) & 0xFFFFFFFFL;
            case BFLOAT16 -> (Float.floatToIntBits((float) canonical) >>> 16) & 0xFFFFL;
            case FLOAT16 -> halfBits((float) canonical);
            default -> width == 64 ? (long) value : (long) value & ((1L << width) - 1);
        };
    }

    /** For values that binary16 holds exactly, so nothing is rounded. */
    private static long halfBits(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return 0x7E00;
        }
        if (Float.isInfinite(value)) {
            return sign | 0x7C00;
        }
        int exponent = Math.getExponent(magnitude);
        if (exponent < -14) {
            return sign | Math.round(Math.scalb(magnitude, 24));
        }
        return sign | (exponent + 15) << 10 | (Float.floatToRawIntBits(magnitude) >>> 13 & 0x3FF);
    }

    /** "differs in mantissa bit 0 (0x3f800001, usually 0x3f800000)"; "is NaN (usually 0x3f800000)". */
    String difference(long usual, long bits) {
        if (isNan(bits)) {
            return "is NaN (usually " + hex(usual) + ")";
        }
        if (isNan(usual)) {
            return "is " + hex(bits) + " (usually NaN)";
        }
        return "differs in " + places(usual ^ bits) + " (" + hex(bits) + ", usually " + hex(usual) + ")";
    }

    private String places(long changed) {
        int count = Long.bitCount(changed);
        if (count > MOST_NAMED) {
            return String.format(
                    Locale.ROOT, "%d bits up to %s", count, place(63 - Long.numberOfLeadingZeros(changed)));
        }
        StringBuilder places = new StringBuilder();
        for (long left = changed; left != 0; left &= left - 1) {
            places.append(places.isEmpty() ? "" : Long.bitCount(left) == 1 ? " and " : ", ");
            places.append(place(Long.numberOfTrailingZeros(left)));
        }
        return places.toString();
    }

    private String place(int bit) {
        if (mantissaBits == 0) {
            return "bit " + bit;
        }
        if (bit < mantissaBits) {
            return "mantissa bit " + bit;
        }
        return bit == width - 1 ? "the sign" : "exponent bit " + (bit - mantissaBits);
    }

    private boolean isNan(long bits) {
        if (mantissaBits == 0) {
            return false;
        }
        long mantissa = (1L << mantissaBits) - 1;
        long exponent = (1L << (width - 1 - mantissaBits)) - 1;
        return (bits >>> mantissaBits & exponent) == exponent && (bits & mantissa) != 0;
    }

    private String hex(long bits) {
        return "0x" + HexFormat.of().toHexDigits(bits, width / 4);
    }
}
