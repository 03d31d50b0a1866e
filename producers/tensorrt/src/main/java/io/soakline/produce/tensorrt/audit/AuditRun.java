package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.declare.ModelDeclaration;
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
import io.soakline.produce.tensorrt.TensorRtEngine;
import io.soakline.produce.tensorrt.door.Execution;
import io.soakline.record.Build;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** One engine of the experiment, with its soak and what is known of its times. */
final class AuditRun {

    static final String DEVICE = "gpu-0";

    private final TimedEngine timed;
    private final int number;
    private final InputSet inputs;
    private final Soak soak;
    private final Run record;

    AuditRun(
            TensorRtEngine engine,
            InputSet inputs,
            ModelDeclaration declared,
            int number,
            double buildSeconds,
            Publication publication)
            throws EngineException {
        timed = new TimedEngine(engine);
        this.number = number;
        this.inputs = inputs;
        EngineManifest manifest = engine.manifest();
        inputs.requireFor(manifest);
        Soak.RunKey key = new Soak.RunKey(
                manifest.name() + "-" + UUID.randomUUID().toString().substring(0, 8),
                DEVICE,
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
                SoakClock.SYSTEM,
                () -> false);
        record = Run.newBuilder()
                .setRunId(key.runId())
                .setDeviceId(DEVICE)
                .setEngineId(key.engineId())
                .setEngineName(manifest.name())
                .setCompiler(manifest.compiler())
                .setCompilerVersion(manifest.compilerVersion())
                .setTarget(manifest.target())
                .setConfigurationDigest(manifest.configurationDigest())
                .setConfiguration(manifest.configuration())
                .setScheduleDigest(manifest.scheduleDigest())
                .setArtefactDigest(manifest.artefactDigest())
                .setBuild(Build.newBuilder()
                        .setBuildId(UUID.randomUUID().toString())
                        .setNumber(number)
                        .setBuiltAtNanos(SoakClock.SYSTEM.wallNanos())
                        .setSeconds(buildSeconds)
                        .build())
                .setModelName(manifest.modelName())
                .setModelDigest(manifest.modelDigest())
                .setInputSetDigest(inputs.digest())
                .setInputCount(inputs.size())
                .setInputLabels(inputs.labels())
                .setDevice(Map.of("target", manifest.target()))
                .setEnvironment(Map.of("sync", manifest.configuration().getOrDefault("sync", "")))
                .setLoad(LoadSettings.CLOSED.toRecord())
                .setProducerVersion("gpu-audit")
                .setStartedAtNanos(SoakClock.SYSTEM.wallNanos())
                .build();
    }

    Run record() {
        return record;
    }

    void turn(long nanos) throws EngineException {
        soak.turn(nanos);
    }

    /** The engine and nothing else: staged, called, fetched. Latencies in nanoseconds go to {@code times}. */
    void bare(long nanos, LatencyList times, List<ByteBuffer> outputs) throws EngineException {
        long end = System.nanoTime() + nanos;
        for (int i = 0; System.nanoTime() - end < 0; i = (i + 1) % inputs.size()) {
            timed.stage(inputs.input(i));
            long start = System.nanoTime();
            timed.infer();
            times.add(System.nanoTime() - start);
            for (int o = 0; o < outputs.size(); o++) {
                timed.fetch(o, outputs.get(o));
            }
        }
    }

    /** Latencies since it was last asked, as the timed calls took. */
    LatencyList takeLatencies() {
        return timed.take();
    }

    EngineManifest manifest() {
        return timed.manifest();
    }

    void end() {
        record.setEnd(RunEnd.newBuilder()
                .setEndedAtNanos(SoakClock.SYSTEM.wallNanos())
                .setProduced(soak.produced())
                .setExit(soak.delivery().failures() == 0 ? RunExit.COMPLETED : RunExit.FAILED)
                .setReason(soak.delivery().firstReason())
                .build());
        timed.close();
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-17s build %d  n %7d  p50 %7.1f us  p99 %7.1f us  max %8.1f us | device: h2d %5.1f  compute %6.1f  d2h %5.1f us",
                manifest().name(),
                number,
                soak.produced(),
                timed.all.quantile(0.5) / 1e3,
                timed.all.quantile(0.99) / 1e3,
                timed.all.quantile(1) / 1e3,
                timed.hostToDevice.quantile(0.5) / 1e3,
                timed.compute.quantile(0.5) / 1e3,
                timed.deviceToHost.quantile(0.5) / 1e3);
    }

    /** Notes each call's time, and for every sixteenth the phases; that is asked between calls. */
    private static final class TimedEngine implements InferenceEngine {

        private final TensorRtEngine engine;
        private final LatencyList all = new LatencyList();
        private final LatencyList hostToDevice = new LatencyList();
        private final LatencyList compute = new LatencyList();
        private final LatencyList deviceToHost = new LatencyList();
        private LatencyList recent = new LatencyList();
        private long calls;

        TimedEngine(TensorRtEngine engine) {
            this.engine = engine;
        }

        @Override
        public EngineManifest manifest() {
            return engine.manifest();
        }

        @Override
        public void stage(List<ByteBuffer> tensors) throws EngineException {
            engine.stage(tensors);
        }

        @Override
        public void infer() throws EngineException {
            long start = System.nanoTime();
            engine.infer();
            long took = System.nanoTime() - start;
            all.add(took);
            recent.add(took);
        }

        @Override
        public void fetch(int index, ByteBuffer destination) throws EngineException {
            engine.fetch(index, destination);
            if (index == 0 && calls++ % 16 == 0) {
                Execution.Phases phases = engine.phases();
                hostToDevice.add(Math.round(phases.hostToDevice()));
                compute.add(Math.round(phases.compute()));
                deviceToHost.add(Math.round(phases.deviceToHost()));
            }
        }

        LatencyList take() {
            LatencyList taken = recent;
            recent = new LatencyList();
            return taken;
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
