package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code ValueInfoProto}: name and type of an input or output. */
final class OnnxValue {

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int ELEMENT_TYPE = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;

    private final ProtoMessage message;
    private final @Nullable ProtoMessage tensorType;

    OnnxValue(ProtoMessage message) throws EngineException {
        this.message = message;
        ProtoMessage.@Nullable Field type = message.last(TYPE);
        ProtoMessage.@Nullable Field tensor =
                type == null ? null : type.message().last(TENSOR_TYPE);
        tensorType = tensor == null ? null : tensor.message();
    }

    String name() {
        return message.text(NAME);
    }

    boolean isFloat() {
        return tensorType != null && tensorType.number(ELEMENT_TYPE) == FloatTensor.FLOAT;
    }

    /** The same value, of halves. */
    ProtoMessage asHalf() {
        if (tensorType == null) {
            throw new IllegalStateException(name() + " is no tensor");
        }
        ProtoMessage half = new ProtoMessage();
        half.fields().addAll(tensorType.fields());
        half.set(ELEMENT_TYPE, FloatTensor.FLOAT16);
        ProtoMessage converted = new ProtoMessage();
        converted.fields().addAll(message.fields());
        return converted.set(TYPE, new ProtoMessage().add(TENSOR_TYPE, half));
    }

    /** Sizes, -1 for an open one; empty for a scalar, and where the model says nothing. */
    long[] shape() throws EngineException {
        ProtoMessage.@Nullable Field shape = tensorType == null ? null : tensorType.last(SHAPE);
        if (shape == null) {
            return new long[0];
        }
        List<ProtoMessage.Field> dimensions = shape.message().all(DIMENSION);
        long[] sizes = new long[dimensions.size()];
        for (int i = 0; i < sizes.length; i++) {
            ProtoMessage.@Nullable Field size = dimensions.get(i).message().last(DIMENSION_VALUE);
            sizes[i] = size == null || size.value() <= 0 ? -1 : size.value();
        }
        return sizes;
    }

    boolean isOpen() throws EngineException {
        return Arrays.stream(shape()).anyMatch(size -> size < 0);
    }

    /** The same value, of this shape. */
    ProtoMessage withShape(List<Long> sizes) {
        if (tensorType == null) {
            throw new IllegalStateException(name() + " is no tensor");
        }
        ProtoMessage shape = new ProtoMessage();
        sizes.forEach(size -> shape.add(DIMENSION, new ProtoMessage().add(DIMENSION_VALUE, size)));
        ProtoMessage tensor = new ProtoMessage();
        tensor.fields().addAll(tensorType.fields());
        tensor.set(SHAPE, shape);
        ProtoMessage converted = new ProtoMessage();
        converted.fields().addAll(message.fields());
        return converted.set(TYPE, new ProtoMessage().add(TENSOR_TYPE, tensor));
    }
}
