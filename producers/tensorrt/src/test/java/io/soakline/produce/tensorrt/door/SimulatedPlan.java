package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Takes {@code x} of n by 64 bytes and gives {@code y} with each byte raised by one, named before its input. */
final class SimulatedPlan implements Plan {

    static final int COMPUTE_NANOS = 5_000;
    static final long COLUMNS = 64;

    private final SimulatedGpu gpu;
    private final Map<String, Pointer> memory = new HashMap<>();
    private List<Long> shape = List.of(-1L, COLUMNS);

    /** What it says of its output's extents once the input has its own; empty for the same. */
    List<Long> outputShape = List.of();

    SimulatedPlan(SimulatedGpu gpu) {
        this.gpu = gpu;
        gpu.take(this);
    }

    @Override
    public List<Tensor> tensors() throws EngineException {
        gpu.call("name the tensors");
        return List.of(
                new Tensor("y", false, ElementType.INT8, List.of(-1L, COLUMNS)),
                new Tensor("x", true, ElementType.INT8, List.of(-1L, COLUMNS)));
    }

    @Override
    public void setInputShape(String name, List<Long> extents) throws EngineException {
        gpu.call("take a shape");
        shape = extents;
    }

    @Override
    public List<Long> outputShape(String name) {
        return outputShape.isEmpty() ? shape : outputShape;
    }

    @Override
    public void bind(String name, Pointer device) throws EngineException {
        gpu.call("bind memory");
        memory.put(name, device);
    }

    @Override
    public void enqueue(CUstream_st stream) throws EngineException {
        gpu.call("enqueue the plan");
        BytePointer x = new BytePointer(Objects.requireNonNull(memory.get("x")));
        BytePointer y = new BytePointer(Objects.requireNonNull(memory.get("y")));
        long bytes = shape.get(0) * COLUMNS;
        gpu.enqueue(COMPUTE_NANOS, () -> {
            for (long i = 0; i < bytes; i++) {
                y.put(i, (byte) (x.get(i) + 1));
            }
        });
    }

    @Override
    public String layers() {
        return "{}";
    }

    @Override
    public void close() {
        gpu.giveBack(this);
    }
}
