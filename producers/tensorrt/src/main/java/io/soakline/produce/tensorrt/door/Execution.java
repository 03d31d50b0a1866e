package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loaded plan and the memory that it works on. Used by one thread. */
public interface Execution extends AutoCloseable {

    List<TensorSpec> inputs();

    List<TensorSpec> outputs();

    /** Pinned host memory of an input; owned by the execution. */
    ByteBuffer input(int index);

    /** Pinned host memory of an output, copied from the device if that was not part of the run; owned by the execution. */
    ByteBuffer output(int index) throws EngineException;

    /**
     * Digests outputs on the device.
     *
     * @param headers for each output, what is hashed before its bytes
     * @return null when outputs are too small for that
     * @throws EngineException when the device's compiler is not there
     */
    @Nullable
    ResidentDigest digest(List<byte[]> headers) throws EngineException;

    /** Copies the inputs to the device, computes, copies the outputs back where that is set, and waits. */
    void run() throws EngineException;

    /** Phases of the last run by the device's clock, half a microsecond fine. */
    Phases phases() throws EngineException;

    /** The engine inspector's account of the layers, as JSON. */
    String layers();

    @Override
    void close();

    /**
     * Times on the device, in nanoseconds.
     *
     * @param hostToDevice copying inputs; NaN where a graph holds all phases
     * @param compute between the copies; NaN likewise
     * @param deviceToHost copying outputs, next to nothing where they stay; NaN likewise
     * @param whole from the first copy's start to the last one's end
     */
    record Phases(double hostToDevice, double compute, double deviceToHost, double whole) {}
}
