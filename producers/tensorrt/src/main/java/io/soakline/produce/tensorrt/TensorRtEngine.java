package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.tensorrt.door.Execution;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as an engine: the timed call covers the wait for the device and the copies, back only where that is set. */
public final class TensorRtEngine implements InferenceEngine {

    private final EngineManifest manifest;
    private final Execution execution;
    private final DigestPlace digestPlace;
    private final Map<String, String> deviceFacts;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    /**
     * Takes the execution over.
     *
     * @param deviceFacts see {@link #deviceFacts}
     * @throws EngineException when its tensors are not those of the manifest
     */
    TensorRtEngine(
            EngineManifest manifest, Execution execution, DigestPlace digestPlace, Map<String, String> deviceFacts)
            throws EngineException {
        this.manifest = manifest;
        this.execution = execution;
        this.digestPlace = digestPlace;
        this.deviceFacts = Map.copyOf(deviceFacts);
        inputs = execution.inputs();
        outputs = execution.outputs();
        if (!inputs.equals(manifest.inputs()) || !outputs.equals(manifest.outputs())) {
            execution.close();
            throw new EngineException("the plan of engine " + manifest.name()
                    + " has other inputs or outputs than its manifest says; build it again");
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
            requireRoom(inputs.get(i), tensors.get(i));
            execution.input(i).put(0, tensors.get(i), 0, inputs.get(i).bytes());
        }
    }

    @Override
    public void infer() throws EngineException {
        execution.run();
    }

    @Override
    public void fetch(int index, ByteBuffer destination) throws EngineException {
        requireRoom(outputs.get(index), destination);
        destination.put(0, execution.output(index), 0, outputs.get(index).bytes());
    }

    @Override
    public @Nullable ResidentDigest residentDigest(List<byte[]> headers) throws EngineException {
        return digestPlace.choose(this, execution, headers);
    }

    @Override
    public DeviceTimes deviceTimes() {
        return new EventTimes(execution);
    }

    @Override
    public Map<String, String> deviceFacts() {
        return deviceFacts;
    }

    private static void requireRoom(TensorSpec spec, ByteBuffer buffer) throws EngineException {
        if (buffer.limit() < spec.bytes()) {
            throw new EngineException("tensor " + spec.name() + " has " + spec.bytes()
                    + " bytes, the buffer given for it " + buffer.limit());
        }
    }

    @Override
    public void close() {
        execution.close();
    }
}
