package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import io.soakline.produce.engine.EngineException;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** CUDA through JavaCPP. Its libraries were loaded before, see {@link NativeLibraries}. Used by one thread. */
final class CudaLibrary implements CudaRuntime {

    private final float[] milliseconds = new float[1];

    @Override
    public CUstream_st createStream() throws EngineException {
        CUstream_st stream = new CUstream_st();
        Cuda.check(cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "make a stream");
        return stream;
    }

    @Override
    public void destroy(CUstream_st stream) {
        cudaStreamDestroy(stream);
    }

    @Override
    public void await(CUstream_st stream) throws EngineException {
        Cuda.check(cudaStreamSynchronize(stream), "finish what was enqueued");
    }

    @Override
    public CUevent_st createEvent(boolean spin) throws EngineException {
        CUevent_st event = new CUevent_st();
        int flags = spin ? cudart.cudaEventDefault : cudart.cudaEventBlockingSync;
        Cuda.check(cudaEventCreateWithFlags(event, flags), "make an event");
        return event;
    }

    @Override
    public void destroy(CUevent_st event) {
        cudaEventDestroy(event);
    }

    @Override
    public void record(CUevent_st event, CUstream_st stream) throws EngineException {
        Cuda.check(cudaEventRecord(event, stream), "record an event");
    }

    @Override
    public void await(CUevent_st event) throws EngineException {
        Cuda.check(cudaEventSynchronize(event), "finish an inference");
    }

    @Override
    public double nanosBetween(CUevent_st from, CUevent_st to) throws EngineException {
        Cuda.check(cudaEventElapsedTime(milliseconds, from, to), "read an event");
        return milliseconds[0] * 1e6;
    }

    @Override
    public Pointer pin(long bytes) throws EngineException {
        Pointer host = new Pointer();
        Cuda.check(cudaMallocHost(host, bytes), "pin " + bytes + " bytes of host memory");
        return host;
    }

    @Override
    public void unpin(Pointer host) {
        cudaFreeHost(host);
    }

    @Override
    public Pointer allocate(long bytes) throws EngineException {
        Pointer device = new Pointer();
        Cuda.check(cudaMalloc(device, bytes), "allocate " + bytes + " bytes on the device");
        return device;
    }

    @Override
    public void free(Pointer device) {
        cudaFree(device);
    }

    @Override
    public void copyIn(Pointer device, Pointer host, long bytes, CUstream_st stream) throws EngineException {
        Cuda.check(
                cudaMemcpyAsync(device, host, bytes, cudart.cudaMemcpyHostToDevice, stream),
                "copy " + bytes + " bytes to the device");
    }

    @Override
    public void copyOut(Pointer host, Pointer device, long bytes, CUstream_st stream) throws EngineException {
        Cuda.check(
                cudaMemcpyAsync(host, device, bytes, cudart.cudaMemcpyDeviceToHost, stream),
                "copy " + bytes + " bytes to the host");
    }

    @Override
    public void copyWithin(Pointer to, Pointer from, long bytes, CUstream_st stream) throws EngineException {
        Cuda.check(
                cudaMemcpyAsync(to, from, bytes, cudart.cudaMemcpyDeviceToDevice, stream),
                "copy " + bytes + " bytes on the device");
    }

    @Override
    public void beginCapture(CUstream_st stream) throws EngineException {
        Cuda.check(cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal), "begin a graph");
    }

    @Override
    public CUgraph_st endCapture(CUstream_st stream) throws EngineException {
        CUgraph_st graph = new CUgraph_st();
        Cuda.check(cudaStreamEndCapture(stream, graph), "end a graph");
        return graph;
    }

    @Override
    public CUgraphExec_st instantiate(CUgraph_st graph) throws EngineException {
        CUgraphExec_st executable = new CUgraphExec_st();
        Cuda.check(cudaGraphInstantiate(executable, graph), "make a graph executable");
        return executable;
    }

    @Override
    public void destroy(CUgraph_st graph) {
        cudaGraphDestroy(graph);
    }

    @Override
    public void destroy(CUgraphExec_st graph) {
        cudaGraphExecDestroy(graph);
    }

    @Override
    public void launch(CUgraphExec_st graph, CUstream_st stream) throws EngineException {
        Cuda.check(cudaGraphLaunch(graph, stream), "launch the graph");
    }

    @Override
    public CUmod_st load(BytePointer binary) throws EngineException {
        CUmod_st module = new CUmod_st();
        Cuda.check(cuModuleLoadData(module, binary), "load device code");
        return module;
    }

    @Override
    public void unload(CUmod_st module) {
        cuModuleUnload(module);
    }

    @Override
    public CUfunc_st function(CUmod_st module, String name) throws EngineException {
        CUfunc_st function = new CUfunc_st();
        Cuda.check(cuModuleGetFunction(function, module, name), "find function " + name);
        return function;
    }

    @Override
    public void launch(
            CUfunc_st function, int blocks, int threads, PointerPointer<Pointer> arguments, CUstream_st stream)
            throws EngineException {
        Cuda.check(cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, stream, arguments, null), "start a kernel");
    }
}
