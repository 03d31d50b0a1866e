package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.HardwareCompatibilityLevel;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.NetworkDefinitionCreationFlag;
import org.bytedeco.tensorrt.global.nvinfer.ProfilingVerbosity;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.jspecify.annotations.Nullable;

/** TensorRT through JavaCPP. The presets' classes are first touched after the libraries were found and loaded. */
public final class NativeTensorRt implements TensorRt {

    private static final int DEVICE = 0;

    /** The model says how precise each tensor is, in TensorRT 10 too: 11 knows no other way. */
    @SuppressWarnings("deprecation") // without a meaning in 11, where there is nothing else
    private static final int STRONGLY_TYPED = 1 << NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value;

    private final TensorRtLog log = new TensorRtLog();
    private final Map<String, String> device;
    private final String version;

    private NativeTensorRt() throws EngineException {
        Cuda.check(cudart.cudaSetDevice(DEVICE), "use device " + DEVICE);
        device = Cuda.facts(DEVICE);
        int loaded = nvinfer.getInferLibVersion();
        version = loaded / 10000 + "." + loaded / 100 % 100 + "." + loaded % 100;
        if (loaded / 100 != nvinfer.NV_TENSORRT_VERSION / 100) {
            throw new EngineException("TensorRT " + version + " was loaded, and this program was made for "
                    + nvinfer.NV_TENSORRT_VERSION / 10000 + "." + nvinfer.NV_TENSORRT_VERSION / 100 % 100 + "; name the"
                    + " folder of that version in " + NativeLibraries.FOLDER_VARIABLE);
        }
    }

    /** @throws EngineException saying in one line what is missing, or that versions do not fit */
    public static TensorRt load() throws EngineException {
        NativeLibraries.ofHost().loadTensorRt();
        try {
            return new NativeTensorRt();
        } catch (LinkageError e) {
            throw new EngineException("TensorRT's libraries do not fit one another: " + e.getMessage(), e);
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Map<String, String> device() {
        return device;
    }

    @Override
    public void build(byte[] model, Settings settings, Path plan, Consumer<String> lines) throws EngineException {
        log.to(lines);
        try (IBuilder builder = present(nvinfer.createInferBuilder(log), "make a builder");
                INetworkDefinition network = present(builder.createNetworkV2(STRONGLY_TYPED), "make a network");
                IBuilderConfig config = present(builder.createBuilderConfig(), "make a configuration");
                IParser parser = present(nvonnxparser.createParser(network, log), "make an ONNX parser");
                BytePointer bytes = new BytePointer(model)) {
            if (!parser.parse(bytes, model.length)) {
                throw new EngineException("TensorRT cannot read the model: " + firstError(parser));
            }
            configure(config, settings);
            try (ITimingCache cache = timingCache(config, settings)) {
                IHostMemory built = builder.buildSerializedNetwork(network, config);
                if (Pointer.isNull(built)) {
                    throw new EngineException("TensorRT built no engine: " + log.lastError());
                }
                try (built) {
                    Files.write(plan, bytes(built));
                }
                if (cache != null && settings.timingCache() != null) {
                    saveCache(cache, settings.timingCache());
                }
            }
        } catch (IOException e) {
            throw new EngineException("cannot write the plan or the timing cache: " + e, e);
        } finally {
            log.to(line -> {});
        }
    }

    private <T extends Pointer> T present(T pointer, String what) throws EngineException {
        if (Pointer.isNull(pointer)) {
            String error = log.lastError();
            throw new EngineException("TensorRT could not " + what + ": " + error
                    + (error.contains("libnvinfer_builder_resource")
                            ? "; the redistributable jar lacks the kernels of this device, install NVIDIA's TensorRT "
                                    + version + " or name its folder in " + NativeLibraries.FOLDER_VARIABLE
                            : ""));
        }
        return pointer;
    }

    private static String firstError(IParser parser) {
        if (parser.getNbErrors() == 0) {
            return "it gives no reason";
        }
        String node = parser.getError(0).nodeName();
        return parser.getError(0).desc() + (node == null || node.isEmpty() ? "" : " (node " + node + ")");
    }

    private static void configure(IBuilderConfig config, Settings settings) throws EngineException {
        flag(config, BuilderFlag.kTF32, settings.tf32());
        laterFlag(config, "kDISTRIBUTIVE_INDEPENDENCE", settings.distributiveIndependence());
        laterFlag(config, "kEDITABLE_TIMING_CACHE", settings.editableCache());
        flag(config, BuilderFlag.kERROR_ON_TIMING_CACHE_MISS, settings.errorOnCacheMiss());
        Long workspace = settings.workspaceMebibytes();
        if (workspace != null) {
            config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, workspace << 20);
        }
        config.setBuilderOptimizationLevel(settings.optimizationLevel());
        config.setProfilingVerbosity(
                switch (settings.profilingVerbosity()) {
                    case "none" -> ProfilingVerbosity.kNONE;
                    case "layer_names_only" -> ProfilingVerbosity.kLAYER_NAMES_ONLY;
                    default -> ProfilingVerbosity.kDETAILED;
                });
        config.setHardwareCompatibilityLevel(
                switch (settings.hardwareCompatibility()) {
                    case "ampere_plus" -> HardwareCompatibilityLevel.kAMPERE_PLUS;
                    case "same_compute_capability" ->
                        named(
                                HardwareCompatibilityLevel.values(),
                                "kSAME_COMPUTE_CAPABILITY",
                                "hardware-compatibility same_compute_capability");
                    default -> HardwareCompatibilityLevel.kNONE;
                });
    }

    /** A flag that older headers lack; it is off by default. */
    private static void laterFlag(IBuilderConfig config, String flag, boolean wanted) throws EngineException {
        if (wanted) {
            config.setFlag(named(BuilderFlag.values(), flag, "builder flag " + flag));
        }
    }

    /** A constant that older headers lack. */
    private static <E extends Enum<E>> E named(E[] all, String name, String what) throws EngineException {
        for (E one : all) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        throw new EngineException("TensorRT " + nvinfer.NV_TENSORRT_MAJOR + "." + nvinfer.NV_TENSORRT_MINOR + " has no "
                + what + "; leave it out, or use a later version");
    }

    private static void flag(IBuilderConfig config, BuilderFlag flag, boolean wanted) {
        if (wanted) {
            config.setFlag(flag);
        } else {
            config.clearFlag(flag);
        }
    }

    private static @Nullable ITimingCache timingCache(IBuilderConfig config, Settings settings)
            throws EngineException, IOException {
        Path file = settings.timingCache();
        if (file == null) {
            return null;
        }
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (bytes.length == 0 && settings.errorOnCacheMiss()) {
            throw new EngineException("there is no timing cache " + file + ", and a miss is to be an error; build once"
                    + " without error-on-cache-miss");
        }
        try (BytePointer pointer = new BytePointer(bytes)) {
            ITimingCache cache = config.createTimingCache(pointer, bytes.length);
            if (Pointer.isNull(cache) || !config.setTimingCache(cache, false)) {
                throw new EngineException("TensorRT refuses the timing cache " + file
                        + ": it is of another device or version; choose another file");
            }
            return cache;
        }
    }

    private static void saveCache(ITimingCache cache, Path file) throws IOException {
        try (IHostMemory bytes = cache.serialize()) {
            Path draft = file.resolveSibling(file.getFileName() + ".writing");
            Files.write(draft, bytes(bytes));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] bytes(IHostMemory memory) {
        ByteBuffer view = new BytePointer(memory.data()).capacity(memory.size()).asByteBuffer();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    @Override
    public Execution open(Path plan, ShapeResolver shapes, RunSettings settings) throws EngineException {
        String architecture = device.getOrDefault("gpuComputeCapability", "").replace(".", "");
        try {
            return PlanExecution.open(
                    new NativePlan(Files.readAllBytes(plan), log),
                    new CudaLibrary(),
                    shapes,
                    settings,
                    DeviceCode.compilerFor(architecture));
        } catch (IOException e) {
            throw new EngineException("cannot read " + plan + ": " + e, e);
        }
    }
}
