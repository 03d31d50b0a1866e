package io.soakline.produce.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtBuilderTest {

    @TempDir
    Path folder;

    private final RecordedTensorRt tensorRt = new RecordedTensorRt();

    private Path build(Map<String, String> options, int number) throws Exception {
        Path model = Files.write(folder.resolve("tiny.onnx"), RecordedTensorRt.EMPTY_MODEL);
        return new TensorRtBuilder(() -> tensorRt)
                .build(
                        new BuildRequest(model, "tensorrt", "tiny", folder.resolve("cache"), options, number),
                        (stage, fraction) -> {});
    }

    @Test
    void build_keepsPlanLayersLogAndMargins() throws Exception {
        Path engine = build(Map.of(), 1);
        assertThat(engine.resolve("model.plan")).exists();
        assertThat(engine.resolve("layers.json")).content().contains("conv1");
        assertThat(engine.resolve("build.log")).content().contains("sm80_xmma_fprop_b");
        assertThat(engine.resolve("tactic-margins.json"))
                .content()
                .contains("\"choices\":2", "\"shareWithin1Percent\":0.5");
        EngineManifest manifest = EngineManifest.read(engine);
        assertThat(manifest.target()).isEqualTo("recorded sm_90");
        assertThat(manifest.configuration()).containsEntry("tf32", "false").containsEntry("sync", "spin");
        assertThat(manifest.scheduleDigest()).matches("[0-9a-f]{64}");
    }

    /** What it will come to is not known, so that no share of it is told. */
    @Test
    void build_tellsHowManyChoicesAreMade() throws Exception {
        Path model = Files.write(folder.resolve("tiny.onnx"), RecordedTensorRt.EMPTY_MODEL);
        List<String> told = new ArrayList<>();
        new TensorRtBuilder(() -> tensorRt)
                .build(
                        new BuildRequest(model, "tensorrt", "tiny", folder.resolve("cache"), Map.of(), 1),
                        (stage, fraction) -> told.add(stage + (Double.isNaN(fraction) ? "" : " " + fraction)));
        assertThat(told)
                .containsExactly(
                        "converting tiny.onnx",
                        "timing tactics",
                        "timing tactics, 1 choices made",
                        "timing tactics, 2 choices made",
                        "loading the plan",
                        "done 1.0");
    }

    @Test
    void build_givenHigherNumber_isAnotherFolderOfTheSameEngine() throws Exception {
        Path first = build(Map.of(), 1);
        Path second = build(Map.of(), 2);
        assertThat(second).isNotEqualTo(first);
        assertThat(EngineManifest.read(second).engineId())
                .isEqualTo(EngineManifest.read(first).engineId());
    }

    @Test
    void build_givenTheSameAgain_findsIt() throws Exception {
        Path first = build(Map.of(), 1);
        Files.delete(first.resolve("build.log"));
        assertThat(build(Map.of(), 1).resolve("build.log")).doesNotExist();
    }

    @Test
    void build_givenAnotherWayToRun_isAnotherEngineOfTheSamePlan() throws Exception {
        Path plain = build(Map.of(), 1);
        Path graph = build(Map.of("graph", "true"), 1);
        assertThat(tensorRt.builds).isEqualTo(1);
        assertThat(graph).isNotEqualTo(plain);
        assertThat(EngineManifest.read(graph).configuration()).containsEntry("graph", "true");
        assertThat(EngineManifest.read(graph).artefactDigest())
                .isEqualTo(EngineManifest.read(plain).artefactDigest());
        build(Map.of("graph", "true"), 2);
        build(Map.of("precision", "fp16"), 1);
        assertThat(tensorRt.builds).isEqualTo(3);
    }

    @Test
    void build_givenAnotherDeviceOrVersion_buildsAnew() throws Exception {
        Path first = build(Map.of(), 1);
        tensorRt.gpu = "another";
        Path elsewhere = build(Map.of(), 1);
        tensorRt.version = "11.3.0";
        Path later = build(Map.of("graph", "true"), 1);
        assertThat(tensorRt.builds).isEqualTo(3);
        assertThat(List.of(first, elsewhere, later)).doesNotHaveDuplicates();
    }

    @Test
    void build_givenOneCutOffAfterThePlan_usesThatPlan() throws Exception {
        Path engine = build(Map.of(), 1);
        Files.delete(engine.resolve(EngineManifest.FILE_NAME));
        Path draft = Files.move(engine, engine.resolveSibling("building-1"));
        assertThat(build(Map.of(), 1)).isEqualTo(engine).isNotEqualTo(draft);
        assertThat(tensorRt.builds).isEqualTo(1);
    }

    @Test
    void build_givenOneCutOffBeforeThePlanWasLoaded_buildsAnew() throws Exception {
        Path engine = build(Map.of(), 1);
        Files.delete(engine.resolve(EngineManifest.FILE_NAME));
        Files.delete(engine.resolve("layers.json"));
        Files.move(engine, engine.resolveSibling("building-1"));
        build(Map.of(), 1);
        assertThat(tensorRt.builds).isEqualTo(2);
    }

    @Test
    void build_givenBadOptions_saysWhatIsExpected() {
        assertThatThrownBy(() -> build(Map.of("precision", "int8"), 1))
                .isInstanceOf(EngineException.class)
                .hasMessage("option precision is \"int8\", expected fp32 or fp16");
        assertThatThrownBy(() -> build(Map.of("optimization-level", "6"), 1)).hasMessageContaining("expected 0 to 5");
        assertThatThrownBy(() -> build(Map.of("error-on-cache-miss", "true"), 1))
                .hasMessageContaining("timing-cache");
    }

    @Test
    void tacticDigest_dependsOnTacticsAndFormatsOnly() throws Exception {
        String digest = TacticMap.digest(RecordedTensorRt.LAYERS);
        assertThat(TacticMap.digest(RecordedTensorRt.LAYERS.replace("\"one\"", "\"two\"")))
                .isEqualTo(digest);
        assertThat(TacticMap.digest(RecordedTensorRt.LAYERS.replace("0x12", "0x13")))
                .isNotEqualTo(digest);
        assertThat(TacticMap.digest(RecordedTensorRt.LAYERS.replace("FP32", "FP16")))
                .isNotEqualTo(digest);
        assertThatThrownBy(() -> TacticMap.digest("{\"Layers\": []}")).hasMessageContaining("names no layers");
    }

    @Test
    void tacticMargins_givenNoTimes_areNotANumber() {
        assertThat(new TacticMargins().closeShare(5)).isNaN();
        TacticMargins margins = new TacticMargins();
        RecordedTensorRt.LOG.forEach(margins::accept);
        assertThat(margins.closeShare(0.5)).isZero();
        assertThat(margins.closeShare(60)).isCloseTo(1, within(0.0));
    }
}
