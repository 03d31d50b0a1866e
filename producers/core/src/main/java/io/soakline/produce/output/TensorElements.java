package io.soakline.produce.output;

import io.soakline.produce.engine.ElementType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Elements of little-endian tensor bytes: their value, and their canonical form. */
final class TensorElements {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private TensorElements() {}

    /** Element {@code index} of a tensor that starts at {@code offset}, as a double; booleans are 0 and 1. */
    static double value(ElementType type, byte[] bytes, int offset, int index) {
        int at = offset + index * type.bytes();
        return switch (type) {
            case FLOAT64 -> Double.longBitsToDouble((long) LONGS.get(bytes, at));
            case FLOAT32 -> Float.intBitsToFloat((int) INTS.get(bytes, at));
            case FLOAT16 -> halfToFloat((short) SHORTS.get(bytes, at));
            case BFLOAT16 -> Float.intBitsToFloat((short) SHORTS.get(bytes, at) << 16);
            case INT64 -> (double) (long) LONGS.get(bytes, at);
            case INT32 -> (int) INTS.get(bytes, at);
            case INT8 -> bytes[at];
            case UINT8, BOOL -> bytes[at] & 0xff;
        };
    }

    /** Bits of element {@code index} of a tensor that starts at {@code offset}, zero-extended. */
    static long bits(ElementType type, byte[] bytes, int offset, int index) {
        int at = offset + index * type.bytes();
        return switch (type.bytes()) {
            case 8 -> (long) LONGS.get(bytes, at);
            case 4 -> (int) INTS.get(bytes, at) & 0xffff_ffffL;
            case 2 -> (short) SHORTS.get(bytes, at) & 0xffffL;
            default -> bytes[at] & 0xffL;
        };
    }

    /**
     * Counts NaN, infinities and negative zeros of a tensor and, where a NaN or a negative zero is found, rewrites it in
     * canonical form ({@code bytes} changes in place): the quiet NaN of the type with an empty payload, and +0. Looks closer
     * only at blocks in which {@link UnusualScan} finds something. Subnormal values are left alone, see {@link #subnormals}.
     *
     * @return whether anything was rewritten
     */
    static boolean canonicalise(ElementType type, byte[] bytes, int offset, int elements, UnusualValues counts) {
        UnusualScan scan = UnusualScan.of(type);
        if (scan == null) {
            return false;
        }
        boolean changed = false;
        int inBlock = UnusualScan.BLOCK_BYTES / type.bytes();
        for (int first = 0; first < elements; first += inBlock) {
            int n = Math.min(inBlock, elements - first);
            int at = offset + first * type.bytes();
            if (scan.finds(bytes, at, at + n * type.bytes())) {
                changed |= canonicaliseBlock(type, bytes, at, n, counts);
            }
        }
        return changed;
    }

    private static boolean canonicaliseBlock(
            ElementType type, byte[] bytes, int offset, int elements, UnusualValues counts) {
        return switch (type) {
            case FLOAT64 -> canonicalise64(bytes, offset, elements, counts);
            case FLOAT32 -> canonicalise32(bytes, offset, elements, counts);
            case FLOAT16 -> canonicalise16(bytes, offset, elements, 0x7c00, (short) 0x7e00, counts);
            case BFLOAT16 -> canonicalise16(bytes, offset, elements, 0x7f80, (short) 0x7fc0, counts);
            case INT64, INT32, INT8, UINT8, BOOL -> false;
        };
    }

    private static boolean canonicalise32(byte[] bytes, int offset, int elements, UnusualValues counts) {
        boolean changed = false;
        int end = offset + elements * 4;
        for (int at = offset; at < end; at += 4) {
            int bits = (int) INTS.get(bytes, at);
            int magnitude = bits & 0x7fff_ffff;
            if (magnitude > 0x7f80_0000) {
                counts.nan++;
                changed |= bits != 0x7fc0_0000;
                INTS.set(bytes, at, 0x7fc0_0000);
            } else if (magnitude == 0x7f80_0000) {
                counts.infinity++;
            } else if (magnitude == 0 && bits != 0) {
                counts.negativeZero++;
                changed = true;
                INTS.set(bytes, at, 0);
            }
        }
        return changed;
    }

    private static boolean canonicalise64(byte[] bytes, int offset, int elements, UnusualValues counts) {
        boolean changed = false;
        int end = offset + elements * 8;
        for (int at = offset; at < end; at += 8) {
            long bits = (long) LONGS.get(bytes, at);
            long magnitude = bits & 0x7fff_ffff_ffff_ffffL;
            if (magnitude > 0x7ff0_0000_0000_0000L) {
                counts.nan++;
                changed |= bits != 0x7ff8_0000_0000_0000L;
                LONGS.set(bytes, at, 0x7ff8_0000_0000_0000L);
            } else if (magnitude == 0x7ff0_0000_0000_0000L) {
                counts.infinity++;
            } else if (magnitude == 0 && bits != 0) {
                counts.negativeZero++;
                changed = true;
                LONGS.set(bytes, at, 0L);
            }
        }
        return changed;
    }

    private static boolean canonicalise16(
            byte[] bytes, int offset, int elements, int infinity, short canonicalNan, UnusualValues counts) {
        boolean changed = false;
        int end = offset + elements * 2;
        for (int at = offset; at < end; at += 2) {
            short bits = (short) SHORTS.get(bytes, at);
            int magnitude = bits & 0x7fff;
            if (magnitude > infinity) {
                counts.nan++;
                changed |= bits != canonicalNan;
                SHORTS.set(bytes, at, canonicalNan);
            } else if (magnitude == infinity) {
                counts.infinity++;
            } else if (magnitude == 0 && bits != 0) {
                counts.negativeZero++;
                changed = true;
                SHORTS.set(bytes, at, (short) 0);
            }
        }
        return changed;
    }

    /** How many elements are neither zero nor normal; the canonical form does not matter. */
    static long subnormals(ElementType type, byte[] bytes, int offset, int elements) {
        long smallestNormal = switch (type) {
            case FLOAT64 -> 0x0010_0000_0000_0000L;
            case FLOAT32 -> 0x0080_0000L;
            case FLOAT16 -> 0x0400L;
            case BFLOAT16 -> 0x0080L;
            case INT64, INT32, INT8, UINT8, BOOL -> 0;
        };
        if (smallestNormal == 0) {
            return 0;
        }
        long magnitudes = -1L >>> (65 - 8 * type.bytes());
        long count = 0;
        for (int i = 0; i < elements; i++) {
            long magnitude = bits(type, bytes, offset, i) & magnitudes;
            count += magnitude != 0 && magnitude < smallestNormal ? 1 : 0;
        }
        return count;
    }

    /** IEEE 754 binary16 to binary32, exactly. */
    static float halfToFloat(short half) {
        int sign = half < 0 ? -1 : 1;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return exponent == 0
                ? sign * Math.scalb((float) fraction, -24)
                : sign * Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
}
