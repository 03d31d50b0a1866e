package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.device.DeviceFingerprint;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.soak.LoadSettings;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.Soak;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.SoakOutputs;
import io.soakline.produce.soak.SoakSettings;
import io.soakline.record.Build;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One engine of the experiment, with its soak and what is known of its times. */
final class AuditRun {

    private final TimedEngine timed;
    private final SoakClock clock;
    private final int number;
    private final InputSet inputs;
    private final List<ByteBuffer> outputs;
    private final Soak soak;
    private final Run record;

    /** Takes the engine over, unless it throws. */
    AuditRun(
            InferenceEngine engine,
            InputSet inputs,
            ModelDeclaration declared,
            @Nullable EngineBuild build,
            String device,
            Publication publication,
            SoakClock clock)
            throws EngineException {
        this.clock = clock;
        timed = new TimedEngine(engine, clock);
        number = build == null ? 1 : build.number();
        this.inputs = inputs;
        EngineManifest manifest = engine.manifest();
        inputs.requireFor(manifest);
        outputs = manifest.outputs().stream()
                .map(spec -> ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.LITTLE_ENDIAN))
                .toList();
        Soak.RunKey key = new Soak.RunKey(
                manifest.name() + "-" + UUID.randomUUID().toString().substring(0, 8),
                device,
                manifest.engineId(),
                manifest.modelDigest(),
                inputs.digest());
        soak = new Soak(
                key,
                timed,
                inputs,
                LoadSettings.CLOSED,
                SoakSettings.DEFAULT,
                new SoakOutputs(declared.outputs(), null, null),
                publication,
                clock,
                () -> false);
        record = Run.newBuilder()
                .setRunId(key.runId())
                .setDeviceId(device)
                .setEngineId(key.engineId())
                .setEngineName(manifest.name())
                .setCompiler(manifest.compiler())
                .setCompilerVersion(manifest.compilerVersion())
                .setTarget(manifest.target())
                .setConfigurationDigest(manifest.configurationDigest())
                .setConfiguration(manifest.configuration())
                .setScheduleDigest(manifest.scheduleDigest())
                .setArtefactDigest(manifest.artefactDigest())
                .setBuild(build == null ? null : record(build))
                .setModelName(manifest.modelName())
                .setModelDigest(manifest.modelDigest())
                .setInputSetDigest(inputs.digest())
                .setInputCount(inputs.size())
                .setInputLabels(inputs.labels())
                .setInputFacts(inputs.facts())
                .setDevice(device(engine))
                .setEnvironment(environment(manifest))
                .setLoad(LoadSettings.CLOSED.toRecord())
                .setProducerVersion("gpu-audit")
                .setStartedAtNanos(clock.wallNanos())
                .build();
    }

    private static Build record(EngineBuild build) {
        return Build.newBuilder()
                .setBuildId(build.buildId())
                .setNumber(build.number())
                .setBuiltAtNanos(build.builtAtNanos())
                .setSeconds(build.seconds())
                .build();
    }

    private static Map<String, String> device(InferenceEngine engine) {
        Map<String, String> device = new TreeMap<>(DeviceFingerprint.read());
        device.putAll(engine.deviceFacts());
        return device;
    }

    /** How the host waits, and what a run brings home. */
    private static Map<String, String> environment(EngineManifest manifest) {
        Map<String, String> environment = new TreeMap<>();
        for (String option : List.of("sync", "graph", "copy-out")) {
            environment.put(option, manifest.configuration().getOrDefault(option, ""));
        }
        return environment;
    }

    Run record() {
        return record;
    }

    void turn(long nanos) throws EngineException {
        soak.turn(nanos);
    }

    /** A turn with telemetry: what the timed calls took. */
    LatencyList soaked(long nanos) throws EngineException {
        timed.take();
        turn(nanos);
        return timed.take();
    }

    /** The engine and nothing else, staged, called, fetched: what the timed calls took. */
    LatencyList bare(long nanos) throws EngineException {
        timed.take();
        long end = clock.nanoTime() + nanos;
        for (int i = 0; clock.nanoTime() - end < 0; i = (i + 1) % inputs.size()) {
            timed.stage(inputs.input(i));
            timed.infer();
            for (int o = 0; o < outputs.size(); o++) {
                timed.fetch(o, outputs.get(o));
            }
        }
        return timed.take();
    }

    EngineManifest manifest() {
        return timed.manifest();
    }

    void end() {
        record.setEnd(RunEnd.newBuilder()
                .setEndedAtNanos(clock.wallNanos())
                .setProduced(soak.produced())
                .setExit(soak.delivery().failures() == 0 ? RunExit.COMPLETED : RunExit.FAILED)
                .setReason(soak.delivery().firstReason())
                .build());
        timed.close();
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-24s build %d  n %7d  p50 %7.1f us  p99 %7.1f us  max %8.1f us | device %7.1f  in %5.1f  out %5.1f us",
                manifest().name(),
                number,
                soak.produced(),
                timed.all.quantile(0.5) / 1e3,
                timed.all.quantile(0.99) / 1e3,
                timed.all.quantile(1) / 1e3,
                timed.device.quantile(0.5) / 1e3,
                timed.copyIn.quantile(0.5) / 1e3,
                timed.copyOut.quantile(0.5) / 1e3);
    }
}
