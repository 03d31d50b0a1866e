package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A tensor's two memories.
 *
 * @param host pinned
 * @param view of the host's
 */
record TensorMemory(CudaRuntime cuda, TensorSpec spec, Pointer host, Pointer device, ByteBuffer view) {

    /** @param releases gets what gives the memories back */
    static TensorMemory allocate(CudaRuntime cuda, TensorSpec spec, Releases releases) throws EngineException {
        Pointer host = cuda.pin(spec.bytes());
        releases.add(() -> cuda.unpin(host));
        Pointer device = cuda.allocate(spec.bytes());
        releases.add(() -> cuda.free(device));
        ByteBuffer view =
                new BytePointer(host).capacity(spec.bytes()).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new TensorMemory(cuda, spec, host, device, view);
    }

    void toDevice(CUstream_st stream) throws EngineException {
        cuda.copyIn(device, host, spec.bytes(), stream);
    }

    void toHost(CUstream_st stream) throws EngineException {
        cuda.copyOut(host, device, spec.bytes(), stream);
    }
}
