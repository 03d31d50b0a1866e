package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/** A loaded plan and the memory that it works on. Used by one thread. */
public interface Execution extends AutoCloseable {

    List<TensorSpec> inputs();

    List<TensorSpec> outputs();

    /** Pinned host memory of an input; owned by the execution. */
    ByteBuffer input(int index);

    /** Pinned host memory of an output; owned by the execution. */
    ByteBuffer output(int index);

    /** Copies the inputs to the device, computes, copies the outputs back, and waits. */
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
     * @param deviceToHost copying outputs; NaN likewise
     * @param whole from the first copy's start to the last one's end
     */
    record Phases(double hostToDevice, double compute, double deviceToHost, double whole) {}
}
