package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/** A loaded plan with its execution context, as an execution uses it. One class calls TensorRT; another plays it for tests. */
interface Plan extends AutoCloseable {

    /**
     * An input or output.
     *
     * @param declared extents, -1 for what the plan leaves open
     */
    record Tensor(String name, boolean input, ElementType type, List<Long> declared) {}

    /** @throws EngineException when one has elements of a type that cannot be soaked */
    List<Tensor> tensors() throws EngineException;

    void setInputShape(String name, List<Long> shape) throws EngineException;

    /** Extents of an output once every input has its shape; -1 for what depends on the inputs' values. */
    List<Long> outputShape(String name);

    /** Names the memory on the device that a tensor has from now on. */
    void bind(String name, Pointer memory) throws EngineException;

    /** Enqueues the computation between the bound inputs and outputs. */
    void enqueue(CUstream_st stream) throws EngineException;

    /** The engine inspector's account of the layers, as JSON. */
    String layers();

    @Override
    void close();
}
