package io.soakline.produce.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One ONNX Runtime session with its inputs and outputs bound to fixed memory. Each inference still allocates a few small
 * Java objects inside ONNX Runtime's own Java interface.
 */
final class OnnxRuntimeEngine implements InferenceEngine {

    private final EngineManifest manifest;
    private final OrtSession session;
    private final List<BoundTensor> inputs = new ArrayList<>();
    private final List<BoundTensor> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> inputsByName = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputsByName = new LinkedHashMap<>();
    private boolean closed;

    /** Takes the session over: it is closed with the engine, or when there is none. */
    OnnxRuntimeEngine(EngineManifest manifest, OrtSession session) throws EngineException {
        this.manifest = manifest;
        this.session = session;
        try {
            bind(manifest.inputs(), inputs, inputsByName);
            bind(manifest.outputs(), outputs, outputsByName);
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private static void bind(List<TensorSpec> specs, List<BoundTensor> tensors, Map<String, OnnxTensor> byName)
            throws EngineException {
        for (TensorSpec spec : specs) {
            BoundTensor bound = new BoundTensor(spec);
            tensors.add(bound);
            byName.put(spec.name(), bound.tensor());
        }
    }

    @Override
    public EngineManifest manifest() {
        return manifest;
    }

    @Override
    public void stage(List<ByteBuffer> tensors) throws EngineException {
        if (tensors.size() != inputs.size()) {
            throw new EngineException(
                    "engine " + manifest.name() + " takes " + inputs.size() + " inputs, not " + tensors.size());
        }
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).copyFrom(tensors.get(i));
        }
    }

    @Override
    public void infer() throws EngineException {
        try (OrtSession.Result bound = session.run(inputsByName, outputsByName)) {
            if (bound.size() != outputs.size()) {
                throw new EngineException("engine " + manifest.name() + " gave " + bound.size() + " outputs, not "
                        + outputs.size() + "; build it again");
            }
        } catch (OrtException e) {
            throw new EngineException(
                    "engine " + manifest.name() + " failed in ONNX Runtime: " + OnnxSession.oneLine(e), e);
        }
    }

    @Override
    public void fetch(int index, ByteBuffer destination) throws EngineException {
        outputs.get(index).copyTo(destination);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inputs.forEach(BoundTensor::close);
        outputs.forEach(BoundTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing engine " + manifest.name() + " failed", e);
        }
    }
}
