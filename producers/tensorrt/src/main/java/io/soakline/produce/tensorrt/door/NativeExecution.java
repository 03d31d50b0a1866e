package io.soakline.produce.tensorrt.door;

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

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.LayerInformationFormat;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IEngineInspector;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.jspecify.annotations.Nullable;

/** A plan on the device: context, stream, events, and for each tensor pinned memory on the host and its twin there. */
final class NativeExecution implements Execution {

    /** A tensor's two memories. */
    private record Bound(TensorSpec spec, Pointer host, Pointer device, ByteBuffer view) {}

    private final TensorRtLog log;
    private final IRuntime runtime;
    private final ICudaEngine engine;
    private final IExecutionContext context;
    private final CUstream_st stream = new CUstream_st();
    private final List<CUevent_st> events = new ArrayList<>();
    private final List<Bound> inputs = new ArrayList<>();
    private final List<Bound> outputs = new ArrayList<>();
    private final float[] elapsed = new float[1];
    private final boolean spin;
    private @Nullable CUgraphExec_st graph;
    private boolean closed;

    /** Takes the runtime over. */
    NativeExecution(
            IRuntime runtime,
            byte[] plan,
            TensorRt.ShapeResolver shapes,
            boolean useGraph,
            boolean spin,
            TensorRtLog log)
            throws EngineException {
        this.runtime = runtime;
        this.spin = spin;
        this.log = log;
        try (BytePointer bytes = new BytePointer(plan)) {
            engine = present(runtime.deserializeCudaEngine(bytes, plan.length), "load the plan");
        }
        context = present(engine.createExecutionContext(), "make an execution context");
        Cuda.check(cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "make a stream");
        for (int i = 0; i < 4; i++) {
            CUevent_st event = new CUevent_st();
            int flags = spin ? cudart.cudaEventDefault : cudart.cudaEventBlockingSync;
            Cuda.check(cudaEventCreateWithFlags(event, flags), "make an event");
            events.add(event);
        }
        bindAll(shapes);
        if (useGraph) {
            graph = capture();
        }
    }

    private <T extends Pointer> T present(T pointer, String what) throws EngineException {
        if (Pointer.isNull(pointer)) {
            throw new EngineException("TensorRT could not " + what + ": " + log.lastError()
                    + "; a plan runs on the device and version that it was built with: build it again");
        }
        return pointer;
    }

    private void bindAll(TensorRt.ShapeResolver shapes) throws EngineException {
        List<String> outputNames = new ArrayList<>();
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            if (engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT) {
                List<Long> shape = shapes.resolve(name, NativeTensorRt.extents(engine.getTensorShape(name)));
                try (Dims64 dims = NativeTensorRt.dims(shape)) {
                    if (!context.setInputShape(name, dims)) {
                        throw new EngineException("the plan does not take shape " + shape + " for input " + name + ": "
                                + log.lastError());
                    }
                }
                inputs.add(bind(name, shape));
            } else {
                outputNames.add(name);
            }
        }
        for (String name : outputNames) {
            List<Long> shape = new ArrayList<>();
            for (long extent : NativeTensorRt.extents(context.getTensorShape(name))) {
                if (extent < 0) {
                    throw new EngineException("the shape of output " + name
                            + " depends on the values of the input; such models cannot be soaked");
                }
                shape.add(extent);
            }
            outputs.add(bind(name, shape));
        }
    }

    private Bound bind(String name, List<Long> shape) throws EngineException {
        TensorSpec spec = new TensorSpec(name, type(name), shape);
        Pointer host = new Pointer();
        Pointer device = new Pointer();
        Cuda.check(cudaMallocHost(host, spec.bytes()), "pin " + spec.bytes() + " bytes of host memory");
        Cuda.check(cudaMalloc(device, spec.bytes()), "allocate " + spec.bytes() + " bytes on the device");
        ByteBuffer view =
                new BytePointer(host).capacity(spec.bytes()).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (!context.setTensorAddress(name, device)) {
            throw new EngineException("TensorRT refuses the memory of " + name + ": " + log.lastError());
        }
        return new Bound(spec, host, device, view);
    }

    private ElementType type(String name) throws EngineException {
        DataType type = engine.getTensorDataType(name).intern();
        return switch (type) {
            case kFLOAT -> ElementType.FLOAT32;
            case kHALF -> ElementType.FLOAT16;
            case kBF16 -> ElementType.BFLOAT16;
            case kINT64 -> ElementType.INT64;
            case kINT32 -> ElementType.INT32;
            case kINT8 -> ElementType.INT8;
            case kUINT8 -> ElementType.UINT8;
            case kBOOL -> ElementType.BOOL;
            default -> throw new EngineException("tensor " + name + " holds " + type + ", which cannot be soaked");
        };
    }

    /** Everything between the copies inclusive, as one graph; run once before, because first calls allocate. */
    private CUgraphExec_st capture() throws EngineException {
        enqueue(false);
        Cuda.check(cudaStreamSynchronize(stream), "run the plan once");
        CUgraph_st recorded = new CUgraph_st();
        Cuda.check(cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal), "begin a graph");
        enqueue(false);
        Cuda.check(cudaStreamEndCapture(stream, recorded), "end a graph");
        CUgraphExec_st executable = new CUgraphExec_st();
        Cuda.check(cudaGraphInstantiate(executable, recorded), "make the graph executable");
        Cuda.check(cudaGraphDestroy(recorded), "free a graph");
        return executable;
    }

    private void enqueue(boolean timed) throws EngineException {
        for (Bound input : inputs) {
            copy(input.device(), input.host(), input.spec(), cudart.cudaMemcpyHostToDevice);
        }
        if (timed) {
            record(1);
        }
        if (!context.enqueueV3(stream)) {
            throw new EngineException("TensorRT could not run the plan: " + log.lastError());
        }
        if (timed) {
            record(2);
        }
        for (Bound output : outputs) {
            copy(output.host(), output.device(), output.spec(), cudart.cudaMemcpyDeviceToHost);
        }
    }

    private void copy(Pointer to, Pointer from, TensorSpec spec, int direction) throws EngineException {
        Cuda.check(cudaMemcpyAsync(to, from, spec.bytes(), direction, stream), "copy " + spec.name());
    }

    private void record(int event) throws EngineException {
        Cuda.check(cudaEventRecord(events.get(event), stream), "record an event");
    }

    @Override
    public void run() throws EngineException {
        record(0);
        if (graph == null) {
            enqueue(true);
        } else {
            Cuda.check(cudaGraphLaunch(graph, stream), "launch the graph");
        }
        record(3);
        Cuda.check(cudaEventSynchronize(events.get(3)), "finish (" + (spin ? "spinning" : "blocking") + ")");
    }

    @Override
    public Phases phases() throws EngineException {
        return graph == null
                ? new Phases(between(0, 1), between(1, 2), between(2, 3), between(0, 3))
                : new Phases(Double.NaN, Double.NaN, Double.NaN, between(0, 3));
    }

    private double between(int from, int to) throws EngineException {
        Cuda.check(cudaEventElapsedTime(elapsed, events.get(from), events.get(to)), "read an event");
        return elapsed[0] * 1e6;
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs.stream().map(Bound::spec).toList();
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs.stream().map(Bound::spec).toList();
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.get(index).view();
    }

    @Override
    public ByteBuffer output(int index) {
        return outputs.get(index).view();
    }

    @Override
    public String layers() {
        try (IEngineInspector inspector = engine.createEngineInspector()) {
            inspector.setExecutionContext(context);
            return inspector.getEngineInformation(LayerInformationFormat.kJSON);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (graph != null) {
            cudaGraphExecDestroy(graph);
        }
        context.close();
        engine.close();
        runtime.close();
        events.forEach(event -> cudaEventDestroy(event));
        cudaStreamDestroy(stream);
        for (List<Bound> all : List.of(inputs, outputs)) {
            for (Bound bound : all) {
                cudaFree(bound.device());
                cudaFreeHost(bound.host());
            }
        }
    }
}
