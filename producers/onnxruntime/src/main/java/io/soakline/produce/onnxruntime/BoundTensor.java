package io.soakline.produce.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor whose memory ONNX Runtime reads or writes in place, so that running a model moves no data. */
final class BoundTensor implements AutoCloseable {

    private final TensorSpec spec;
    private final int bytes;
    private final ByteBuffer memory;
    private final OnnxTensor tensor;

    BoundTensor(TensorSpec spec) throws EngineException {
        this.spec = spec;
        bytes = spec.bytes();
        memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        try {
            tensor = OnnxTensor.createTensor(
                    OnnxSession.environment(), memory, shape, OnnxSession.javaType(spec.elementType()));
        } catch (OrtException e) {
            throw new EngineException(
                    "ONNX Runtime refuses tensor " + spec.name() + " " + spec.shape() + ": " + OnnxSession.oneLine(e),
                    e);
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    void copyFrom(ByteBuffer source) throws EngineException {
        requireRoom(source);
        memory.put(0, source, 0, bytes);
    }

    void copyTo(ByteBuffer destination) throws EngineException {
        requireRoom(destination);
        destination.put(0, memory, 0, bytes);
    }

    private void requireRoom(ByteBuffer buffer) throws EngineException {
        if (buffer.limit() < bytes) {
            throw new EngineException(
                    "tensor " + spec.name() + " has " + bytes + " bytes, the buffer given for it " + buffer.limit());
        }
    }

    @Override
    public void close() {
        tensor.close();
    }
}
