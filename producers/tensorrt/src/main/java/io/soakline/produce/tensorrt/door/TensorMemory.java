package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A tensor's two memories.
 *
 * @param host pinned
 * @param view of the host's
 */
record TensorMemory(TensorSpec spec, Pointer host, Pointer device, ByteBuffer view) {

    static TensorMemory allocate(TensorSpec spec) throws EngineException {
        Pointer host = new Pointer();
        Pointer device = new Pointer();
        Cuda.check(cudaMallocHost(host, spec.bytes()), "pin " + spec.bytes() + " bytes of host memory");
        Cuda.check(cudaMalloc(device, spec.bytes()), "allocate " + spec.bytes() + " bytes on the device");
        ByteBuffer view =
                new BytePointer(host).capacity(spec.bytes()).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new TensorMemory(spec, host, device, view);
    }

    void toDevice(CUstream_st stream) throws EngineException {
        copy(device, host, cudart.cudaMemcpyHostToDevice, stream);
    }

    void toHost(CUstream_st stream) throws EngineException {
        copy(host, device, cudart.cudaMemcpyDeviceToHost, stream);
    }

    private void copy(Pointer to, Pointer from, int direction, CUstream_st stream) throws EngineException {
        Cuda.check(cudaMemcpyAsync(to, from, spec.bytes(), direction, stream), "copy " + spec.name());
    }

    void free() {
        cudaFree(device);
        cudaFreeHost(host);
    }
}
