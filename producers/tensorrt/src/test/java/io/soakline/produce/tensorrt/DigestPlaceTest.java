package io.soakline.produce.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestPlaceTest {

    @TempDir
    Path folder;

    private final RecordedTensorRt tensorRt = new RecordedTensorRt();

    private InferenceEngine engine(String digest) throws Exception {
        Path model = Files.write(folder.resolve("tiny.onnx"), RecordedTensorRt.EMPTY_MODEL);
        Path built = new TensorRtBuilder(() -> tensorRt)
                .build(
                        new BuildRequest(model, "tensorrt", "tiny", folder, Map.of("digest", digest)),
                        (stage, fraction) -> {});
        return new TensorRtProvider(() -> tensorRt)
                .open(built, EngineManifest.read(built), EngineSettings.SINGLE_THREAD);
    }

    @Test
    void device_givesWhatTheHostGivesForTheSameOutputs() throws Exception {
        try (InferenceEngine engine = engine("device")) {
            OutputDigest here = new OutputDigest(engine.manifest().outputs());
            ResidentDigest there = Objects.requireNonNull(engine.residentDigest(here.headers()));
            ByteBuffer input = ByteBuffer.allocateDirect(32).order(ByteOrder.LITTLE_ENDIAN);
            input.putFloat(8, 3.5f);
            engine.stage(List.of(input));
            engine.infer();
            engine.fetch(0, here.buffers().get(0));
            here.update();
            there.update();
            assertThat(List.of(there.high(), there.low())).isEqualTo(List.of(here.rawHigh(), here.rawLow()));
        }
    }

    @Test
    void host_asksTheDeviceForNothing() throws Exception {
        try (InferenceEngine engine = engine("host")) {
            assertThat(engine.residentDigest(List.of(new byte[18]))).isNull();
        }
    }

    @Test
    void withoutCompiler_autoFetchesAndDeviceRefuses() throws Exception {
        tensorRt.digests = false;
        try (InferenceEngine engine = engine("auto")) {
            assertThat(engine.residentDigest(List.of(new byte[18]))).isNull();
        }
        try (InferenceEngine engine = engine("device")) {
            assertThatThrownBy(() -> engine.residentDigest(List.of(new byte[18])))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("no CUDA compiler here");
        }
    }
}
