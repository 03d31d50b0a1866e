package io.soakline.produce.input;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.InputFacts;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks whether inputs can stand for real ones: devices draw less power on zeros and constants, and may be faster, because
 * fewer bits flip. Elements are compared by their bits, so -0 is no zero here.
 */
final class InputScan {

    private InputScan() {}

    /** @param inputs for each input one buffer per spec, little-endian */
    static InputFacts of(List<TensorSpec> specs, List<List<ByteBuffer>> inputs) {
        Set<List<ByteBuffer>> different = new HashSet<>();
        int constant = 0;
        int zero = 0;
        int nonFinite = 0;
        for (List<ByteBuffer> input : inputs) {
            different.add(input.stream().map(InputScan::whole).toList());
            boolean allConstant = true;
            boolean allZero = true;
            boolean anyNonFinite = false;
            for (int i = 0; i < specs.size(); i++) {
                TensorSpec spec = specs.get(i);
                ByteBuffer tensor = whole(input.get(i));
                allConstant &= isConstant(tensor, spec);
                allZero &= isConstant(tensor, spec) && bits(tensor, 0, spec.elementType()) == 0;
                anyNonFinite |= spec.elementType().isFloatingPoint() && isNonFinite(tensor, spec);
            }
            boolean severalElements = specs.stream().anyMatch(spec -> spec.elements() > 1);
            constant += allConstant && severalElements ? 1 : 0;
            zero += allZero ? 1 : 0;
            nonFinite += anyNonFinite ? 1 : 0;
        }
        return new InputFacts(different.size(), constant, zero, nonFinite);
    }

    /** From the first byte, whatever the buffer's position: buffers are compared from there. */
    private static ByteBuffer whole(ByteBuffer tensor) {
        return tensor.duplicate().clear().order(tensor.order());
    }

    private static boolean isConstant(ByteBuffer tensor, TensorSpec spec) {
        long first = bits(tensor, 0, spec.elementType());
        for (int i = 1; i < spec.elements(); i++) {
            if (bits(tensor, i, spec.elementType()) != first) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNonFinite(ByteBuffer tensor, TensorSpec spec) {
        long exponent = exponentMask(spec.elementType());
        for (int i = 0; i < spec.elements(); i++) {
            if ((bits(tensor, i, spec.elementType()) & exponent) == exponent) {
                return true;
            }
        }
        return false;
    }

    private static long bits(ByteBuffer tensor, int index, ElementType type) {
        return switch (type.bytes()) {
            case 8 -> tensor.getLong(8 * index);
            case 4 -> tensor.getInt(4 * index) & 0xffff_ffffL;
            case 2 -> tensor.getShort(2 * index) & 0xffffL;
            default -> tensor.get(index) & 0xffL;
        };
    }

    private static long exponentMask(ElementType type) {
        return switch (type) {
            case FLOAT64 -> 0x7ff0_0000_0000_0000L;
            case FLOAT32 -> 0x7f80_0000L;
            case FLOAT16 -> 0x7c00L;
            case BFLOAT16 -> 0x7f80L;
            case INT64, INT32, INT8, UINT8, BOOL -> throw new IllegalArgumentException(type + " has no exponent");
        };
    }
}
