package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.soak.LoadSettings;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.Soak;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.SoakOutputs;
import io.soakline.produce.soak.SoakSettings;
import io.soakline.produce.tensorrt.TensorRtEngine;
import io.soakline.record.Build;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One engine of the experiment, with its soak and what is known of its times. */
final class AuditRun {

    private final TimedEngine timed;
    private final int number;
    private final InputSet inputs;
    private final Soak soak;
    private final Run record;

    AuditRun(
            TensorRtEngine engine,
            InputSet inputs,
            ModelDeclaration declared,
            @Nullable EngineBuild build,
            String device,
            Publication publication)
            throws EngineException {
        timed = new TimedEngine(engine);
        number = build == null ? 1 : build.number();
        this.inputs = inputs;
        EngineManifest manifest = engine.manifest();
        inputs.requireFor(manifest);
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
                SoakClock.SYSTEM,
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
                .setDevice(Map.of("target", manifest.target()))
                .setEnvironment(environment(manifest))
                .setLoad(LoadSettings.CLOSED.toRecord())
                .setProducerVersion("gpu-audit")
                .setStartedAtNanos(SoakClock.SYSTEM.wallNanos())
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

    /** Notes each call's time, and what the device's clock says of it. */
    private static final class TimedEngine implements InferenceEngine {

        private final TensorRtEngine engine;
        private final LatencyList all = new LatencyList();
        private final LatencyList copyIn = new LatencyList();
        private final LatencyList device = new LatencyList();
        private final LatencyList copyOut = new LatencyList();
        private LatencyList recent = new LatencyList();

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
        }

        @Override
        public @Nullable ResidentDigest residentDigest(List<byte[]> headers) throws EngineException {
            return engine.residentDigest(headers);
        }

        @Override
        public DeviceTimes deviceTimes() {
            DeviceTimes times = engine.deviceTimes();
            return new DeviceTimes() {
                @Override
                public void read() throws EngineException {
                    times.read();
                    device.add(times.deviceNanos());
                    if (times.copyInNanos() != NOT_KNOWN) {
                        copyIn.add(times.copyInNanos());
                        copyOut.add(times.copyOutNanos());
                    }
                }

                @Override
                public long deviceNanos() {
                    return times.deviceNanos();
                }

                @Override
                public long copyInNanos() {
                    return times.copyInNanos();
                }

                @Override
                public long copyOutNanos() {
                    return times.copyOutNanos();
                }
            };
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
