package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetByPCIBusId;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaRuntimeGetVersion;

import io.soakline.produce.engine.EngineException;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;

/** Return codes of CUDA as exceptions, and the facts of a device. */
public final class Cuda {

    private Cuda() {}

    static void check(int code, String what) throws EngineException {
        if (code != cudart.cudaSuccess) {
            throw new EngineException(
                    "CUDA refuses to " + what + ": " + cudaGetErrorString(code).getString() + " (error " + code + ")");
        }
    }

    /**
     * Facts of the device at that place on the bus, as deviceQuery prints them. CUDA's own numbers are another order than NVML's.
     * The runtime is loaded already.
     *
     * @throws EngineException where CUDA does not see it, as with {@code CUDA_VISIBLE_DEVICES}
     */
    public static Map<String, String> factsAt(String bus) throws EngineException {
        int[] device = new int[1];
        check(cudaDeviceGetByPCIBusId(device, bus), "find the device at " + bus);
        return facts(device[0]);
    }

    static Map<String, String> facts(int device) throws EngineException {
        Map<String, String> facts = new TreeMap<>();
        try (cudaDeviceProp p = new cudaDeviceProp()) {
            check(cudaGetDeviceProperties(p, device), "describe device " + device);
            facts.put("gpu", p.name().getString());
            facts.put("gpuComputeCapability", p.major() + "." + p.minor());
            facts.put("gpuMultiprocessors", Integer.toString(p.multiProcessorCount()));
            facts.put("gpuMemoryMebibytes", Long.toString(p.totalGlobalMem() >> 20));
            facts.put("gpuMemoryBusBits", Integer.toString(p.memoryBusWidth()));
            facts.put("gpuL2Bytes", Integer.toString(p.l2CacheSize()));
            facts.put("gpuConstantMemoryBytes", Long.toString(p.totalConstMem()));
            facts.put("gpuSharedMemoryPerBlockBytes", Long.toString(p.sharedMemPerBlock()));
            facts.put("gpuSharedMemoryPerMultiprocessorBytes", Long.toString(p.sharedMemPerMultiprocessor()));
            facts.put("gpuRegistersPerBlock", Integer.toString(p.regsPerBlock()));
            facts.put("gpuWarpSize", Integer.toString(p.warpSize()));
            facts.put("gpuThreadsPerMultiprocessor", Integer.toString(p.maxThreadsPerMultiProcessor()));
            facts.put("gpuThreadsPerBlock", Integer.toString(p.maxThreadsPerBlock()));
            facts.put("gpuBlockExtents", extents(p.maxThreadsDim(0), p.maxThreadsDim(1), p.maxThreadsDim(2)));
            facts.put("gpuGridExtents", extents(p.maxGridSize(0), p.maxGridSize(1), p.maxGridSize(2)));
            facts.put("gpuCopyEngines", Integer.toString(p.asyncEngineCount()));
            facts.put("gpuIntegrated", Boolean.toString(p.integrated() != 0));
            facts.put("gpuConcurrentKernels", Boolean.toString(p.concurrentKernels() != 0));
            facts.put("gpuEcc", Boolean.toString(p.ECCEnabled() != 0));
            facts.put("gpuUnifiedAddressing", Boolean.toString(p.unifiedAddressing() != 0));
            facts.put("gpuManagedMemory", Boolean.toString(p.managedMemory() != 0));
            facts.put("gpuCooperativeLaunch", Boolean.toString(p.cooperativeLaunch() != 0));
            facts.put("gpuPreemption", Boolean.toString(p.computePreemptionSupported() != 0));
            facts.put("gpuBus", String.format("%04x:%02x:%02x", p.pciDomainID(), p.pciBusID(), p.pciDeviceID()));
        }
        attribute(facts, "gpuClockKilohertz", cudart.cudaDevAttrClockRate, device);
        attribute(facts, "gpuMemoryClockKilohertz", cudart.cudaDevAttrMemoryClockRate, device);
        attribute(facts, "gpuKernelTimeout", cudart.cudaDevAttrKernelExecTimeout, device);
        attribute(facts, "gpuMps", cudart.cudaDevAttrMpsEnabled, device);
        attribute(facts, "gpuComputeMode", cudart.cudaDevAttrComputeMode, device);
        int[] version = new int[1];
        check(cudaDriverGetVersion(version), "say the driver's version");
        facts.put("cudaDriver", dotted(version[0]));
        check(cudaRuntimeGetVersion(version), "say the runtime's version");
        facts.put("cudaRuntime", dotted(version[0]));
        return facts;
    }

    private static void attribute(Map<String, String> facts, String key, int attribute, int device) {
        int[] value = new int[1];
        if (cudaDeviceGetAttribute(value, attribute, device) == cudart.cudaSuccess) {
            facts.put(key, Integer.toString(value[0]));
        }
    }

    private static String extents(int x, int y, int z) {
        return x + "x" + y + "x" + z;
    }

    /** 13020 is 13.2. */
    static String dotted(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
