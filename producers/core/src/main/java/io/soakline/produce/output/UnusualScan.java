package io.soakline.produce.output;

import io.soakline.produce.engine.ElementType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a stretch of floating-point elements holds a NaN, an infinity or a negative zero, eight bytes at a time and
 * without a branch for each: what the canonical form or the flag of an inference depends on.
 *
 * <p>In each lane, with m for the magnitude bits, n for the smallest normal value and s for the sign bit: {@code m + n} reaches
 * the sign bit for NaN and infinity; {@code s - m} keeps it for zero alone, which is negative if the sign bit is set. No sum
 * carries into the next lane and no difference borrows from it.
 */
final class UnusualScan {

    /** Small enough that what is found is still in the first-level cache when it is looked at closely. */
    static final int BLOCK_BYTES = 8 << 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final UnusualScan BINARY64 = new UnusualScan(1, 0x0010_0000_0000_0000L, 0x7ff0_0000_0000_0000L);
    private static final UnusualScan BINARY32 = new UnusualScan(0x1_0000_0001L, 0x0080_0000L, 0x7f80_0000L);
    private static final UnusualScan BINARY16 = new UnusualScan(0x1_0001_0001_0001L, 0x0400L, 0x7c00L);
    private static final UnusualScan BFLOAT16 = new UnusualScan(0x1_0001_0001_0001L, 0x0080L, 0x7f80L);

    private final long smallestNormal;
    private final long signs;

    private UnusualScan(long lanes, long smallestNormal, long infinity) {
        this.smallestNormal = lanes * smallestNormal;
        // Infinity and the smallest normal value add up to the sign bit.
        signs = lanes * (smallestNormal + infinity);
    }

    /** Null for types that have no such values. */
    static @Nullable UnusualScan of(ElementType type) {
        return switch (type) {
            case FLOAT64 -> BINARY64;
            case FLOAT32 -> BINARY32;
            case FLOAT16 -> BINARY16;
            case BFLOAT16 -> BFLOAT16;
            case INT64, INT32, INT8, UINT8, BOOL -> null;
        };
    }

    /**
     * Whether anything unusual lies in {@code from} to {@code to}; always yes when the stretch is no multiple of eight
     * bytes.
     */
    boolean finds(byte[] bytes, int from, int to) {
        long normal = smallestNormal;
        long sign = signs;
        long found = 0;
        int end = to - (to - from) % 8;
        // One load in the body: the compiler turns this loop into vector instructions, and no unrolled one.
        for (int at = from; at < end; at += 8) {
            long bits = (long) LONGS.get(bytes, at);
            long magnitude = bits & ~sign;
            found |= (magnitude + normal) | ((sign - magnitude) & bits);
        }
        return (found & sign) != 0 || end < to;
    }
}
