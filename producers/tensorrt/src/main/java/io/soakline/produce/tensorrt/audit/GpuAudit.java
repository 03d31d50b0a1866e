package io.soakline.produce.tensorrt.audit;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.device.SamplingLoop;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.nvml.NvmlSampler;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.tensorrt.TensorRtEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Map<String, Map<String, String>> WAYS = ways();
    private static final int CACHED_BUILDS = 3;
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

    private static Map<String, Map<String, String>> ways() {
        Map<String, Map<String, String>> ways = new LinkedHashMap<>();
        ways.put("fp32-graph", Map.of("graph", "true"));
        ways.put("fp32-block", Map.of("sync", "block"));
        ways.put("fp32-resident", Map.of("copy-out", "false", "digest", "device"));
        return ways;
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
        try (PrintStream summary =
                new PrintStream(Files.newOutputStream(out.resolve(name)), true, StandardCharsets.UTF_8)) {
            GpuAudit audit = new GpuAudit(Path.of(arguments[1]), out, Integer.parseInt(arguments[3]), summary);
            if (step.equals("build")) {
                for (String model : List.of(arguments).subList(4, arguments.length)) {
                    audit.buildAll(audit.model(model));
                }
            } else {
                audit.soak(Integer.parseInt(arguments[4]), step.equals("again"));
            }
        } catch (EngineException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
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
        return new AuditModel(models, name, out, this::say);
    }

    private List<Path> buildAll(AuditModel model) throws EngineException, IOException {
        List<Path> engines = new ArrayList<>();
        for (String precision : List.of("fp32", "fp16")) {
            for (int number = 1; number <= builds; number++) {
                engines.add(model.build(precision, Map.of("precision", precision), number));
            }
        }
        return engines;
    }

    private void soak(int seconds, boolean again) throws EngineException, IOException, InterruptedException {
        String device = "gpu-" + gpu;
        try (RecordFilePublisher publisher = new RecordFilePublisher(out.resolve("records-gpu" + gpu + ".ndjson.gz"));
                PauseMonitor pauses = PauseMonitor.start();
                ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime());
                Publication publication = new Publication(publisher, pauses.intervals(), throttling);
                NvmlSampler sampler = NvmlSampler.open(gpu)) {
            say("device: %s", sampler.check().message());
            for (String name : AuditModel.NAMES) {
                AuditModel model = model(name);
                List<Path> engines = new ArrayList<>(buildAll(model));
                if (!again) {
                    engines.addAll(otherWays(model));
                    engines.addAll(cached(model));
                }
                for (Path engine : engines) {
                    runs.add(model.run(engine, device, publication));
                }
            }
            if (!again) {
                digests();
            }
            SamplingLoop sampling = SamplingLoop.start(publisher, sampler, device, Duration.ofMillis(50));
            // Nothing executes yet: what the device draws idle is known from here.
            Thread.sleep(IDLE_MILLIS);
            announce(publisher);
            turns(seconds);
            if (!again) {
                new OverheadBlocks(this::say).measure(runs.get(0), Math.max(20, seconds / 2));
            }
            publication.drain();
            sampling.close();
            runs.forEach(run -> run.end());
            announce(publisher);
        }
        runs.forEach(run -> say("%s", run.line()));
    }

    private static List<Path> otherWays(AuditModel model) throws EngineException, IOException {
        List<Path> engines = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> way : WAYS.entrySet()) {
            engines.add(model.build(way.getKey(), way.getValue(), 1));
        }
        return engines;
    }

    /** Rebuilds that share their tactics' times. The last may time nothing. */
    private List<Path> cached(AuditModel model) throws EngineException, IOException {
        List<Path> engines = new ArrayList<>();
        String cache = out.resolve("timing.cache").toString();
        for (int number = 1; number <= CACHED_BUILDS; number++) {
            engines.add(model.build("fp32-cached", Map.of("timing-cache", cache), number));
        }
        Map<String, String> strict = Map.of("timing-cache", cache, "error-on-cache-miss", "true");
        engines.add(model.build("fp32-strict", strict, 1));
        return engines;
    }

    /** Once with the models' own outputs, and once with an image so large that the output has 4 MB. */
    private void digests() throws EngineException, IOException {
        DigestMeasurement measurement = new DigestMeasurement(this::say);
        AuditModel detector = model("detector");
        Map<String, String> resident = WAYS.getOrDefault("fp32-resident", Map.of());
        try (TensorRtEngine engine = AuditModel.open(detector.build("fp32-resident", resident, 1))) {
            measurement.measure(engine);
        }
        Map<String, String> large = new LinkedHashMap<>(resident);
        large.put("input-shape", "1x3x1024x1024");
        large.put("optimization-level", "1");
        try (TensorRtEngine engine = AuditModel.open(detector.build("fp32-large", large, 1))) {
            measurement.measure(engine);
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
