package io.soakline.produce.synthetic;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * "Compiles" any file into a synthetic engine: the file lends only its name and digest. Its search for a schedule, where it
 * has one ({@code rebuild-ulps}), takes the build number for its seed.
 */
public final class SyntheticBuilder implements EngineBuilder {

    static final String COMPILER = "synthetic";

    private static final String INPUT_SHAPE = "input-shape";
    private static final String OUTPUT_SHAPE = "output-shape";
    private static final Map<String, String> HELP = Map.of(
            "latency-micros", "busy time of an inference, microseconds",
            "jitter-micros", "uniform extra time, up to so many microseconds",
            "stall-every", "every so many inferences one stalls; 0 for never",
            "stall-millis", "extra time of a stall, milliseconds",
            "drift-micros-per-thousand", "extra time with every thousand inferences, microseconds",
            "flip-probability", "probability that an output differs from the input's usual one, 0 to 1",
            "nan-probability", "probability that an output holds a NaN, 0 to 1",
            "fail-after", "inferences that succeed before one fails; -1 for never",
            "halt-after", "inferences that succeed before the process dies; -1 for never",
            "seed", "of jitter and probabilities");

    @Override
    public List<String> compilers() {
        return List.of(COMPILER);
    }

    @Override
    public List<BuildOption> options(String compiler) {
        List<BuildOption> options = new ArrayList<>();
        options.add(new BuildOption(INPUT_SHAPE, "1x3x48x192", "extents of the one float input"));
        options.add(new BuildOption(OUTPUT_SHAPE, "1x2", "extents of the one float output"));
        for (Map.Entry<String, String> option : Defects.OPTIONS) {
            options.add(new BuildOption(
                    option.getKey(), option.getValue(), HELP.getOrDefault(option.getKey(), option.getKey())));
        }
        for (OutputDefects.Option option : OutputDefects.OPTIONS) {
            options.add(new BuildOption(option.key(), Long.toString(option.defaultValue()), option.help()));
        }
        return options;
    }

    @Override
    public Path build(BuildRequest request, BuildProgress progress) throws EngineException {
        EngineManifest manifest = manifest(request);
        Path directory = request.cacheDirectory()
                .resolve(COMPILER)
                .resolve(request.engineName() + "-" + manifest.engineId().substring(0, 12) + request.rebuildSuffix());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new EngineException(
                    "cannot create " + directory + ": " + e.getMessage() + "; choose another folder with --cache", e);
        }
        manifest.write(directory);
        progress.at("written", 1);
        return directory;
    }

    private EngineManifest manifest(BuildRequest request) throws EngineException {
        SortedMap<String, String> configuration = new TreeMap<>();
        for (BuildOption option : options(COMPILER)) {
            configuration.put(option.key(), request.options().getOrDefault(option.key(), option.defaultValue()));
        }
        try {
            Defects defects = Defects.of(configuration);
            OutputDefects outputDefects = OutputDefects.of(configuration);
            String schedule = outputDefects.rebuildUlps() == 0
                    ? null
                    : ContentDigest.ofText("synthetic schedule", Integer.toString(request.buildNumber()));
            TensorSpec output = new TensorSpec("output", ElementType.FLOAT32, shape(configuration, OUTPUT_SHAPE));
            outputDefects.requireFor(output);
            String digest = ContentDigest.ofFile(request.model());
            return new EngineManifest(
                    1,
                    request.engineName(),
                    COMPILER,
                    "1",
                    "busy " + defects.latencyMicros() + " us",
                    String.valueOf(request.model().getFileName()),
                    digest,
                    configuration,
                    schedule,
                    ContentDigest.ofText(configuration.toString(), String.valueOf(schedule)),
                    List.of(new TensorSpec("input", ElementType.FLOAT32, shape(configuration, INPUT_SHAPE))),
                    List.of(output));
        } catch (IOException e) {
            throw new EngineException("cannot read the model " + request.model() + "; is the path right?", e);
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Long> shape(SortedMap<String, String> configuration, String key) {
        String text = configuration.getOrDefault(key, "");
        try {
            return Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "option " + key + " is \"" + text + "\", expected extents as in 1x3x48x192", e);
        }
    }
}
