package io.soakline.produce.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.selftest.Finding;
import io.soakline.produce.selftest.SelfTests;
import io.soakline.produce.selftest.Subject;
import io.soakline.produce.soak.VirtualClock;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeBuilderTest {

    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("tiny.onnx"), bytes);
    }

    private Path build(Path model, Map<String, String> options) throws EngineException {
        return new OnnxRuntimeBuilder()
                .build(
                        new BuildRequest(model, "onnxruntime", "tiny", folder.resolve("cache"), options),
                        (stage, fraction) -> {});
    }

    @Test
    void build_givenFixedModel_writesManifestWithShapesAndVersion() throws Exception {
        Path model = write(TinyModel.withRows(2));
        EngineManifest manifest = EngineManifest.read(build(model, Map.of()));
        assertThat(manifest.inputs()).containsExactly(new TensorSpec("x", ElementType.FLOAT32, List.of(2L, 4L)));
        assertThat(manifest.outputs()).containsExactly(new TensorSpec("y", ElementType.FLOAT32, List.of(2L, 3L)));
        assertThat(manifest.modelDigest()).isEqualTo(ContentDigest.ofFile(model));
        assertThat(manifest.compilerVersion()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(manifest.modelName()).isEqualTo("tiny.onnx");
    }

    @Test
    void infer_computesTheModel() throws Exception {
        Path engine = build(write(TinyModel.withRows(1)), Map.of());
        try (InferenceEngine tiny =
                new OnnxRuntimeProvider().open(engine, EngineManifest.read(engine), EngineSettings.SINGLE_THREAD)) {
            ByteBuffer x = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
            x.putFloat(0, 1);
            tiny.stage(List.of(x));
            tiny.infer();
            ByteBuffer y = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
            tiny.fetch(0, y);
            // The first row of w is -1, 1/6, 4/3 - 1: the softmax of these three.
            double[] e = {Math.exp(-1), Math.exp(7 / 6.0 - 1), Math.exp(2 / 6.0 - 1)};
            double sum = e[0] + e[1] + e[2];
            for (int i = 0; i < 3; i++) {
                assertThat((double) y.getFloat(4 * i)).isCloseTo(e[i] / sum, within(1e-6));
            }
        }
    }

    @Test
    void build_givenSameModelAgain_findsTheSameEngineAndLeavesNoDraft() throws Exception {
        Path model = write(TinyModel.withRows(2));
        Path first = build(model, Map.of());
        assertThat(build(model, Map.of())).isEqualTo(first);
        try (Stream<Path> engines = Files.list(first.resolveSibling(""))) {
            assertThat(engines).containsExactly(first);
        }
    }

    @Test
    void build_givenOtherOptimisation_isAnotherEngine() throws Exception {
        Path model = write(TinyModel.withRows(2));
        assertThat(build(model, Map.of("optimization", "none"))).isNotEqualTo(build(model, Map.of()));
    }

    @Test
    void build_givenOpenShape_asksForIt() throws Exception {
        Path model = write(TinyModel.withRows(0));
        assertThatThrownBy(() -> build(model, Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("input x of the model has shape ?x4")
                .hasMessageContaining("--option input-shape=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5x4", "x:5x4"})
    void build_givenOpenShapeAndOption_fixesIt(String option) throws Exception {
        Path model = write(TinyModel.withRows(0));
        EngineManifest manifest = EngineManifest.read(build(model, Map.of("input-shape", option)));
        assertThat(manifest.inputs().get(0).shape()).containsExactly(5L, 4L);
        assertThat(manifest.outputs().get(0).shape()).containsExactly(5L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5x5", "4", "0x4", "ax4"})
    void build_givenShapeThatDoesNotFit_refuses(String option) throws Exception {
        Path model = write(TinyModel.withRows(0));
        assertThatThrownBy(() -> build(model, Map.of("input-shape", option)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("input-shape");
    }

    @Test
    void build_givenTruncatedModel_namesTheFileInOneLine() throws Exception {
        byte[] whole = TinyModel.withRows(2);
        Path model = write(Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> build(model, Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot load " + model)
                .message()
                .doesNotContain("\n")
                .doesNotContain("building-");
        try (Stream<Path> left = Files.list(folder.resolve("cache/onnxruntime"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void build_givenUnknownOptimisation_namesTheKnownOnes() throws Exception {
        Path model = write(TinyModel.withRows(2));
        assertThatThrownBy(() -> build(model, Map.of("optimization", "most")))
                .hasMessageContaining("expected all, extended, basic or none");
    }

    @Test
    void build_givenHigherNumber_compilesAgainIntoAnotherFolderAndIsTheSameEngine() throws Exception {
        Path model = write(TinyModel.withRows(2));
        Path first = build(model, Map.of());
        Path second = new OnnxRuntimeBuilder()
                .build(
                        new BuildRequest(model, "onnxruntime", "tiny", folder.resolve("cache"), Map.of(), 2),
                        (stage, fraction) -> {});
        assertThat(second).isNotEqualTo(first).exists();
        assertThat(EngineManifest.read(second)).isEqualTo(EngineManifest.read(first));
    }

    @Test
    void selfTests_givenBatchesAndThreads_compareThemWithEachOther() throws Exception {
        Path model = write(TinyModel.withRows(0));
        Path four = build(model, Map.of("input-shape", "4x4"));
        Path one = build(model, Map.of("input-shape", "1x4"));
        EngineManifest manifest = EngineManifest.read(four);
        Subject subject = new Subject(
                manifest,
                GeneratedInputs.of(manifest.inputs(), 8, 1),
                null,
                opener(four),
                EngineSettings.SINGLE_THREAD,
                new OnnxRuntimeProvider().offersThreads(),
                List.of(new Subject.Companion(EngineManifest.read(one), opener(one))));
        Map<SelfTestKind, Finding> findings = new EnumMap<>(SelfTestKind.class);
        ExecutorService threads = Executors.newFixedThreadPool(SelfTests.MOST_CONTEXTS);
        try {
            new SelfTests(new VirtualClock(20_000), Duration.ofMillis(100), threads).run(subject, findings::put);
        } finally {
            threads.shutdownNow();
        }
        assertThat(findings).hasSize(5);
        assertThat(findings.values()).allSatisfy(finding -> {
            assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(SelfTestOutcome.PASSED);
            assertThat(finding.trials()).isPositive();
        });
    }

    private static Subject.Opener opener(Path engine) {
        return settings -> new OnnxRuntimeProvider().open(engine, EngineManifest.read(engine), settings);
    }
}
