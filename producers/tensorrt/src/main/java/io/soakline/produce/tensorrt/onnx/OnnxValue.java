package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** A {@code ValueInfoProto}: name and type of an input or output. */
final class OnnxValue {

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int ELEMENT_TYPE = 1;

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
}
