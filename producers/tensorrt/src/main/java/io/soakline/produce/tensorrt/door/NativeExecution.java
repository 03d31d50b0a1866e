package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
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

    private final TensorRtLog log;
    private final IRuntime runtime;
    private final ICudaEngine engine;
    private final IExecutionContext context;
    private final CUstream_st stream = new CUstream_st();
    private final List<CUevent_st> events = new ArrayList<>();
    private final List<TensorMemory> inputs = new ArrayList<>();
    private final List<TensorMemory> outputs = new ArrayList<>();
    private final float[] elapsed = new float[1];
    private final TensorRt.RunSettings settings;
    private final String architecture;
    private final List<DeviceDigest> digests = new ArrayList<>();
    private @Nullable CUgraphExec_st graph;
    /** Whether the host's memory lacks what the last run gave. */
    private boolean outputsAway;

    private boolean closed;

    /** Takes the runtime over. */
    NativeExecution(
            IRuntime runtime,
            byte[] plan,
            TensorRt.ShapeResolver shapes,
            TensorRt.RunSettings settings,
            String architecture,
            TensorRtLog log)
            throws EngineException {
        this.runtime = runtime;
        this.settings = settings;
        this.architecture = architecture;
        this.log = log;
        try (BytePointer bytes = new BytePointer(plan)) {
            engine = present(runtime.deserializeCudaEngine(bytes, plan.length), "load the plan");
        }
        context = present(engine.createExecutionContext(), "make an execution context");
        Cuda.check(cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "make a stream");
        for (int i = 0; i < 4; i++) {
            CUevent_st event = new CUevent_st();
            int flags = settings.spin() ? cudart.cudaEventDefault : cudart.cudaEventBlockingSync;
            Cuda.check(cudaEventCreateWithFlags(event, flags), "make an event");
            events.add(event);
        }
        bindAll(shapes);
        if (settings.graph()) {
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

    private TensorMemory bind(String name, List<Long> shape) throws EngineException {
        TensorMemory memory = TensorMemory.allocate(new TensorSpec(name, type(name), shape));
        if (!context.setTensorAddress(name, memory.device())) {
            throw new EngineException("TensorRT refuses the memory of " + name + ": " + log.lastError());
        }
        return memory;
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
        for (TensorMemory input : inputs) {
            input.toDevice(stream);
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
        if (settings.copyOut()) {
            copyOut();
        }
    }

    private void copyOut() throws EngineException {
        for (TensorMemory output : outputs) {
            output.toHost(stream);
        }
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
        outputsAway = !settings.copyOut();
        Cuda.check(cudaEventSynchronize(events.get(3)), "finish (" + (settings.spin() ? "spinning" : "blocking") + ")");
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
        return inputs.stream().map(TensorMemory::spec).toList();
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs.stream().map(TensorMemory::spec).toList();
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.get(index).view();
    }

    @Override
    public ByteBuffer output(int index) throws EngineException {
        if (outputsAway) {
            copyOut();
            Cuda.check(cudaStreamSynchronize(stream), "copy the outputs");
            outputsAway = false;
        }
        return outputs.get(index).view();
    }

    @Override
    public @Nullable ResidentDigest digest(List<byte[]> headers) throws EngineException {
        if (!DeviceDigest.takes(DeviceDigest.length(outputs, headers))) {
            return null;
        }
        DeviceDigest digest = DeviceDigest.of(outputs, headers, stream, architecture);
        digests.add(digest);
        return digest;
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
        digests.forEach(DeviceDigest::close);
        if (graph != null) {
            cudaGraphExecDestroy(graph);
        }
        context.close();
        engine.close();
        runtime.close();
        events.forEach(event -> cudaEventDestroy(event));
        cudaStreamDestroy(stream);
        for (List<TensorMemory> all : List.of(inputs, outputs)) {
            all.forEach(TensorMemory::free);
        }
    }
}
