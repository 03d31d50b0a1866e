package io.soakline.produce.tvm.graph;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tvm.Device;
import org.apache.tvm.Function;
import org.apache.tvm.Module;
import org.apache.tvm.NDArray;
import org.apache.tvm.TVMType;
import org.apache.tvm.contrib.GraphExecutor;
import org.apache.tvm.contrib.GraphModule;
import org.jspecify.annotations.Nullable;

/**
 * One compiled model in TVM's graph executor, through TVM4J: the only class that knows TVM4J.
 *
 * <p>On the processor {@link #infer()} is one native call. TVM4J allocates two small objects in it, its box for a return
 * value and the value; nothing else. Inputs and outputs are copied outside of it: TVM4J moves bytes through arrays only.
 * On a GPU {@link #infer()} moves inputs from pinned memory to the device, runs, moves outputs back, and waits for all of
 * it; pinned memory is filled outside of it.
 *
 * <p>TVM keeps a pool of threads for each thread that calls it. {@link #stage} sets the pool of its caller to this
 * engine's number, so engines of different numbers may take turns.
 */
public final class TvmEngine implements InferenceEngine {

    /** An input or output with the arrays that its bytes pass through, all made once. */
    private static final class Port {
        final TensorSpec spec;
        final NDArray array;
        final NDArray carrier;
        final byte[] bytes;

        /** @param memory where what is staged waits, and what is fetched lies */
        Port(TensorSpec spec, Device memory) {
            this.spec = spec;
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            TVMType type = new TVMType(spec.elementType().name().toLowerCase(Locale.ROOT));
            array = NDArray.empty(shape, type, memory);
            carrier = NDArray.empty(shape, type);
            bytes = new byte[spec.bytes()];
        }
    }

    /** What the pool of a calling thread was set to last; TVM is not asked in every call. */
    private static final ThreadLocal<Integer> POOL_THREADS = new ThreadLocal<>();

    private final EngineManifest manifest;
    private final int threads;
    private final @Nullable Device gpu;
    private final Module library;
    private final GraphModule graph;
    private final Function run;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private boolean closed;

    private TvmEngine(EngineManifest manifest, int threads, @Nullable Device gpu, Module library, GraphModule graph) {
        this.manifest = manifest;
        this.threads = threads;
        this.gpu = gpu;
        this.library = library;
        this.graph = graph;
        run = graph.getFunction("run");
        Device memory = gpu == null ? Device.cpu() : CudaDevice.pinnedMemory();
        inputs = manifest.inputs().stream().map(spec -> new Port(spec, memory)).toList();
        outputs = manifest.outputs().stream()
                .map(spec -> new Port(spec, Device.cpu()))
                .toList();
    }

    /**
     * Loads the engine whose code, graph and weights lie in these files.
     *
     * @param threads that one inference may use
     * @param cuda whether the engine is for a GPU: the first that the process sees
     */
    public static InferenceEngine open(
            EngineManifest manifest, Path code, Path graph, Path weights, int threads, boolean cuda)
            throws EngineException {
        useThreads(threads);
        try {
            Device gpu = cuda ? CudaDevice.first(manifest) : null;
            Module library = Module.load(code.toString());
            GraphModule executor =
                    GraphExecutor.create(Files.readString(graph), library, gpu == null ? Device.cpu() : gpu);
            executor.loadParams(Files.readAllBytes(weights));
            return new TvmEngine(manifest, threads, gpu, library, executor);
        } catch (IOException e) {
            throw new EngineException(
                    "engine " + code.getParent() + " is incomplete: cannot read " + e.getMessage() + "; build it again",
                    e);
        } catch (RuntimeException e) { // TVM4J throws one unchecked type for everything, and it is not public
            throw new EngineException(
                    "TVM cannot load " + code.getParent() + ": " + firstLine(e) + "; build it again", e);
        }
    }

    /** Lets inferences that this thread starts use so many threads, itself included. */
    private static void useThreads(int threads) throws EngineException {
        Integer set = POOL_THREADS.get();
        if (set != null && set == threads) {
            return;
        }
        POOL_THREADS.remove();
        if (numThreads() != threads) {
            // Affinity mode 1 is TVM's default; with TVM_BIND_THREADS=0 it pins nothing.
            Function.getFunction("runtime.config_threadpool")
                    .pushArg(1)
                    .pushArg(threads)
                    .invoke();
        }
        if (numThreads() != threads) {
            throw new EngineException("TVM runs with " + numThreads() + " threads, not " + threads
                    + "; start this process with TVM_NUM_THREADS=" + threads + " or more");
        }
        POOL_THREADS.set(threads);
    }

    private static long numThreads() {
        return Function.getFunction("runtime.NumThreads").invoke().asLong();
    }

    @Override
    public EngineManifest manifest() {
        return manifest;
    }

    @Override
    public void stage(List<ByteBuffer> tensors) throws EngineException {
        if (tensors.size() != inputs.size()) {
            throw new EngineException(
                    manifest.name() + " has " + inputs.size() + " inputs, " + tensors.size() + " were given");
        }
        useThreads(threads);
        for (int i = 0; i < tensors.size(); i++) {
            Port port = inputs.get(i);
            ByteBuffer tensor = tensors.get(i);
            if (tensor.limit() < port.bytes.length) {
                throw new EngineException(manifest.name() + " wants " + port.bytes.length + " bytes for input "
                        + port.spec.name() + ", not " + tensor.limit());
            }
            tensor.get(0, port.bytes);
            try {
                TensorBytes.write(port.bytes, port.carrier, port.array);
                if (gpu == null) {
                    graph.setInput(port.spec.name(), port.array);
                }
            } catch (RuntimeException e) {
                throw new EngineException("TVM refuses input " + port.spec.name() + ": " + firstLine(e), e);
            }
        }
    }

    @Override
    public void infer() throws EngineException {
        try {
            if (gpu == null) {
                run.invoke();
            } else {
                inferOnGpu();
            }
        } catch (RuntimeException e) {
            throw new EngineException("inference of " + manifest.name() + " failed: " + firstLine(e), e);
        }
    }

    /**
     * Waits by copying outputs to pageable memory, which CUDA ends only when the copy is complete. {@code Device.sync()} of
     * TVM4J 0.18 cannot be used: its native code takes the library object for the kind of device and ends the process.
     */
    private void inferOnGpu() {
        for (Port port : inputs) {
            graph.setInput(port.spec.name(), port.array);
        }
        run.invoke();
        for (int i = 0; i < outputs.size(); i++) {
            graph.getOutput(i, outputs.get(i).array);
        }
    }

    @Override
    public void fetch(int index, ByteBuffer destination) throws EngineException {
        Port port = outputs.get(index);
        try {
            if (gpu == null) {
                graph.getOutput(index, port.array);
            }
            TensorBytes.read(port.array, port.bytes);
            destination.put(0, port.bytes);
        } catch (RuntimeException e) {
            throw new EngineException("TVM cannot hand out output " + port.spec.name() + ": " + firstLine(e), e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<Port> ports = new ArrayList<>(inputs);
        ports.addAll(outputs);
        ports.forEach(port -> {
            port.array.release();
            port.carrier.release();
        });
        run.release();
        graph.release();
        library.release();
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("no reason given");
    }
}
