package io.soakline.produce.tensorrt.door;

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
import org.jspecify.annotations.Nullable;

/** A plan on the device: stream, events, and for each tensor pinned memory on the host and its twin there. */
final class PlanExecution implements Execution {

    private final Plan plan;
    private final CudaRuntime cuda;
    private final TensorRt.RunSettings settings;
    private final DeviceCode.Compiler compiler;
    private final Releases releases;
    private final CUstream_st stream;
    private final List<CUevent_st> events = new ArrayList<>();
    private final List<TensorMemory> inputs = new ArrayList<>();
    private final List<TensorMemory> outputs = new ArrayList<>();
    private final @Nullable CUgraphExec_st graph;
    /** Whether the host's memory lacks what the last run gave. */
    private boolean outputsAway;

    private PlanExecution(
            Plan plan,
            CudaRuntime cuda,
            TensorRt.ShapeResolver shapes,
            TensorRt.RunSettings settings,
            DeviceCode.Compiler compiler,
            Releases releases)
            throws EngineException {
        this.plan = plan;
        this.cuda = cuda;
        this.settings = settings;
        this.compiler = compiler;
        this.releases = releases;
        stream = cuda.createStream();
        releases.add(() -> cuda.destroy(stream));
        for (int i = 0; i < 4; i++) {
            CUevent_st event = cuda.createEvent(settings.spin());
            releases.add(() -> cuda.destroy(event));
            events.add(event);
        }
        bindAll(shapes);
        releases.add(() -> cuda.settle(stream));
        graph = settings.graph() ? capture() : null;
    }

    /** Takes the plan over: it is closed with the execution, or when there is none. */
    static PlanExecution open(
            Plan plan,
            CudaRuntime cuda,
            TensorRt.ShapeResolver shapes,
            TensorRt.RunSettings settings,
            DeviceCode.Compiler compiler)
            throws EngineException {
        Releases releases = new Releases();
        releases.add(plan::close);
        try {
            return new PlanExecution(plan, cuda, shapes, settings, compiler, releases);
        } catch (EngineException | RuntimeException e) {
            releases.close();
            throw e;
        }
    }

    /** Outputs after all inputs: their shapes follow from those. */
    private void bindAll(TensorRt.ShapeResolver shapes) throws EngineException {
        List<Plan.Tensor> tensors = plan.tensors();
        for (Plan.Tensor tensor : tensors) {
            if (tensor.input()) {
                long[] declared =
                        tensor.declared().stream().mapToLong(Long::longValue).toArray();
                List<Long> shape = shapes.resolve(tensor.name(), declared);
                plan.setInputShape(tensor.name(), shape);
                inputs.add(bind(tensor, shape));
            }
        }
        for (Plan.Tensor tensor : tensors) {
            if (!tensor.input()) {
                List<Long> shape = plan.outputShape(tensor.name());
                if (shape.stream().anyMatch(extent -> extent < 0)) {
                    throw new EngineException("the shape of output " + tensor.name()
                            + " depends on the values of the input; such models cannot be soaked");
                }
                outputs.add(bind(tensor, shape));
            }
        }
    }

    private TensorMemory bind(Plan.Tensor tensor, List<Long> shape) throws EngineException {
        TensorSpec spec = new TensorSpec(tensor.name(), tensor.type(), shape);
        TensorMemory memory = TensorMemory.allocate(cuda, spec, releases);
        plan.bind(tensor.name(), memory.device());
        return memory;
    }

    /** Everything between the copies inclusive, as one graph; run once before, because first calls allocate. */
    private CUgraphExec_st capture() throws EngineException {
        enqueue(false);
        cuda.await(stream);
        CUgraph_st recorded = recorded();
        try {
            CUgraphExec_st executable = cuda.instantiate(recorded);
            releases.add(() -> cuda.destroy(executable));
            return executable;
        } finally {
            cuda.destroy(recorded);
        }
    }

    private CUgraph_st recorded() throws EngineException {
        cuda.beginCapture(stream);
        try {
            enqueue(false);
        } catch (EngineException e) {
            endFailedCapture(e);
            throw e;
        }
        return cuda.endCapture(stream);
    }

    /** A stream that is left recording takes no other work, and what was recorded would be lost with it. */
    private void endFailedCapture(EngineException why) {
        try {
            cuda.destroy(cuda.endCapture(stream));
        } catch (EngineException e) {
            why.addSuppressed(e);
        }
    }

    private void enqueue(boolean timed) throws EngineException {
        for (TensorMemory input : inputs) {
            input.toDevice(stream);
        }
        if (timed) {
            record(1);
        }
        plan.enqueue(stream);
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
        cuda.record(events.get(event), stream);
    }

    @Override
    public void run() throws EngineException {
        record(0);
        if (graph == null) {
            enqueue(true);
        } else {
            cuda.launch(graph, stream);
        }
        record(3);
        outputsAway = !settings.copyOut();
        cuda.await(events.get(3));
    }

    @Override
    public Phases phases() throws EngineException {
        return graph == null
                ? new Phases(between(0, 1), between(1, 2), between(2, 3), between(0, 3))
                : new Phases(Double.NaN, Double.NaN, Double.NaN, between(0, 3));
    }

    private double between(int from, int to) throws EngineException {
        return cuda.nanosBetween(events.get(from), events.get(to));
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
            cuda.await(stream);
            outputsAway = false;
        }
        return outputs.get(index).view();
    }

    @Override
    public @Nullable ResidentDigest digest(List<byte[]> headers) throws EngineException {
        if (!DeviceDigest.takes(DeviceDigest.length(outputs, headers))) {
            return null;
        }
        DeviceDigest digest = DeviceDigest.of(cuda, outputs, headers, stream, compiler);
        releases.add(digest::close);
        return digest;
    }

    @Override
    public String layers() {
        return plan.layers();
    }

    @Override
    public void close() {
        releases.close();
    }
}
