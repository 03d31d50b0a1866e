package io.soakline.produce.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.Digests;
import io.soakline.log.InferenceColumns;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.declare.DetectionLayout;
import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.output.golden.GoldenKeeper;
import io.soakline.produce.output.golden.GoldenOutputs;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.soak.LoadSettings;
import io.soakline.produce.soak.PauseIntervals;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.Soak;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.SoakOutputs;
import io.soakline.produce.soak.SoakSettings;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.record.ElementDifference;
import io.soakline.record.GoldenComparison;
import io.soakline.record.OutputSketch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each defect shows in the records that a soak writes, and they name it exactly. */
@Timeout(60)
class OutputDefectsTest {

    private static final int INPUTS = 64;
    private static final OutputRule LABELS = new OutputRule.Classification(new OutputReference(null, 0), null, null);
    private static final OutputRule ROWS = new Detections(
            new DetectionLayout.Rows(new OutputReference(null, 0), List.of("x1", "y1", "x2", "y2", "score", "class")),
            0,
            0.5,
            null);

    @TempDir
    Path folder;

    private final InMemoryPublisher log = new InMemoryPublisher();
    private final Publication publication =
            new Publication(log, new PauseIntervals(), new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()));

    @AfterEach
    void close() {
        publication.close();
    }

    private Path build(int number, String outputShape, String... options) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("latency-micros", "0", "input-shape", "1x64", "output-shape", outputShape));
        for (String option : options) {
            all.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        Path model = Files.writeString(folder.resolve("model.onnx"), "any bytes");
        return new SyntheticBuilder()
                .build(new BuildRequest(model, "synthetic", "s", folder, all, number), (stage, fraction) -> {});
    }

    /** Soaks for so many calls. */
    private void soak(Path engine, int calls, SoakOutputs outputs) throws Exception {
        EngineManifest manifest = EngineManifest.read(engine);
        InputSet inputs = GeneratedInputs.of(manifest.inputs(), INPUTS, 1);
        Soak.RunKey key =
                new Soak.RunKey("run", "device", manifest.engineId(), manifest.modelDigest(), inputs.digest());
        int[] asked = {0};
        try (SyntheticEngine opened =
                (SyntheticEngine) new SyntheticProvider().open(engine, manifest, EngineSettings.SINGLE_THREAD)) {
            Soak soak = new Soak(
                    key,
                    opened,
                    inputs,
                    LoadSettings.CLOSED,
                    new SoakSettings(0, Duration.ZERO, 0, Duration.ofMillis(100), 1024),
                    outputs,
                    publication,
                    SoakClock.SYSTEM,
                    () -> asked[0]++ == calls);
            assertThat(soak.turn(Duration.ofMinutes(1).toNanos()).inferences()).isEqualTo(calls);
        }
        publication.drain();
    }

    private SoakOutputs declared(OutputRule rule) {
        return new SoakOutputs(rule, null, null);
    }

    private List<OutputSketch> sketches() throws Exception {
        List<OutputSketch> sketches = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.OUTPUTS)) {
            sketches.add(RecordCodec.of(OutputSketch.class).decode(published.value()));
        }
        return sketches;
    }

    /** Canonical, then raw digests that came for each input, in the order of the calls. */
    private Map<Integer, List<String>> digests(boolean raw) throws Exception {
        Map<Integer, List<String>> digests = new HashMap<>();
        InferenceColumns batch = new InferenceColumns();
        for (InMemoryPublisher.Published published : log.published(Topic.INFERENCES)) {
            batch.decode(published.value());
            for (int i = 0; i < batch.count; i++) {
                int output = batch.outputIndex[i];
                digests.computeIfAbsent(batch.inputIndex[i], key -> new ArrayList<>())
                        .add(Digests.hex(
                                raw
                                        ? Digests.of(batch.rawDigestHigh[output], batch.rawDigestLow[output])
                                        : Digests.of(batch.digestHigh[output], batch.digestLow[output])));
            }
        }
        return digests;
    }

    @Test
    void flippedBit_inOneCallOf100000_isFoundOnceAndNamedByElementAndBit() throws Exception {
        SoakOutputs keeping = keeping(build(1, "1x10"));
        soak(build(1, "1x10"), INPUTS, keeping);
        Objects.requireNonNull(keeping.keeper()).write();
        Path broken = build(1, "1x10", "flip-bit-every=90000", "flip-bit-input=17", "flip-bit-element=6", "flip-bit=3");
        soak(broken, 100_000, new SoakOutputs(null, GoldenOutputs.read(folder.resolve("golden"), null), null));

        List<OutputSketch> sketches = sketches();
        assertThat(sketches).hasSize(2 * INPUTS + 1);
        List<OutputSketch> differing = sketches.stream()
                .filter(s -> s.getGolden() != null && s.getGolden().getDiffering() > 0)
                .toList();
        assertThat(differing).hasSize(1);
        assertThat(differing.get(0).getInputIndex()).isEqualTo(17);
        GoldenComparison golden = Objects.requireNonNull(differing.get(0).getGolden());
        assertThat(golden.getDiffering()).isEqualTo(1);
        assertThat(golden.getMaxUlp()).isEqualTo(8);
        ElementDifference difference = golden.getExamples().get(0);
        assertThat(difference.getElement()).isEqualTo(6);
        assertThat(difference.getBits() ^ difference.getGoldenBits()).isEqualTo(1L << 3);
        long calls = digests(false).getOrDefault(17, List.of()).stream()
                .filter(Digests.hex(differing.get(0).getDigest())::equals)
                .count();
        assertThat(calls).isEqualTo(1);
    }

    private SoakOutputs keeping(Path engine) throws Exception {
        EngineManifest manifest = EngineManifest.read(engine);
        String inputs = GeneratedInputs.of(manifest.inputs(), INPUTS, 1).digest();
        List<Integer> all = IntStream.range(0, INPUTS).boxed().toList();
        return new SoakOutputs(null, null, new GoldenKeeper(folder.resolve("golden"), manifest, inputs, all));
    }

    @Test
    void reorderedDetections_declaredAsSuch_doNotCountAndDifferRaw() throws Exception {
        soak(build(1, "1x20x6", "reorder=1", "detections=1"), 3 * INPUTS, declared(ROWS));
        assertThat(distinct(digests(false))).isEqualTo(INPUTS);
        assertThat(distinct(digests(true))).isGreaterThan(2 * INPUTS);
        assertThat(sketches())
                .hasSize(Math.toIntExact(distinct(digests(true))))
                .allSatisfy(sketch -> assertThat(
                                Objects.requireNonNull(sketch.getAnswer()).getDetections())
                        .hasSize(20));
    }

    @Test
    void reorderedDetections_notDeclared_count() throws Exception {
        soak(build(1, "1x20x6", "reorder=1"), 3 * INPUTS, SoakOutputs.PLAIN);
        assertThat(distinct(digests(false))).isGreaterThan(2 * INPUTS);
    }

    private static long distinct(Map<Integer, List<String>> digests) {
        return digests.values().stream()
                .mapToLong(d -> d.stream().distinct().count())
                .sum();
    }

    @Test
    void negativeZero_isCanonicallyEqualAndCountedAndRawAnother() throws Exception {
        soak(build(1, "1x10", "zero-element=4"), INPUTS, SoakOutputs.PLAIN);
        soak(build(1, "1x10", "zero-element=4", "negative-zero-every=1"), INPUTS, SoakOutputs.PLAIN);
        List<OutputSketch> sketches = sketches();
        assertThat(sketches).hasSize(2 * INPUTS);
        for (int i = 0; i < INPUTS; i++) {
            OutputSketch positive = sketches.get(i);
            OutputSketch negative = sketches.get(INPUTS + i);
            assertThat(negative.getDigest()).isEqualTo(positive.getDigest());
            assertThat(negative.getRawDigest()).isNotEqualTo(positive.getRawDigest());
            assertThat(negative.getTensors().get(0).getNegativeZeroCount()).isEqualTo(1);
            assertThat(positive.getTensors().get(0).getNegativeZeroCount()).isZero();
        }
    }

    @Test
    void negativeZeroNowAndThen_isFoundWithinTheRun() throws Exception {
        // Every third call, and 64 inputs: in three passes each input has a negative zero once.
        soak(build(1, "1x10", "zero-element=4", "negative-zero-every=3"), 3 * INPUTS, SoakOutputs.PLAIN);
        Map<Integer, List<OutputSketch>> byInput =
                sketches().stream().collect(Collectors.groupingBy(OutputSketch::getInputIndex));
        assertThat(byInput).hasSize(INPUTS).allSatisfy((input, forms) -> {
            assertThat(forms)
                    .extracting(sketch -> sketch.getTensors().get(0).getNegativeZeroCount())
                    .containsExactlyInAnyOrder(0L, 1L);
            assertThat(forms)
                    .extracting(OutputSketch::getDigest)
                    .containsOnly(forms.get(0).getDigest());
            assertThat(forms).extracting(Keys::of).doesNotHaveDuplicates();
        });
    }

    @Test
    void nan_isCountedInItsTensor() throws Exception {
        soak(build(1, "1x10", "nan-probability=1"), INPUTS, SoakOutputs.PLAIN);
        assertThat(sketches())
                .hasSize(INPUTS)
                .allSatisfy(sketch ->
                        assertThat(sketch.getTensors().get(0).getNanCount()).isEqualTo(1));
    }

    @Test
    void flippedLabels_areThoseOfExactlyTheFirstInputs() throws Exception {
        soak(build(1, "1x10"), INPUTS, declared(LABELS));
        soak(build(1, "1x10", "label-flips=1"), INPUTS, declared(LABELS));
        List<OutputSketch> sketches = sketches();
        Set<Integer> flipped = new HashSet<>();
        for (OutputSketch sketch : sketches.subList(INPUTS, sketches.size())) {
            OutputSketch before = sketches.get(sketch.getInputIndex());
            if (!labels(sketch).equals(labels(before))) {
                flipped.add(sketch.getInputIndex());
            }
        }
        assertThat(flipped).containsExactly(0);
    }

    private static List<Integer> labels(OutputSketch sketch) {
        return Objects.requireNonNull(sketch.getAnswer()).getLabels();
    }

    @Test
    void rebuild_givenSearch_isAnotherEngineWithOtherBits() throws Exception {
        Path first = build(1, "1x10", "rebuild-ulps=3");
        Path second = build(2, "1x10", "rebuild-ulps=3");
        assertThat(EngineManifest.read(second).engineId())
                .isNotEqualTo(EngineManifest.read(first).engineId());
        soak(first, INPUTS, SoakOutputs.PLAIN);
        soak(second, INPUTS, SoakOutputs.PLAIN);
        assertThat(sketches()).hasSize(2 * INPUTS);
        assertThat(distinct(digests(false))).isEqualTo(2 * INPUTS);
    }

    @Test
    void rebuild_givenNoSearch_isTheSameEngineInAnotherFolder() throws Exception {
        Path first = build(1, "1x10");
        Path second = build(2, "1x10");
        assertThat(second).isNotEqualTo(first);
        assertThat(EngineManifest.read(second).engineId())
                .isEqualTo(EngineManifest.read(first).engineId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flip-bit-element=10", "zero-element=10", "flip-bit=32", "label-flips=some", "flip-bit=-1"})
    void build_givenDefectThatCannotBe_refusesIt(String option) {
        assertThatThrownBy(() -> build(1, "1x10", option))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(option.substring(0, option.indexOf('=')));
    }
}
