package io.soakline.produce.tensorrt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.npy.NpyFile;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.tensorrt.RecordedTensorRt;
import io.soakline.record.InferenceBatch;
import io.soakline.record.RunExit;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment's steps with TensorRT played back. */
class AuditModelTest {

    private static final long TURN_NANOS = 20_000_000L;

    @TempDir
    Path folder;

    private final RecordedTensorRt tensorRt = new RecordedTensorRt();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void writeModel() throws Exception {
        RecordedTensorRt.writeModel(folder.resolve("tiny.onnx"));
        Files.writeString(folder.resolve("tiny.soakline.json"), "{\"version\": 1}");
        Path inputs = Files.createDirectory(folder.resolve("tiny-inputs"));
        for (int i = 0; i < 3; i++) {
            ByteBuffer elements = ByteBuffer.allocate(32).putFloat(0, i);
            NpyFile.write(inputs.resolve(i + ".npy"), ElementType.FLOAT32, List.of(2L, 4L), elements);
        }
    }

    private void say(String format, Object... values) {
        said.add(String.format(Locale.ROOT, format, values));
    }

    private AuditModel model() throws EngineException {
        return new AuditModel(
                folder, "tiny", folder.resolve("out"), tensorRt.builder(), tensorRt.provider(), this::say);
    }

    @Test
    void build_twice_findsTheFirstAndSaysItOnce() throws Exception {
        AuditPlan.Variant second = AuditPlan.plain(2).get(1);
        Path engine = model().build(second);
        EngineBuild build = Objects.requireNonNull(EngineBuild.readIfThere(engine));
        assertThat(build.number()).isEqualTo(2);
        assertThat(build.seconds()).isNotNull();
        assertThat(model().build(second)).isEqualTo(engine);
        assertThat(EngineBuild.readIfThere(engine)).isEqualTo(build);
        assertThat(said).singleElement().asString().startsWith("built tiny-fp32, number 2, in ");
    }

    @Test
    void build_givenOneCutOffBeforeItsTimeWasNoted_doesNotInventOne() throws Exception {
        AuditPlan.Variant second = AuditPlan.plain(2).get(1);
        Files.delete(model().build(second).resolve(EngineBuild.FILE_NAME));
        EngineBuild build = Objects.requireNonNull(EngineBuild.readIfThere(model().build(second)));
        assertThat(build.number()).isEqualTo(2);
        assertThat(build.seconds()).isNull();
        assertThat(said.get(1)).startsWith("built tiny-fp32, number 2, in an earlier attempt: tactics ");
    }

    @Test
    void run_soaksInTurnsAndRecordsHowItEnded() throws Exception {
        InMemoryPublisher log = new InMemoryPublisher();
        try (PauseMonitor pauses = PauseMonitor.start();
                ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime());
                Publication publication = new Publication(log, pauses.intervals(), throttling)) {
            AuditRun run = model().run(model().build(AuditPlan.otherWays().get(1)), "gpu-0", publication);
            assertThat(run.record().getEnvironment()).containsEntry("sync", "block");
            assertThat(run.record().getDevice())
                    .containsEntry("gpu", "recorded")
                    .containsKey("cpuModel");
            run.turn(TURN_NANOS);
            LatencyList soaked = run.soaked(TURN_NANOS);
            LatencyList bare = run.bare(TURN_NANOS);
            assertThat(soaked.size()).isPositive();
            assertThat(bare.size()).isPositive();
            publication.drain();
            run.end();
            long produced = run.record().getEnd().getProduced();
            assertThat(produced).as("bare calls are not on the log").isGreaterThanOrEqualTo(soaked.size());
            assertThat(run.record().getEnd().getExit()).isEqualTo(RunExit.COMPLETED);
            assertThat(recorded(log)).isEqualTo(produced);
            assertThat(run.line())
                    .startsWith("tiny-fp32-block")
                    .contains("device     8.0  in   1.0  out   2.0 us", String.format("n %7d", produced));
        }
    }

    private static long recorded(InMemoryPublisher log) throws Exception {
        RecordCodec<InferenceBatch> codec = RecordCodec.of(InferenceBatch.class);
        long recorded = 0;
        for (InMemoryPublisher.Published batch : log.published(Topic.INFERENCES)) {
            recorded += codec.decode(batch.value()).getLatencyNanos().size();
        }
        return recorded;
    }

    @Test
    void run_givenInputsOfAnotherShape_refusesThem() throws Exception {
        NpyFile.write(
                folder.resolve("tiny-inputs/0.npy"), ElementType.FLOAT32, List.of(1L, 4L), ByteBuffer.allocate(16));
        assertThatThrownBy(() -> model()).isInstanceOf(EngineException.class).hasMessageContaining("0.npy");
    }

    @Test
    void digests_areComparedOnDeviceAndHost() throws Exception {
        AuditModel model = model();
        try (InferenceEngine engine = model.open(model.build(AuditPlan.resident()))) {
            new DigestMeasurement(this::say).measure(engine);
        }
        assertThat(said.get(1)).contains("32 bytes: 200 of 200 equal on device and host");
    }
}
