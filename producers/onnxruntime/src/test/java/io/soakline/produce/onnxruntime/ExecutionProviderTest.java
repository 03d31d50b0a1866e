package io.soakline.produce.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.soakline.produce.engine.EngineException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is offered here against what ONNX Runtime's Java interface on the class path has. */
class ExecutionProviderTest {

    /** Not switched on here: a processor that is in every session, Android, Windows, a removed one, and libraries by path. */
    private static final Set<String> LEFT_OUT =
            Set.of("addCPU", "addNnapi", "addDirectML", "addTvm", "addExecutionProvider");

    private static final Set<String> NO_PROVIDERS =
            Set.of("addConfigEntry", "addExternalInitializers", "addInitializer", "addFreeDimensionOverrideByName");

    private static final Set<String> USED = Set.of(
            "addCUDA",
            "addTensorrt",
            "addOpenVINO",
            "addACL",
            "addDnnl",
            "addXnnpack",
            "addROCM",
            "addQnn",
            "addWebGPU",
            "addCoreML");

    /** A provider that a later version adds or drops shows here. */
    @Test
    void sessionOptions_haveNoOtherProviders() {
        Set<String> offered = Arrays.stream(SessionOptions.class.getMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> name.startsWith("add"))
                .collect(Collectors.toSet());
        offered.removeAll(NO_PROVIDERS);
        offered.removeAll(LEFT_OUT);
        assertThat(offered).isEqualTo(USED);
        assertThat(ExecutionProvider.values()).hasSize(USED.size() + 1);
    }

    @Test
    void providers_areDistinctInOnnxRuntime() {
        EnumSet<OrtProvider> distinct = EnumSet.noneOf(OrtProvider.class);
        for (ExecutionProvider provider : ExecutionProvider.values()) {
            distinct.add(provider.inRuntime());
        }
        assertThat(distinct).hasSize(ExecutionProvider.values().length);
    }

    /** Past the question whether it is offered: ONNX Runtime itself refuses, and in words that are understood here. */
    @ParameterizedTest
    @EnumSource(value = ExecutionProvider.class, mode = EnumSource.Mode.EXCLUDE, names = "CPU")
    void addTo_givenBuildWithoutIt_isRefusedInWordsThatHaveAnAdvice(ExecutionProvider provider) throws Exception {
        OnnxSession.environment();
        Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(provider.inRuntime()));
        ProviderChoice choice = ProviderChoice.parse(Map.of("provider", provider.word()));

        try (SessionOptions session = new SessionOptions()) {
            assertThatThrownBy(() -> provider.addTo(session, Map.of()))
                    .isInstanceOf(OrtException.class)
                    .satisfies(e -> assertThat(choice.advice(OnnxSession.oneLine((OrtException) e)))
                            .doesNotContain("LD_LIBRARY_PATH"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ACL, enable_fast_math, yes, expected true or false",
        "DNNL, use_arena, 1, expected true or false",
        "ROCM, device_id, first, expected a whole number",
    })
    void addTo_givenWrongValue_saysWhatIsExpected(ExecutionProvider provider, String key, String value, String words)
            throws Exception {
        OnnxSession.environment();
        try (SessionOptions session = new SessionOptions()) {
            assertThatThrownBy(() -> provider.addTo(session, Map.of(key, value)))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("provider option " + key + " is \"" + value + "\", " + words);
        }
    }
}
