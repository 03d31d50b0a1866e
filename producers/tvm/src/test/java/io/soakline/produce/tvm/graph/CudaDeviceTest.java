package io.soakline.produce.tvm.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDeviceTest {

    @ParameterizedTest
    @CsvSource({"sm_90, 9.0", "sm_86, 8.6", "sm_86, 8.9", "sm_100, 10.0", "sm_90a, 9.0", "sm_120, 12.1"})
    void requireCode_givenSameMajorAndNoOlderMinor_runs(String arch, String capability) {
        assertThatCode(() -> CudaDevice.requireCode(engine(arch), capability)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"sm_90, 10.0, sm_100", "sm_89, 8.6, sm_86", "sm_86, 9.0, sm_90", "sm_90a, 9.1, sm_91"})
    void requireCode_givenAnother_saysHowToBuildForIt(String arch, String capability, String wanted) {
        assertThatThrownBy(() -> CudaDevice.requireCode(engine(arch), capability))
                .isInstanceOf(EngineException.class)
                .hasMessage("engine small is compiled for " + arch + ", and the GPU here has compute capability "
                        + capability + "; build it with target=\"cuda -arch=" + wanted + "\"");
    }

    private static EngineManifest engine(String arch) {
        List<TensorSpec> tensors = List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1L)));
        return new EngineManifest(
                1,
                "small",
                "tvm",
                "0.18.0",
                "cuda -arch=" + arch,
                "small.onnx",
                "0".repeat(64),
                new TreeMap<>(),
                null,
                "1".repeat(64),
                tensors,
                tensors);
    }
}
