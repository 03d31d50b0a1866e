package io.soakline.produce.tensorrt;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.tensorrt.door.Execution;
import io.soakline.produce.tensorrt.door.TensorRt;
import io.soakline.produce.tensorrt.onnx.FixedShapes;
import io.soakline.produce.tensorrt.onnx.HalfPrecision;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds TensorRT plans from ONNX files. Beside the plan it keeps what the inspector says of the layers, the builder's log,
 * and how close its choices were.
 */
public final class TensorRtBuilder implements EngineBuilder {

    static final String COMPILER = "tensorrt";
    static final String PLAN = "model.plan";
    static final String LAYERS = "layers.json";
    static final String LOG = "build.log";
    static final String MARGINS = "tactic-margins.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Backend backend;

    /** Builds on this host's GPU. */
    public TensorRtBuilder() {
        this(Backend.NATIVE);
    }

    TensorRtBuilder(Backend backend) {
        this.backend = backend;
    }

    @Override
    public List<String> compilers() {
        return List.of(COMPILER);
    }

    @Override
    public List<BuildOption> options(String compiler) {
        return TensorRtOptions.ALL;
    }

    @Override
    public Path build(BuildRequest request, BuildProgress progress) throws EngineException {
        TensorRtOptions options = TensorRtOptions.parse(request.options());
        TensorRt tensorRt = backend.get();
        Path cache = request.cacheDirectory().resolve(COMPILER);
        try {
            byte[] model = Files.readAllBytes(request.model());
            String digest = ContentDigest.ofFile(request.model());
            String made = ContentDigest.ofText(
                    digest,
                    tensorRt.version(),
                    target(tensorRt),
                    options.builderValues().toString(),
                    request.rebuildSuffix());
            String key = ContentDigest.ofText(made, options.values().toString()).substring(0, 12);
            Path place = cache.resolve(
                    request.engineName().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + key + request.rebuildSuffix());
            if (Files.exists(place.resolve(EngineManifest.FILE_NAME))) {
                return place;
            }
            Files.createDirectories(cache);
            Path draft = Files.createTempDirectory(cache, "building-");
            try {
                if (!SharedPlan.copy(cache, made, draft)) {
                    progress.at("converting " + request.model().getFileName(), Double.NaN);
                    byte[] fixed = FixedShapes.convert(model, options.shapes());
                    byte[] network = options.half() ? HalfPrecision.convert(fixed) : fixed;
                    progress.at("timing tactics", Double.NaN);
                    compile(tensorRt, network, options, draft, progress);
                    SharedPlan.mark(made, draft);
                }
                progress.at("loading the plan", Double.NaN);
                manifest(request, tensorRt, options, digest, draft).write(draft);
                progress.at("done", 1);
                delete(place);
                return Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(draft);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EngineException(
                    "cannot build in " + cache + " (" + e + "); is it writable? Choose another folder with --cache", e);
        }
    }

    private static String target(TensorRt tensorRt) {
        Map<String, String> device = tensorRt.device();
        return device.getOrDefault("gpu", "gpu") + " sm_"
                + device.getOrDefault("gpuComputeCapability", "").replace(".", "");
    }

    /** How many choices there will be is not known before they are made, so that no share of them can be told. */
    private static void compile(
            TensorRt tensorRt, byte[] network, TensorRtOptions options, Path draft, BuildProgress progress)
            throws EngineException, IOException {
        TacticMargins margins = new TacticMargins();
        try (BufferedWriter file = Files.newBufferedWriter(draft.resolve(LOG));
                PrintWriter log = new PrintWriter(file)) {
            tensorRt.build(network, options.settings(), draft.resolve(PLAN), line -> {
                log.println(line);
                int before = margins.choices();
                margins.accept(line);
                if (margins.choices() > before) {
                    progress.at("timing tactics, " + margins.choices() + " choices made", Double.NaN);
                }
            });
        }
        Map<String, Object> facts = new TreeMap<>();
        facts.put("choices", margins.choices());
        for (int percent : List.of(1, 2, 5, 10)) {
            double share = margins.closeShare(percent);
            facts.put("shareWithin" + percent + "Percent", Double.isNaN(share) ? "no choices in the log" : share);
        }
        Files.writeString(draft.resolve(MARGINS), JSON.writeValueAsString(facts) + "\n");
    }

    private static EngineManifest manifest(
            BuildRequest request, TensorRt tensorRt, TensorRtOptions options, String modelDigest, Path draft)
            throws EngineException, IOException {
        Path plan = draft.resolve(PLAN);
        try (Execution execution = tensorRt.open(plan, options.shapes()::resolve, TensorRt.RunSettings.PLAIN)) {
            String layers = execution.layers();
            Files.writeString(draft.resolve(LAYERS), layers);
            return new EngineManifest(
                    1,
                    request.engineName(),
                    COMPILER,
                    tensorRt.version(),
                    target(tensorRt),
                    String.valueOf(request.model().getFileName()),
                    modelDigest,
                    options.values(),
                    TacticMap.digest(layers),
                    ContentDigest.ofFile(plan),
                    execution.inputs(),
                    execution.outputs());
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
