package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * CUDA as an execution uses it. What is taken here belongs to the caller, who gives it back; what CUDA refuses is an
 * {@link EngineException}. One class calls CUDA; another plays a device for tests.
 */
interface CudaRuntime {

    CUstream_st createStream() throws EngineException;

    void destroy(CUstream_st stream);

    void await(CUstream_st stream) throws EngineException;

    /** Waits, before memory is given back, for what a call that failed halfway may have left enqueued. */
    default void settle(CUstream_st stream) {
        try {
            await(stream);
        } catch (EngineException e) {
            // Nothing runs any more on a stream that cannot be awaited.
        }
    }

    /** @param spin whether the host waits for it spinning; else it sleeps */
    CUevent_st createEvent(boolean spin) throws EngineException;

    void destroy(CUevent_st event);

    void record(CUevent_st event, CUstream_st stream) throws EngineException;

    void await(CUevent_st event) throws EngineException;

    /** Between two events that were recorded and awaited, by the device's clock. */
    double nanosBetween(CUevent_st from, CUevent_st to) throws EngineException;

    /** Pinned memory of the host. */
    Pointer pin(long bytes) throws EngineException;

    void unpin(Pointer host);

    Pointer allocate(long bytes) throws EngineException;

    void free(Pointer device);

    /** Enqueues a copy to the device. Memory of the host that is not pinned has been read when this returns. */
    void copyIn(Pointer device, Pointer host, long bytes, CUstream_st stream) throws EngineException;

    void copyOut(Pointer host, Pointer device, long bytes, CUstream_st stream) throws EngineException;

    void copyWithin(Pointer to, Pointer from, long bytes, CUstream_st stream) throws EngineException;

    /** From here on what is enqueued on the stream becomes part of a graph instead of running. */
    void beginCapture(CUstream_st stream) throws EngineException;

    CUgraph_st endCapture(CUstream_st stream) throws EngineException;

    CUgraphExec_st instantiate(CUgraph_st graph) throws EngineException;

    void destroy(CUgraph_st graph);

    void destroy(CUgraphExec_st graph);

    void launch(CUgraphExec_st graph, CUstream_st stream) throws EngineException;

    /** @param binary machine code for this device */
    CUmod_st load(BytePointer binary) throws EngineException;

    void unload(CUmod_st module);

    CUfunc_st function(CUmod_st module, String name) throws EngineException;

    /** Enqueues a kernel of one-dimensional blocks. */
    void launch(CUfunc_st function, int blocks, int threads, PointerPointer<Pointer> arguments, CUstream_st stream)
            throws EngineException;
}
