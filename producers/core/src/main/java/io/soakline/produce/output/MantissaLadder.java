package io.soakline.produce.output;

import io.soakline.log.Digests;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.LadderStep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Digests of a small tensor rounded to fewer and fewer mantissa bits: equal ones bound the difference, unequal ones prove a
 * difference only where no element lies near the edge of its cell.
 *
 * <p>An element is widened to binary64 and rounded there to the given number of explicit mantissa bits, to nearest, ties to
 * even; the cells of a value are thus relative to its own exponent, also where it is subnormal in its own type. NaN and
 * infinities stay. What is hashed is the header of {@link OutputDigest} and the rounded values as little-endian binary64.
 * An element straddles when {@code x * (1 - 1e-5)} or {@code x * (1 + 1e-5)} rounds to another value than {@code x}; at 17
 * bits nearly all do, and only equal digests say something there.
 * Reference for the limits of the method: statistics of quantised digests, P(equal) = (1 - 0.72 d 2^b)^n for a relative
 * change d of n elements and b bits.
 */
final class MantissaLadder {

    static final int UP_TO_ELEMENTS = 4096;

    private static final List<Integer> BITS = List.of(12, 8, 4);
    /** The fewest bits at which equal ones differ by no more than a tolerance of 1e-5 allows: 2^-17 is 7.6e-6. */
    private static final int FINE_BITS = 17;

    private static final double NEAR = 1e-5;
    private static final int EXPLICIT_BITS = 52;

    private MantissaLadder() {}

    /** Most bits first; empty for integers and for larger tensors. */
    static List<LadderStep> of(OutputDigest digest, int output) {
        TensorSpec spec = digest.outputs().get(output);
        List<LadderStep> steps = new ArrayList<>();
        ByteHash hash = new ByteHash();
        if (spec.elementType().isFloatingPoint() && spec.elements() <= UP_TO_ELEMENTS) {
            if (isFine(spec)) {
                steps.add(step(digest, output, FINE_BITS, hash));
            }
            for (int bits : BITS) {
                steps.add(step(digest, output, bits, hash));
            }
        }
        return steps;
    }

    /** Smaller tensors are given whole, and shorter elements hold no more bits than that. */
    private static boolean isFine(TensorSpec spec) {
        boolean longer = switch (spec.elementType()) {
            case FLOAT64, FLOAT32 -> true;
            case FLOAT16, BFLOAT16, INT64, INT32, INT8, UINT8, BOOL -> false;
        };
        return longer && spec.elements() > TensorDescription.WHOLE_UP_TO_ELEMENTS;
    }

    private static LadderStep step(OutputDigest digest, int output, int bits, ByteHash hash) {
        TensorSpec spec = digest.outputs().get(output);
        int elements = spec.elements();
        ByteBuffer rounded = ByteBuffer.allocate(2 + 8 * spec.shape().size() + 8 * elements)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(OutputDigest.code(spec.elementType()))
                .put((byte) spec.shape().size());
        spec.shape().forEach(rounded::putLong);
        int straddles = 0;
        for (int i = 0; i < elements; i++) {
            double value = digest.value(output, i);
            double cell = round(value, bits);
            rounded.putDouble(cell);
            if (Double.isFinite(value)
                    && (round(value * (1 - NEAR), bits) != cell || round(value * (1 + NEAR), bits) != cell)) {
                straddles++;
            }
        }
        hash.of(rounded.array());
        return LadderStep.newBuilder()
                .setMantissaBits(bits)
                .setDigest(Digests.of(hash.high(), hash.low()))
                .setStraddles(straddles)
                .build();
    }

    /** To {@code bits} explicit mantissa bits, ties to even; NaN and infinities as they are. */
    static double round(double value, int bits) {
        if (!Double.isFinite(value)) {
            return value;
        }
        int dropped = EXPLICIT_BITS - bits;
        long raw = Double.doubleToRawLongBits(value);
        long odd = (raw >>> dropped) & 1;
        long half = (1L << (dropped - 1)) - 1 + odd;
        // A carry runs into the exponent, as it should.
        return Double.longBitsToDouble((raw + half) & (-1L << dropped));
    }
}
