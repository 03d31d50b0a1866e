package io.soakline.produce.tensorrt.audit;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.device.SamplingLoop;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.input.InputFolder;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.nvml.NvmlSampler;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.tensorrt.TensorRtBuilder;
import io.soakline.produce.tensorrt.TensorRtEngine;
import io.soakline.produce.tensorrt.TensorRtProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The experiment of {@code compose/gpu/run.sh}: builds several engines of two models at two precisions, soaks them
 * interleaved, measures what the telemetry costs, and leaves records and a summary.
 *
 * <p>Arguments: folder of models and inputs ({@code classifier.onnx}, {@code classifier.soakline.json},
 * {@code classifier-inputs/}, the same for {@code detector}), output folder, builds per model and precision, seconds.
 */
public final class GpuAudit {

    private static final Map<String, String> SHAPES = Map.of("classifier", "1x3x48x192", "detector", "1x3x160x160");
    private static final long TURN_NANOS = 250_000_000L;

    private final Path models;
    private final Path out;
    private final PrintStream summary;
    private final List<AuditRun> runs = new ArrayList<>();

    private GpuAudit(Path models, Path out, PrintStream summary) {
        this.models = models;
        this.out = out;
        this.summary = summary;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("expected: MODELS OUT BUILDS SECONDS");
            System.exit(2);
        }
        Path out = Files.createDirectories(Path.of(arguments[1]));
        try (PrintStream summary =
                new PrintStream(Files.newOutputStream(out.resolve("summary.txt")), true, StandardCharsets.UTF_8)) {
            new GpuAudit(Path.of(arguments[0]), out, summary)
                    .run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        } catch (EngineException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void say(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        summary.println(line);
        System.out.println(line);
    }

    private void run(int builds, int seconds) throws EngineException, IOException, InterruptedException {
        try (RecordFilePublisher publisher = new RecordFilePublisher(out.resolve("records.ndjson.gz"));
                PauseMonitor pauses = PauseMonitor.start();
                ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime());
                Publication publication = new Publication(publisher, pauses.intervals(), throttling);
                NvmlSampler sampler = NvmlSampler.open(0)) {
            say("device: %s", sampler.check().message());
            for (String model : List.of("classifier", "detector")) {
                for (String precision : List.of("fp32", "fp16")) {
                    buildAll(model, precision, builds, publication);
                }
            }
            SamplingLoop sampling = SamplingLoop.start(publisher, sampler, AuditRun.DEVICE, Duration.ofMillis(50));
            announce(publisher);
            soak(seconds);
            new OverheadBlocks(this::say).measure(runs.get(0), Math.max(20, seconds / 2));
            publication.drain();
            sampling.close();
            runs.forEach(run -> run.end());
            announce(publisher);
        }
        runs.forEach(run -> say("%s", run.line()));
    }

    private void buildAll(String model, String precision, int builds, Publication publication)
            throws EngineException, IOException {
        TensorRtProvider provider = new TensorRtProvider();
        ModelDeclaration declared = ModelDeclaration.read(models.resolve(model + ".soakline.json"));
        InputSet inputs = InputFolder.read(models.resolve(model + "-inputs"), null, declared.preprocessing());
        for (int number = 1; number <= builds; number++) {
            String name = model + "-" + precision;
            BuildRequest request = new BuildRequest(
                    models.resolve(model + ".onnx"),
                    "tensorrt",
                    name,
                    out.resolve("engines"),
                    options(model, precision),
                    number);
            long start = System.nanoTime();
            Path directory = new TensorRtBuilder().build(request, (stage, fraction) -> {});
            double took = (System.nanoTime() - start) / 1e9;
            EngineManifest manifest = EngineManifest.read(directory);
            say(
                    "built %s, number %d, in %.1f s: tactics %.12s, plan %.12s, margins %s",
                    name,
                    number,
                    took,
                    String.valueOf(manifest.scheduleDigest()),
                    manifest.artefactDigest(),
                    Files.readString(directory.resolve("tactic-margins.json")).strip());
            TensorRtEngine engine = (TensorRtEngine) provider.open(directory, manifest, EngineSettings.SINGLE_THREAD);
            runs.add(new AuditRun(engine, inputs, declared, number, took, publication));
        }
    }

    /** {@code GPU_AUDIT_HARDWARE_COMPATIBILITY} in the environment chooses that builder option. */
    private static Map<String, String> options(String model, String precision) {
        String compatibility = System.getenv().getOrDefault("GPU_AUDIT_HARDWARE_COMPATIBILITY", "none");
        return Map.of(
                "precision", precision,
                "input-shape", SHAPES.getOrDefault(model, ""),
                "hardware-compatibility", compatibility);
    }

    private void announce(RecordFilePublisher publisher) {
        RecordCodec<io.soakline.record.Run> codec = RecordCodec.of(io.soakline.record.Run.class);
        Delivery delivery = new Delivery();
        for (AuditRun run : runs) {
            publisher.send(Topic.RUNS, Keys.of(run.record()), codec.encode(run.record()), delivery);
        }
    }

    /** In turns, so that heat and clocks hit all alike. */
    private void soak(int seconds) throws EngineException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; System.nanoTime() - end < 0; i = (i + 1) % runs.size()) {
            runs.get(i).turn(TURN_NANOS);
        }
    }
}
