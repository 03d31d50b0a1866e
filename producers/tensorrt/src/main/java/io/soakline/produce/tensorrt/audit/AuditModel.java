package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.input.InputFolder;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.SoakClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A model of the experiment with its inputs: {@code NAME.onnx}, {@code NAME.soakline.json} and {@code NAME-inputs/}. */
final class AuditModel {

    static final List<String> NAMES = List.of("classifier", "detector");
    private static final Map<String, String> SHAPES = Map.of("classifier", "1x3x48x192", "detector", "1x3x160x160");

    private final String name;
    private final Path file;
    private final Path engines;
    private final ModelDeclaration declared;
    private final InputSet inputs;
    private final EngineBuilder builder;
    private final EngineProvider provider;
    private final Sayer sayer;

    AuditModel(Path models, String name, Path out, EngineBuilder builder, EngineProvider provider, Sayer sayer)
            throws EngineException {
        this.name = name;
        this.builder = builder;
        this.provider = provider;
        this.sayer = sayer;
        file = models.resolve(name + ".onnx");
        engines = out.resolve("engines");
        declared = ModelDeclaration.read(models.resolve(name + ".soakline.json"));
        inputs = InputFolder.read(models.resolve(name + "-inputs"), null, declared.preprocessing());
    }

    /** Builds an engine, or finds the one built before. @return its folder */
    Path build(AuditPlan.Variant variant) throws EngineException, IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(variant.options());
        all.putIfAbsent("input-shape", SHAPES.getOrDefault(name, ""));
        // Redistributable libraries without a device's own kernels need another choice here.
        all.put("hardware-compatibility", System.getenv().getOrDefault("GPU_AUDIT_HARDWARE_COMPATIBILITY", "none"));
        BuildRequest request =
                new BuildRequest(file, "tensorrt", name + "-" + variant.suffix(), engines, all, variant.number());
        AtomicBoolean made = new AtomicBoolean();
        long start = System.nanoTime();
        Path directory = builder.build(request, (stage, fraction) -> made.set(true));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (EngineBuild.readIfThere(directory) == null) {
            note(directory, variant.number(), made.get() ? seconds : null);
        }
        return directory;
    }

    /** @param seconds null for an engine of an earlier attempt that was cut off before this was noted */
    private void note(Path directory, int number, @Nullable Double seconds) throws EngineException, IOException {
        new EngineBuild(1, UUID.randomUUID().toString(), number, SoakClock.SYSTEM.wallNanos(), seconds)
                .write(directory);
        EngineManifest manifest = EngineManifest.read(directory);
        sayer.say(
                "built %s, number %d, %s: tactics %.12s, plan %.12s, margins %s",
                manifest.name(),
                number,
                seconds == null ? "in an earlier attempt" : String.format(Locale.ROOT, "in %.1f s", seconds),
                String.valueOf(manifest.scheduleDigest()),
                manifest.artefactDigest(),
                Files.readString(directory.resolve("tactic-margins.json")).strip());
    }

    InferenceEngine open(Path directory) throws EngineException {
        return provider.open(directory, EngineManifest.read(directory), EngineSettings.SINGLE_THREAD);
    }

    AuditRun run(Path directory, String device, Publication publication) throws EngineException {
        InferenceEngine engine = open(directory);
        try {
            EngineBuild build = EngineBuild.readIfThere(directory);
            return new AuditRun(engine, inputs, declared, build, device, publication, SoakClock.SYSTEM);
        } catch (EngineException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }
}
