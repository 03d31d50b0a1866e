package io.soakline.produce;

import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.SearchSeed;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.output.golden.GoldenKeeper;
import io.soakline.produce.output.golden.GoldenOutputs;
import io.soakline.produce.output.golden.Probes;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.Soak;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.SoakOutputs;
import io.soakline.record.Build;
import io.soakline.record.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Opens engines, and makes a run of each with everything that is known of it before it starts. Used by one thread. */
final class RunFactory {

    private final SoakPlan plan;
    private final EngineCatalog catalog;
    private final Publication publication;
    private final BooleanSupplier stop;
    private boolean keeps;

    RunFactory(SoakPlan plan, EngineCatalog catalog, Publication publication, BooleanSupplier stop) {
        this.plan = plan;
        this.catalog = catalog;
        this.publication = publication;
        this.stop = stop;
        keeps = plan.golden().keepIn() != null;
    }

    /** What a run starts with. */
    private record Subject(
            EngineManifest manifest,
            InputSet inputs,
            @Nullable ModelDeclaration declared,
            @Nullable EngineBuild build,
            @Nullable Long searchSeed,
            @Nullable GoldenOutputs golden) {

        @Nullable
        OutputRule rule() {
            return declared == null ? null : declared.outputs();
        }
    }

    /**
     * @param environment of all runs
     * @throws EngineException when the engine cannot be opened, or inputs, declaration or golden outputs do not fit it
     */
    EngineRun open(Path directory, Map<String, String> environment) throws EngineException {
        InferenceEngine engine = catalog.open(directory, plan.engineSettings());
        try {
            EngineManifest manifest = engine.manifest();
            ModelDeclaration declared = plan.inputs().declarationOf(directory, manifest);
            InputSet inputs = plan.inputs().forEngine(manifest, declared);
            GoldenOutputs golden = golden(manifest, inputs, declared);
            Subject subject = new Subject(
                    manifest,
                    inputs,
                    declared,
                    EngineBuild.readIfThere(directory),
                    SearchSeed.readIfThere(directory),
                    golden);
            GoldenKeeper keeper = keeper(manifest, inputs);
            Soak.RunKey key = new Soak.RunKey(
                    RunIds.create(manifest.name(), Instant.now()),
                    plan.deviceId(),
                    manifest.engineId(),
                    manifest.modelDigest(),
                    inputs.digest());
            Soak soak = new Soak(
                    key,
                    engine,
                    inputs,
                    plan.load(),
                    plan.soak(),
                    new SoakOutputs(subject.rule(), golden, keeper),
                    publication,
                    SoakClock.SYSTEM,
                    stop);
            Run record = record(key, subject, environment);
            record.getDevice().putAll(engine.deviceFacts());
            return new EngineRun(directory, engine, soak, record, keeper);
        } catch (EngineException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private @Nullable GoldenOutputs golden(
            EngineManifest manifest, InputSet inputs, @Nullable ModelDeclaration declared) throws EngineException {
        Path folder = plan.golden().compareWith();
        if (folder == null) {
            return null;
        }
        GoldenOutputs golden = GoldenOutputs.read(folder, declared == null ? null : declared.outputs());
        golden.requireFor(manifest, inputs.digest());
        return golden;
    }

    /** The first engine's outputs are kept. */
    private @Nullable GoldenKeeper keeper(EngineManifest manifest, InputSet inputs) throws EngineException {
        Path folder = plan.golden().keepIn();
        if (folder == null || !keeps) {
            return null;
        }
        keeps = false;
        List<Integer> probes = Probes.spread(plan.golden().probes(), inputs.size());
        return new GoldenKeeper(folder, manifest, inputs.digest(), probes);
    }

    private Run record(Soak.RunKey key, Subject subject, Map<String, String> environment) {
        EngineManifest manifest = subject.manifest();
        InputSet inputs = subject.inputs();
        ModelDeclaration declared = subject.declared();
        return Run.newBuilder()
                .setRunId(key.runId())
                .setDeviceId(key.deviceId())
                .setEngineId(key.engineId())
                .setEngineName(manifest.name())
                .setCompiler(manifest.compiler())
                .setCompilerVersion(manifest.compilerVersion())
                .setTarget(manifest.target())
                .setConfigurationDigest(manifest.configurationDigest())
                .setConfiguration(manifest.configuration())
                .setScheduleDigest(manifest.scheduleDigest())
                .setArtefactDigest(manifest.artefactDigest())
                .setBuild(subject.build() == null ? null : record(subject.build(), subject.searchSeed()))
                .setModelName(manifest.modelName())
                .setModelDigest(manifest.modelDigest())
                .setInputSetDigest(inputs.digest())
                .setInputCount(inputs.size())
                .setInputLabels(inputs.labels())
                .setInputFacts(inputs.facts())
                .setOutputDeclaration(declared == null ? null : declared.toRecord())
                .setProbes(
                        subject.golden() == null ? List.of() : subject.golden().probes())
                .setDevice(new TreeMap<>(plan.fingerprint()))
                .setEnvironment(environment(subject, environment))
                .setLoad(plan.load().toRecord())
                .setProducerVersion(ProducerVersion.read())
                .setStartedAtNanos(SoakClock.SYSTEM.wallNanos())
                .build();
    }

    private static Build record(EngineBuild build, @Nullable Long searchSeed) {
        return Build.newBuilder()
                .setBuildId(build.buildId())
                .setNumber(build.number())
                .setBuiltAtNanos(build.builtAtNanos())
                .setSeconds(build.seconds())
                .setSearchSeed(searchSeed)
                .build();
    }

    private static Map<String, String> environment(Subject subject, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("inputSet", subject.inputs().name());
        if (subject.rule() instanceof Detections detections) {
            all.put("iouThreshold", Double.toString(detections.iouThreshold()));
        }
        return all;
    }
}
