package io.soakline.produce.nvml;

import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.tensorrt.door.Cuda;
import io.soakline.produce.tensorrt.door.NativeLibraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NVIDIA GPUs that NVML knows. */
public final class NvmlProvider implements DeviceSamplerProvider {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlProvider.class);

    @Override
    public String name() {
        return "nvml";
    }

    @Override
    public List<DeviceSampler> open() {
        List<DeviceSampler> samplers = new ArrayList<>();
        if (!NativeLibraries.ofHost().missingForCuda().isEmpty()) {
            return samplers;
        }
        try {
            int devices = NvmlLibrary.devices();
            for (int i = 0; i < devices; i++) {
                samplers.add(NvmlSampler.open(i));
                samplers.add(NvmlPowerHistory.open(i));
            }
        } catch (EngineException e) {
            LOG.info("Not every GPU is sampled: {}", e.getMessage());
        }
        return samplers;
    }

    @Override
    public String reasonWhyNone() {
        String missing = NativeLibraries.ofHost().missingForCuda();
        if (!missing.isEmpty()) {
            return missing;
        }
        try {
            return NvmlLibrary.devices() > 0 ? "" : "NVML knows no device";
        } catch (EngineException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        try {
            int devices = NvmlLibrary.devices();
            for (int i = 0; i < devices; i++) {
                try (Nvml device = NvmlLibrary.open(i)) {
                    facts.put("gpu" + i, device.description());
                    facts.putAll(numbered(device.facts(), i));
                    facts.putAll(numbered(cudaFacts(device), i));
                }
            }
        } catch (EngineException e) {
            LOG.info("Not every GPU tells of itself: {}", e.getMessage());
        }
        return facts;
    }

    private static Map<String, String> cudaFacts(Nvml device) {
        try {
            return Cuda.factsAt(device.bus());
        } catch (EngineException | LinkageError e) {
            return Map.of("gpuOfCuda", String.valueOf(e.getMessage()));
        }
    }

    /** The first device's have plain names, those of the second begin with {@code gpu1}. */
    static Map<String, String> numbered(Map<String, String> facts, int device) {
        Map<String, String> numbered = new TreeMap<>();
        facts.forEach((key, value) ->
                numbered.put(device > 0 && key.startsWith("gpu") ? "gpu" + device + key.substring(3) : key, value));
        // Its name is in the description.
        numbered.remove("gpu" + (device > 0 ? device : ""));
        return numbered;
    }
}
