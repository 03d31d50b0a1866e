package io.soakline.produce.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InputShapes;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * ONNX Runtime compiles when it loads: "building" copies the model, loads it and runs it once, so that a model that
 * cannot run is refused here and the output shapes are known.
 */
public final class OnnxRuntimeBuilder implements EngineBuilder {

    static final String COMPILER = "onnxruntime";
    static final String MODEL_FILE = "model.onnx";
    static final String OPTIMIZATION = "optimization";
    static final String DEFAULT_OPTIMIZATION = "all";

    /** Beside the model: which provider runs how many of its nodes. */
    static final String PLACEMENT_FILE = "placement.txt";

    private static final String INPUT_SHAPE = "input-shape";
    private static final String NODES = "nodes-by-provider";
    static final String NATIVE_BUILD = "native-build";

    @Override
    public List<String> compilers() {
        return List.of(COMPILER);
    }

    @Override
    public List<BuildOption> options(String compiler) {
        List<BuildOption> options = new ArrayList<>(List.of(
                new BuildOption(INPUT_SHAPE, "", "sizes that the model leaves open: 1x3x48x192, or name:1x3x48x192,…"),
                new BuildOption(
                        OPTIMIZATION, DEFAULT_OPTIMIZATION, "graph optimisation: all, extended, basic or none")));
        options.addAll(ProviderChoice.describe());
        return options;
    }

    @Override
    public Path build(BuildRequest request, BuildProgress progress) throws EngineException {
        Path cache = request.cacheDirectory().resolve(COMPILER);
        try {
            Files.createDirectories(cache);
            Path draft = Files.createTempDirectory(cache, "building-");
            try {
                progress.at("reading " + request.model().getFileName(), 0);
                Files.copy(request.model(), draft.resolve(MODEL_FILE));
                progress.at("loading and running once", 0.3);
                EngineManifest manifest = manifest(request, draft.resolve(MODEL_FILE));
                manifest.write(draft);
                progress.at("done", 1);
                return install(draft, cache.resolve(directoryName(manifest, request)));
            } finally {
                delete(draft);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EngineException(
                    "cannot build in " + cache + " (" + e + "); is it writable? Choose another folder with --cache", e);
        }
    }

    private static String directoryName(EngineManifest manifest, BuildRequest request) {
        return manifest.name() + "-" + manifest.engineId().substring(0, 12) + request.rebuildSuffix();
    }

    /** One rename, so that nobody sees half an engine; an engine that is there already is the same one. */
    private static Path install(Path draft, Path engine) throws IOException {
        if (!Files.exists(engine.resolve(EngineManifest.FILE_NAME))) {
            delete(engine);
            Files.move(draft, engine, StandardCopyOption.ATOMIC_MOVE);
        }
        return engine;
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

    private EngineManifest manifest(BuildRequest request, Path copy) throws EngineException, IOException {
        String optimization = request.options().getOrDefault(OPTIMIZATION, DEFAULT_OPTIMIZATION);
        String shapes = request.options().getOrDefault(INPUT_SHAPE, "");
        SortedMap<String, String> configuration =
                new TreeMap<>(Map.of(OPTIMIZATION, optimization, INPUT_SHAPE, shapes));
        ProviderChoice choice = ProviderChoice.parse(request.options());
        String digest = ContentDigest.ofFile(copy);
        Path profile = copy.resolveSibling("profile");
        try (OrtSession session = OnnxSession.open(copy, request.model(), 1, optimization, choice, profile)) {
            List<TensorSpec> inputs = inputs(session, InputShapes.parse(shapes));
            List<TensorSpec> outputs = outputs(session, inputs);
            NodePlacement placement = placement(session);
            Files.writeString(copy.resolveSibling(PLACEMENT_FILE), placement.text() + "\n");
            if (choice.provider() != ExecutionProvider.CPU) {
                configuration.putAll(choice.configuration());
                configuration.put(NODES, placement.text());
            }
            String build = NativeBuild.digest();
            if (build != null) {
                configuration.put(NATIVE_BUILD, build);
            }
            return new EngineManifest(
                    1,
                    request.engineName(),
                    COMPILER,
                    OnnxSession.environment().getVersion(),
                    choice.provider().word() + " " + System.getProperty("os.arch"),
                    String.valueOf(request.model().getFileName()),
                    digest,
                    configuration,
                    null,
                    digest,
                    inputs,
                    outputs);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime cannot run " + request.model() + ": " + OnnxSession.oneLine(e), e);
        }
    }

    private static NodePlacement placement(OrtSession session) throws OrtException, IOException {
        Path profile = Path.of(session.endProfiling());
        NodePlacement placement = NodePlacement.read(profile);
        Files.delete(profile);
        return placement;
    }

    private static List<TensorSpec> inputs(OrtSession session, InputShapes shapes)
            throws OrtException, EngineException {
        List<TensorSpec> inputs = new ArrayList<>();
        for (NodeInfo input : session.getInputInfo().values()) {
            TensorInfo info = tensor(input);
            inputs.add(new TensorSpec(
                    input.getName(),
                    OnnxSession.elementType(input.getName(), info.type),
                    shapes.resolve(input.getName(), info.getShape())));
        }
        return inputs;
    }

    private static TensorInfo tensor(NodeInfo node) throws EngineException {
        if (node.getInfo() instanceof TensorInfo info) {
            return info;
        }
        throw new EngineException("input or output " + node.getName() + " is " + node.getInfo()
                + "; only models of plain tensors can be soaked");
    }

    /** Shapes of outputs may be known only from a run. */
    private static List<TensorSpec> outputs(OrtSession session, List<TensorSpec> inputs)
            throws OrtException, EngineException {
        InputSet generated = GeneratedInputs.of(inputs, 1, 1);
        Map<String, OnnxTensor> staged = new LinkedHashMap<>();
        List<BoundTensor> bound = new ArrayList<>();
        try {
            for (int i = 0; i < inputs.size(); i++) {
                BoundTensor tensor = new BoundTensor(inputs.get(i));
                bound.add(tensor);
                tensor.copyFrom(generated.input(0).get(i));
                staged.put(inputs.get(i).name(), tensor.tensor());
            }
            try (OrtSession.Result result = session.run(staged)) {
                return specs(result);
            }
        } finally {
            bound.forEach(BoundTensor::close);
        }
    }

    private static List<TensorSpec> specs(OrtSession.Result result) throws EngineException {
        List<TensorSpec> outputs = new ArrayList<>();
        for (Map.Entry<String, OnnxValue> output : result) {
            if (!(output.getValue() instanceof OnnxTensor tensor)) {
                throw new EngineException("output " + output.getKey() + " is no tensor and cannot be soaked");
            }
            TensorInfo info = tensor.getInfo();
            List<Long> shape = new ArrayList<>();
            for (long extent : info.getShape()) {
                shape.add(extent);
            }
            outputs.add(new TensorSpec(output.getKey(), OnnxSession.elementType(output.getKey(), info.type), shape));
        }
        return outputs;
    }
}
