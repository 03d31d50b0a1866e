package io.soakline.produce.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtProvider;
import io.soakline.produce.engine.EngineException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderChoiceTest {

    @Test
    void parse_givenNothing_isTheProcessorAndAddsNothingToTheIdentity() throws Exception {
        ProviderChoice choice = ProviderChoice.parse(Map.of());

        assertThat(choice).isEqualTo(ProviderChoice.CPU);
        assertThat(choice.configuration()).isEmpty();
        assertThat(ProviderChoice.ofConfiguration(Map.of("optimization", "all")))
                .isEqualTo(ProviderChoice.CPU);
    }

    @Test
    void parse_givenOptions_namesAllOfThemInTheConfigurationAndReadsThemBack() throws Exception {
        ProviderChoice choice = ProviderChoice.parse(Map.of(
                "provider",
                "tensorrt",
                "provider-options",
                "device_id=1, trt_profile_min_shapes=x:1x3,y:1x4,trt_engine_cache_enable=1",
                "fallback",
                "allow"));

        assertThat(choice.options())
                .containsEntry("device_id", "1")
                .containsEntry("trt_profile_min_shapes", "x:1x3,y:1x4")
                .containsEntry("trt_engine_cache_enable", "1")
                .hasSize(3);
        assertThat(choice.configuration())
                .containsEntry("provider", "tensorrt")
                .containsEntry("fallback", "allow")
                .containsEntry("provider.device_id", "1");
        assertThat(ProviderChoice.ofConfiguration(choice.configuration())).isEqualTo(choice);
    }

    @Test
    void parse_givenCuda_recordsThatTf32IsOn() throws Exception {
        assertThat(ProviderChoice.parse(Map.of("provider", "cuda")).configuration())
                .containsEntry("provider.use_tf32", "1")
                .containsEntry("fallback", "refuse");
        assertThat(ProviderChoice.parse(Map.of("provider", "cuda", "provider-options", "use_tf32=0"))
                        .configuration())
                .containsEntry("provider.use_tf32", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "npu, '', refuse, 'option provider is \"npu\", expected one of cpu, cuda, tensorrt, openvino, acl,'",
        "cuda, device_id, refuse, 'option provider-options is \"device_id\", expected KEY=VALUE'",
        "cuda, =1, refuse, 'option provider-options is \"=1\", expected KEY=VALUE'",
        "cuda, '', maybe, 'option fallback is \"maybe\", expected refuse or allow'",
        "cpu, device_id=0, refuse, provider cpu has no option device_id; it has none",
        "openvino, cache_dir=x, refuse, provider openvino has no option cache_dir; it has device_type",
    })
    void parse_givenWrongOption_saysWhatIsExpected(String provider, String options, String fallback, String message) {
        Map<String, String> given =
                new HashMap<>(Map.of("provider", provider, "provider-options", options, "fallback", fallback));

        assertThatThrownBy(() -> ProviderChoice.parse(given))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void requireOffered_givenOtherBuild_namesWhatItOffersAndHowToGetTheRest() throws Exception {
        ProviderChoice openVino = ProviderChoice.parse(Map.of("provider", "openvino"));
        EnumSet<OrtProvider> gpuBuild = EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA, OrtProvider.TENSOR_RT);

        assertThatThrownBy(() -> openVino.requireOffered(gpuBuild))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "the ONNX Runtime here offers the providers cpu, cuda, tensorrt, not openvino: openvino needs"
                                + " a build with --use_openvino; name the folder of a build that has it in"
                                + " SOAKLINE_ONNXRUNTIME_LIBS");
        openVino.requireOffered(EnumSet.of(OrtProvider.CPU, OrtProvider.OPEN_VINO));
    }

    @ParameterizedTest
    @CsvSource({
        "cuda, 'Parse Unknown provider option: \"nokey\".', 'see ONNX Runtime''s documentation of that provider'",
        "cuda, 'libcublasLt.so.12: cannot open', 'are an NVIDIA driver, CUDA 12 with cuBLAS'",
        "dnnl, 'This binary was not compiled with DNNL support.', 'its library has dnnl, its Java glue (lib'",
        "xnnpack, 'XNNPACK execution provider is not supported in this build.', 'its library has xnnpack, its Java'",
        "openvino, Failed to find OpenVINO shared provider, put libonnxruntime_providers_openvino",
        "openvino, libopenvino.so cannot open, are the libraries of openvino in LD_LIBRARY_PATH?",
    })
    void advice_givenReason_saysWhatToDoNext(String provider, String reason, String advice) throws Exception {
        assertThat(ProviderChoice.parse(Map.of("provider", provider)).advice(reason))
                .startsWith(advice);
    }
}
