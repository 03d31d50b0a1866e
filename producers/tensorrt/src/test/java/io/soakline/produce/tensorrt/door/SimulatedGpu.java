package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
 * A device in the host's memory. As on a real one, what is enqueued happens only when it is waited for, and in its order; a
 * clock of its own moves by what each operation takes. Keeps a ledger of what is taken, and refuses one call when told to.
 */
final class SimulatedGpu implements CudaRuntime {

    static final int COPY_NANOS = 1_000;

    /** Something enqueued: what it does, and how long it takes. */
    private record Operation(Runnable effect, int nanos) {}

    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Operation> queue = new ArrayList<>();
    private final IdentityHashMap<CUevent_st, Long> recorded = new IdentityHashMap<>();
    private final IdentityHashMap<Object, List<Operation>> graphs = new IdentityHashMap<>();
    private final IdentityHashMap<CUfunc_st, String> functions = new IdentityHashMap<>();
    private List<Operation> capturing = List.of();
    private boolean isCapturing;
    private long clockNanos;
    private int calls;
    private int refusedCall = Integer.MAX_VALUE;

    /** Names of functions launched, in the order in which they ran. */
    final List<String> launched = new ArrayList<>();

    /** Whether events were asked to spin, for each that was made. */
    final List<Boolean> spinning = new ArrayList<>();

    /** @param number of the call, counted from 1, that is refused; what gives back is not counted and never fails */
    void refuse(int number) {
        calls = 0;
        refusedCall = number;
    }

    /** How many things were taken and not given back. */
    int held() {
        return open.size();
    }

    boolean records() {
        return isCapturing;
    }

    /** Counts a call of the device, or of a plan on it. */
    void call(String what) throws EngineException {
        calls++;
        if (calls == refusedCall) {
            throw new EngineException("refused to " + what);
        }
    }

    void enqueue(int nanos, Runnable effect) {
        (isCapturing ? capturing : queue).add(new Operation(effect, nanos));
    }

    <T> T take(T taken) {
        open.add(taken);
        return taken;
    }

    void giveBack(Object taken) {
        if (!open.remove(taken)) {
            throw new AssertionError("given back twice, or never taken: " + taken.getClass());
        }
    }

    private void runQueue() {
        for (Operation operation : queue) {
            clockNanos += operation.nanos;
            operation.effect.run();
        }
        queue.clear();
    }

    @Override
    public CUstream_st createStream() throws EngineException {
        call("make a stream");
        return take(new CUstream_st());
    }

    @Override
    public void destroy(CUstream_st stream) {
        if (isCapturing) {
            throw new AssertionError("a stream is destroyed while it records");
        }
        giveBack(stream);
    }

    @Override
    public void await(CUstream_st stream) throws EngineException {
        call("await a stream");
        runQueue();
    }

    @Override
    public void settle(CUstream_st stream) {
        runQueue();
    }

    @Override
    public CUevent_st createEvent(boolean spin) throws EngineException {
        call("make an event");
        spinning.add(spin);
        return take(new CUevent_st());
    }

    @Override
    public void destroy(CUevent_st event) {
        giveBack(event);
    }

    @Override
    public void record(CUevent_st event, CUstream_st stream) throws EngineException {
        call("record an event");
        enqueue(0, () -> recorded.put(event, clockNanos));
    }

    @Override
    public void await(CUevent_st event) throws EngineException {
        call("await an event");
        runQueue();
    }

    @Override
    public double nanosBetween(CUevent_st from, CUevent_st to) throws EngineException {
        call("read an event");
        return Objects.requireNonNull(recorded.get(to)) - Objects.requireNonNull(recorded.get(from));
    }

    @Override
    public Pointer pin(long bytes) throws EngineException {
        call("pin memory");
        return take(new BytePointer(bytes));
    }

    @Override
    public void unpin(Pointer host) {
        free(host);
    }

    @Override
    public Pointer allocate(long bytes) throws EngineException {
        call("allocate memory");
        return take(new BytePointer(bytes));
    }

    @Override
    public void free(Pointer device) {
        if (!queue.isEmpty()) {
            throw new AssertionError("memory is given back while work that may use it is enqueued");
        }
        giveBack(device);
        device.deallocate();
    }

    @Override
    public void copyIn(Pointer device, Pointer host, long bytes, CUstream_st stream) throws EngineException {
        call("copy");
        if (open.contains(host)) {
            enqueue(COPY_NANOS, () -> Pointer.memcpy(device, host, bytes));
        } else {
            Pointer.memcpy(device, host, bytes);
        }
    }

    @Override
    public void copyOut(Pointer host, Pointer device, long bytes, CUstream_st stream) throws EngineException {
        copyWithin(host, device, bytes, stream);
    }

    @Override
    public void copyWithin(Pointer to, Pointer from, long bytes, CUstream_st stream) throws EngineException {
        call("copy");
        enqueue(COPY_NANOS, () -> Pointer.memcpy(to, from, bytes));
    }

    @Override
    public void beginCapture(CUstream_st stream) throws EngineException {
        call("begin a graph");
        capturing = new ArrayList<>();
        isCapturing = true;
    }

    @Override
    public CUgraph_st endCapture(CUstream_st stream) throws EngineException {
        isCapturing = false;
        call("end a graph");
        CUgraph_st graph = take(new CUgraph_st());
        graphs.put(graph, capturing);
        return graph;
    }

    @Override
    public CUgraphExec_st instantiate(CUgraph_st graph) throws EngineException {
        call("make a graph executable");
        CUgraphExec_st executable = take(new CUgraphExec_st());
        graphs.put(executable, Objects.requireNonNull(graphs.get(graph)));
        return executable;
    }

    @Override
    public void destroy(CUgraph_st graph) {
        giveBack(graph);
    }

    @Override
    public void destroy(CUgraphExec_st graph) {
        giveBack(graph);
    }

    @Override
    public void launch(CUgraphExec_st graph, CUstream_st stream) throws EngineException {
        call("launch a graph");
        queue.addAll(Objects.requireNonNull(graphs.get(graph)));
    }

    @Override
    public CUmod_st load(BytePointer binary) throws EngineException {
        call("load code");
        return take(new CUmod_st());
    }

    @Override
    public void unload(CUmod_st module) {
        giveBack(module);
    }

    @Override
    public CUfunc_st function(CUmod_st module, String name) throws EngineException {
        call("find a function");
        CUfunc_st function = new CUfunc_st();
        functions.put(function, name);
        return function;
    }

    @Override
    public void launch(
            CUfunc_st function, int blocks, int threads, PointerPointer<Pointer> arguments, CUstream_st stream)
            throws EngineException {
        call("start a kernel");
        enqueue(0, () -> launched.add(functions.get(function)));
    }
}
