package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.input.InputFolder;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.tensorrt.TensorRtBuilder;
import io.soakline.produce.tensorrt.TensorRtEngine;
import io.soakline.produce.tensorrt.TensorRtProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A model of the experiment with its inputs: {@code NAME.onnx}, {@code NAME.soakline.json} and {@code NAME-inputs/}. */
final class AuditModel {

    static final List<String> NAMES = List.of("classifier", "detector");
    private static final Map<String, String> SHAPES = Map.of("classifier", "1x3x48x192", "detector", "1x3x160x160");

    private final String name;
    private final Path file;
    private final Path engines;
    private final ModelDeclaration declared;
    private final InputSet inputs;
    private final Sayer sayer;

    AuditModel(Path models, String name, Path out, Sayer sayer) throws EngineException {
        this.name = name;
        this.sayer = sayer;
        file = models.resolve(name + ".onnx");
        engines = out.resolve("engines");
        declared = ModelDeclaration.read(models.resolve(name + ".soakline.json"));
        inputs = InputFolder.read(models.resolve(name + "-inputs"), null, declared.preprocessing());
    }

    /**
     * Builds an engine, or finds the one built before.
     *
     * @param suffix of the engine's name
     * @param options beside the input's shape
     * @return its folder
     */
    Path build(String suffix, Map<String, String> options, int number) throws EngineException, IOException {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("input-shape", SHAPES.getOrDefault(name, ""));
        // Redistributable libraries without a device's own kernels need another choice here.
        all.put("hardware-compatibility", System.getenv().getOrDefault("GPU_AUDIT_HARDWARE_COMPATIBILITY", "none"));
        BuildRequest request = new BuildRequest(file, "tensorrt", name + "-" + suffix, engines, all, number);
        long start = System.nanoTime();
        Path directory = new TensorRtBuilder().build(request, (stage, fraction) -> {});
        double took = (System.nanoTime() - start) / 1e9;
        if (EngineBuild.readIfThere(directory) == null) {
            EngineBuild build =
                    new EngineBuild(1, UUID.randomUUID().toString(), number, SoakClock.SYSTEM.wallNanos(), took);
            build.write(directory);
            EngineManifest manifest = EngineManifest.read(directory);
            sayer.say(
                    "built %s, number %d, in %.1f s: tactics %.12s, plan %.12s, margins %s",
                    manifest.name(),
                    number,
                    took,
                    String.valueOf(manifest.scheduleDigest()),
                    manifest.artefactDigest(),
                    Files.readString(directory.resolve("tactic-margins.json")).strip());
        }
        return directory;
    }

    static TensorRtEngine open(Path directory) throws EngineException {
        return (TensorRtEngine)
                new TensorRtProvider().open(directory, EngineManifest.read(directory), EngineSettings.SINGLE_THREAD);
    }

    AuditRun run(Path directory, String device, Publication publication) throws EngineException {
        return new AuditRun(open(directory), inputs, declared, EngineBuild.readIfThere(directory), device, publication);
    }
}
