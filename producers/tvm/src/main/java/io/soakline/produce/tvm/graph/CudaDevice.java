package io.soakline.produce.tvm.graph;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tvm.Device;
import org.apache.tvm.Function;
import org.apache.tvm.TVMValue;

/** The GPU that engines run on: the first that the process sees ({@code CUDA_VISIBLE_DEVICES} says which that is). */
final class CudaDevice {

    /** Number of pinned host memory among DLPack's kinds of device. */
    private static final int PINNED = 3;
    /** Numbers of TVM's attributes of a device: whether there is one, and its compute capability. */
    private static final int EXISTS = 0;

    private static final int COMPUTE_CAPABILITY = 4;

    private static final Pattern ARCH = Pattern.compile("-arch=(sm_(\\d+)(\\d)([a-z]?))");

    private CudaDevice() {}

    /** Memory of the host that a GPU reads and writes without a copy in between. */
    static Device pinnedMemory() {
        return new Device(PINNED, 0);
    }

    /** The GPU, if there is one that can run the engine's code. */
    static Device first(EngineManifest manifest) throws EngineException {
        Device device = Device.cuda(0);
        if (attribute(device, EXISTS).asLong() == 0) {
            throw new EngineException("engine " + manifest.name() + " is for a GPU, and the NVIDIA driver here has none"
                    + " that it can use; see what nvidia-smi says, and whether CUDA_VISIBLE_DEVICES hides it");
        }
        requireCode(manifest, attribute(device, COMPUTE_CAPABILITY).asString());
        return device;
    }

    /** {@code Device.exist()} of TVM4J 0.18 asks for a function by a name that TVM no longer has. */
    private static TVMValue attribute(Device device, int attribute) {
        return Function.getFunction("runtime.GetDeviceAttr")
                .pushArg(device.deviceType)
                .pushArg(device.deviceId)
                .pushArg(attribute)
                .invoke();
    }

    /**
     * Refuses an engine whose machine code the GPU cannot run: code runs on later minor versions of its major version, on
     * no other.
     *
     * @param capability of the GPU, as in 9.0
     */
    static void requireCode(EngineManifest manifest, String capability) throws EngineException {
        Matcher arch = ARCH.matcher(manifest.target());
        if (!arch.find()) {
            return;
        }
        int dot = capability.indexOf('.');
        boolean major = capability.substring(0, dot).equals(arch.group(2));
        int here = Integer.parseInt(capability.substring(dot + 1));
        int compiled = Integer.parseInt(arch.group(3));
        boolean runs = major && (arch.group(4).isEmpty() ? here >= compiled : here == compiled);
        if (!runs) {
            throw new EngineException("engine " + manifest.name() + " is compiled for " + arch.group(1)
                    + ", and the GPU here has compute capability " + capability
                    + "; build it with target=\"cuda -arch=sm_"
                    + capability.replace(".", "") + "\"");
        }
    }
}
