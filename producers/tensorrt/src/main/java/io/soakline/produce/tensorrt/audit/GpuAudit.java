package io.soakline.produce.tensorrt.audit;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.device.SamplingLoop;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.nvml.NvmlPowerHistory;
import io.soakline.produce.nvml.NvmlSampler;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.tensorrt.TensorRtBuilder;
import io.soakline.produce.tensorrt.TensorRtProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The experiment of {@code compose/gpu/run.sh}, in two steps that may be on different devices of one host.
 *
 * <ul>
 *   <li>{@code build MODELS OUT BUILDS MODEL…}: engines of these models at two precisions
 *   <li>{@code soak MODELS OUT BUILDS SECONDS}: what was not built yet, other ways to run, rebuilds with a timing cache, digests on
 *       the device, then all engines in turns, and what the telemetry costs. Leaves records and a summary.
 *   <li>{@code again MODELS OUT BUILDS SECONDS}: the engines in turns once more, on another device
 * </ul>
 *
 * <p>The device is the first of {@code CUDA_VISIBLE_DEVICES}, or 0.
 */
public final class GpuAudit {

    private static final long TURN_NANOS = 250_000_000L;
    private static final Duration SAMPLING_PERIOD = Duration.ofMillis(50);
    private static final long IDLE_MILLIS = 5_000;

    private final Path models;
    private final Path out;
    private final int builds;
    private final int gpu = gpu(System.getenv("CUDA_VISIBLE_DEVICES"));
    private final PrintStream summary;
    private final List<AuditRun> runs = new ArrayList<>();

    private GpuAudit(Path models, Path out, int builds, PrintStream summary) {
        this.models = models;
        this.out = out;
        this.builds = builds;
        this.summary = summary;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 5) {
            System.err.println("expected: build MODELS OUT BUILDS MODEL…, or soak or again MODELS OUT BUILDS SECONDS");
            System.exit(2);
        }
        String step = arguments[0];
        Path out = Files.createDirectories(Path.of(arguments[2]));
        String name = "summary-" + step + "-gpu" + gpu(System.getenv("CUDA_VISIBLE_DEVICES")) + ".txt";
        try (PrintStream summary = new PrintStream(appending(out.resolve(name)), true, StandardCharsets.UTF_8)) {
            GpuAudit audit = new GpuAudit(Path.of(arguments[1]), out, Integer.parseInt(arguments[3]), summary);
            if (step.equals("build")) {
                for (String model : List.of(arguments).subList(4, arguments.length)) {
                    buildAll(audit.model(model), AuditPlan.plain(audit.builds));
                }
            } else {
                audit.soak(Integer.parseInt(arguments[4]), step.equals("again"));
            }
        } catch (EngineException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** A summary goes on where an attempt that was cut off had come to. */
    private static OutputStream appending(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Where the records of this attempt go: {@code NAME.ndjson.gz}, or with a number while those of others are there. */
    static Path recordFile(Path folder, String name) {
        Path file = folder.resolve(name + ".ndjson.gz");
        for (int attempt = 2; Files.exists(file); attempt++) {
            file = folder.resolve(name + "-" + attempt + ".ndjson.gz");
        }
        return file;
    }

    /** First index of a list of devices; 0 when there is none, or when they are named otherwise. */
    static int gpu(@Nullable String visible) {
        String first = visible == null ? "" : visible.split(",", -1)[0].strip();
        return first.matches("[0-9]{1,3}") ? Integer.parseInt(first) : 0;
    }

    private void say(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        summary.println(line);
        System.out.println(line);
    }

    private AuditModel model(String name) throws EngineException {
        return new AuditModel(models, name, out, new TensorRtBuilder(), new TensorRtProvider(), this::say);
    }

    private static List<Path> buildAll(AuditModel model, List<AuditPlan.Variant> variants)
            throws EngineException, IOException, InterruptedException {
        List<Path> engines = new ArrayList<>();
        for (AuditPlan.Variant variant : variants) {
            engines.add(model.build(variant));
        }
        return engines;
    }

    /** Everything is built before the first record is written: an attempt cut off in hours of building leaves no records. */
    private void soak(int seconds, boolean again) throws EngineException, IOException, InterruptedException {
        Map<AuditModel, List<Path>> engines = new LinkedHashMap<>();
        for (String name : AuditModel.NAMES) {
            AuditModel model = model(name);
            engines.put(model, buildAll(model, variants(again)));
        }
        String device = "gpu-" + gpu;
        try (RecordFilePublisher publisher = new RecordFilePublisher(recordFile(out, "records-gpu" + gpu));
                PauseMonitor pauses = PauseMonitor.start();
                ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime());
                Publication publication = new Publication(publisher, pauses.intervals(), throttling);
                NvmlSampler sampler = NvmlSampler.open(gpu);
                NvmlPowerHistory powerHistory = NvmlPowerHistory.open(gpu)) {
            say("device: %s", sampler.check().message());
            say("device: %s", powerHistory.check().message());
            for (Map.Entry<AuditModel, List<Path>> model : engines.entrySet()) {
                for (Path engine : model.getValue()) {
                    runs.add(model.getKey().run(engine, device, publication));
                }
            }
            if (!again) {
                digests();
            }
            SamplingLoop sampling = SamplingLoop.start(publisher, sampler, device, SAMPLING_PERIOD);
            SamplingLoop history = SamplingLoop.start(publisher, powerHistory, device, SAMPLING_PERIOD);
            // Nothing executes yet: what the device draws idle is known from here.
            Thread.sleep(IDLE_MILLIS);
            announce(publisher);
            turns(seconds);
            if (!again) {
                AuditRun first = runs.get(0);
                OverheadBlocks.measure(Math.max(20, seconds / 2) / 2, first::soaked, first::bare)
                        .lines()
                        .forEach(line -> say("%s", line));
            }
            publication.drain();
            sampling.close();
            history.close();
            runs.forEach(run -> run.end());
            announce(publisher);
        }
        runs.forEach(run -> say("%s", run.line()));
    }

    private List<AuditPlan.Variant> variants(boolean again) {
        List<AuditPlan.Variant> variants = new ArrayList<>(AuditPlan.plain(builds));
        if (!again) {
            variants.addAll(AuditPlan.otherWays());
            variants.addAll(AuditPlan.cached(out.resolve("timing.cache")));
        }
        return variants;
    }

    /** Once with the models' own outputs, and once with larger ones. */
    private void digests() throws EngineException, IOException, InterruptedException {
        DigestMeasurement measurement = new DigestMeasurement(this::say);
        AuditModel detector = model("detector");
        for (AuditPlan.Variant variant : List.of(AuditPlan.resident(), AuditPlan.large())) {
            try (InferenceEngine engine = detector.open(detector.build(variant))) {
                measurement.measure(engine);
            }
        }
    }

    private void announce(RecordFilePublisher publisher) {
        RecordCodec<io.soakline.record.Run> codec = RecordCodec.of(io.soakline.record.Run.class);
        Delivery delivery = new Delivery();
        for (AuditRun run : runs) {
            publisher.send(Topic.RUNS, Keys.of(run.record()), codec.encode(run.record()), delivery);
        }
    }

    /** In turns, so that heat and clocks hit all alike. */
    private void turns(int seconds) throws EngineException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; System.nanoTime() - end < 0; i = (i + 1) % runs.size()) {
            runs.get(i).turn(TURN_NANOS);
        }
    }
}
