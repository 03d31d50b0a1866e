package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** {@code TensorProto} messages of 32-bit floats, and the same values as halves. */
final class FloatTensor {

    static final int FLOAT = 1;
    static final int FLOAT16 = 10;

    private static final int DATA_TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    private FloatTensor() {}

    static boolean is(ProtoMessage tensor) {
        return tensor.number(DATA_TYPE) == FLOAT;
    }

    /**
     * The tensor in half precision, with its values as raw data.
     *
     * @throws EngineException when a finite value has no finite half: the model would be another one
     */
    static ProtoMessage toHalf(ProtoMessage tensor, String shownAs) throws EngineException {
        if (tensor.number(DATA_LOCATION) != 0 || !tensor.all(EXTERNAL_DATA).isEmpty()) {
            throw new EngineException("tensor " + shownAs
                    + " lies in a file of its own, which cannot be converted to half precision; put the weights into the"
                    + " ONNX file, or build with --option precision=fp32");
        }
        ByteBuffer values = values(tensor);
        ByteBuffer halves = ByteBuffer.allocate(values.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            float value = values.getFloat();
            short half = Half.of(value);
            if (Float.isFinite(value) && (half & 0x7c00) == 0x7c00) {
                throw new EngineException("tensor " + shownAs + " holds " + value + ", beyond the largest half "
                        + (int) Half.MAX + "; build with --option precision=fp32");
            }
            halves.putShort(half);
        }
        ProtoMessage converted = new ProtoMessage();
        converted.fields().addAll(tensor.fields());
        converted.removeIf(f -> f.number() == FLOAT_DATA || f.number() == RAW_DATA);
        return converted.set(DATA_TYPE, FLOAT16).add(RAW_DATA, halves.array());
    }

    /** The values of a tensor of 32-bit floats that lies in the model's file. */
    static double[] toDoubles(ProtoMessage tensor) {
        ByteBuffer values = values(tensor);
        double[] doubles = new double[values.remaining() / Float.BYTES];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.getFloat();
        }
        return doubles;
    }

    /** A vector of 32-bit floats. */
    static ProtoMessage of(String name, int length, byte[] raw) {
        return new ProtoMessage()
                .add(1, length)
                .add(DATA_TYPE, FLOAT)
                .add(NAME, name)
                .add(RAW_DATA, raw);
    }

    static String name(ProtoMessage tensor) {
        return tensor.text(NAME);
    }

    private static ByteBuffer values(ProtoMessage tensor) {
        ProtoMessage.@Nullable Field raw = tensor.last(RAW_DATA);
        byte[] bytes = raw != null ? raw.bytes() : floatData(tensor);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Packed or one by one: the bytes are the same. */
    private static byte[] floatData(ProtoMessage tensor) {
        int length =
                tensor.all(FLOAT_DATA).stream().mapToInt(f -> f.bytes().length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        tensor.all(FLOAT_DATA).forEach(f -> bytes.put(f.bytes()));
        return bytes.array();
    }
}
