package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.LayerInformationFormat;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IEngineInspector;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/** A plan in TensorRT's hands: runtime, engine and execution context. */
final class NativePlan implements Plan {

    private final TensorRtLog log;
    private final Releases releases = new Releases();
    private final ICudaEngine engine;
    private final IExecutionContext context;

    NativePlan(byte[] plan, TensorRtLog log) throws EngineException {
        this.log = log;
        try (BytePointer bytes = new BytePointer(plan)) {
            IRuntime runtime = taken(nvinfer.createInferRuntime(log), "make a runtime");
            engine = taken(runtime.deserializeCudaEngine(bytes, plan.length), "load the plan");
            context = taken(engine.createExecutionContext(), "make an execution context");
        } catch (EngineException | RuntimeException e) {
            releases.close();
            throw e;
        }
    }

    private <T extends Pointer> T taken(T pointer, String what) throws EngineException {
        if (Pointer.isNull(pointer)) {
            throw new EngineException("TensorRT could not " + what + ": " + log.lastError()
                    + "; a plan runs on the device and version that it was built with: build it again");
        }
        releases.add(pointer::close);
        return pointer;
    }

    @Override
    public List<Tensor> tensors() throws EngineException {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            boolean input = engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT;
            tensors.add(new Tensor(
                    name, input, type(name, engine.getTensorDataType(name)), extents(engine.getTensorShape(name))));
        }
        return tensors;
    }

    static ElementType type(String tensor, DataType type) throws EngineException {
        return switch (type.intern()) {
            case kFLOAT -> ElementType.FLOAT32;
            case kHALF -> ElementType.FLOAT16;
            case kBF16 -> ElementType.BFLOAT16;
            case kINT64 -> ElementType.INT64;
            case kINT32 -> ElementType.INT32;
            case kINT8 -> ElementType.INT8;
            case kUINT8 -> ElementType.UINT8;
            case kBOOL -> ElementType.BOOL;
            default -> throw new EngineException("tensor " + tensor + " holds " + type + ", which cannot be soaked");
        };
    }

    private static List<Long> extents(Dims64 dims) {
        List<Long> extents = new ArrayList<>();
        for (int i = 0; i < dims.nbDims(); i++) {
            extents.add(dims.d(i));
        }
        return extents;
    }

    @Override
    public void setInputShape(String name, List<Long> shape) throws EngineException {
        try (Dims64 dims = new Dims64()) {
            dims.nbDims(shape.size());
            for (int i = 0; i < shape.size(); i++) {
                dims.d(i, shape.get(i));
            }
            if (!context.setInputShape(name, dims)) {
                throw new EngineException(
                        "the plan does not take shape " + shape + " for input " + name + ": " + log.lastError());
            }
        }
    }

    @Override
    public List<Long> outputShape(String name) {
        return extents(context.getTensorShape(name));
    }

    @Override
    public void bind(String name, Pointer memory) throws EngineException {
        if (!context.setTensorAddress(name, memory)) {
            throw new EngineException("TensorRT refuses the memory of " + name + ": " + log.lastError());
        }
    }

    @Override
    public void enqueue(CUstream_st stream) throws EngineException {
        if (!context.enqueueV3(stream)) {
            throw new EngineException("TensorRT could not run the plan: " + log.lastError());
        }
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
        releases.close();
    }
}
