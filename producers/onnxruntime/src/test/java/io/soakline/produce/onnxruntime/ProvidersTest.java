package io.soakline.produce.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.TensorSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sessions with whatever providers the ONNX Runtime on the class path offers. */
class ProvidersTest {

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws Exception {
        model = Files.write(folder.resolve("tiny.onnx"), TinyModel.withRows(2));
    }

    private Path build(Map<String, String> options) throws EngineException {
        return new OnnxRuntimeBuilder()
                .build(
                        new BuildRequest(model, "onnxruntime", "tiny", folder.resolve("cache"), options),
                        (stage, fraction) -> {});
    }

    @Test
    void build_countsTheNodesByProviderAndKeepsNoProfile() throws Exception {
        Path engine = build(Map.of("optimization", "none"));

        assertThat(engine.resolve("placement.txt")).hasContent("CPU 2");
        try (Stream<Path> files = Files.list(engine)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("engine.json", "model.onnx", "placement.txt");
        }
    }

    @Test
    void build_givenTheProcessorByName_isTheSameEngine() throws Exception {
        assertThat(build(Map.of("provider", "cpu"))).isEqualTo(build(Map.of()));
    }

    @ParameterizedTest
    @EnumSource(ExecutionProvider.class)
    void build_givenProviderThatIsNotOffered_saysWhatIs(ExecutionProvider provider) {
        Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(provider.inRuntime()));

        assertThatThrownBy(() -> build(Map.of("provider", provider.word())))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("the ONNX Runtime here offers the providers cpu")
                .hasMessageContaining("not " + provider.word() + ": ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void open_givenEngineOfProviderThatIsNotOffered_refusesIt() throws Exception {
        Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.QNN));
        EngineManifest built = EngineManifest.read(build(Map.of()));
        Map<String, String> choice =
                ProviderChoice.parse(Map.of("provider", "qnn")).configuration();
        TreeMap<String, String> configuration = new TreeMap<>(built.configuration());
        configuration.putAll(choice);

        assertThatThrownBy(() ->
                        OnnxSession.open(model, model, 1, "all", ProviderChoice.ofConfiguration(configuration), null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("not qnn");
    }

    private static EngineManifest with(EngineManifest built, SortedMap<String, String> configuration) {
        return new EngineManifest(
                built.version(),
                built.name(),
                built.compiler(),
                built.compilerVersion(),
                built.target(),
                built.modelName(),
                built.modelDigest(),
                configuration,
                null,
                built.artefactDigest(),
                built.inputs(),
                built.outputs());
    }

    @Test
    void engineId_dependsOnProviderItsOptionsAndFallback() throws Exception {
        EngineManifest built = EngineManifest.read(build(Map.of()));
        Set<String> identities = new HashSet<>();
        for (Map<String, String> given : List.of(
                Map.<String, String>of(),
                Map.of("provider", "cuda"),
                Map.of("provider", "cuda", "provider-options", "use_tf32=0"),
                Map.of("provider", "cuda", "fallback", "allow"),
                Map.of("provider", "tensorrt"),
                Map.of("provider", "acl"),
                Map.of("provider", "acl", "provider-options", "enable_fast_math=true"))) {
            TreeMap<String, String> configuration = new TreeMap<>(built.configuration());
            configuration.putAll(ProviderChoice.parse(given).configuration());
            identities.add(with(built, configuration).engineId());
        }
        assertThat(identities).hasSize(7).contains(built.engineId());
    }

    @Test
    void open_givenEngineOfAnotherNativeBuild_refusesIt() throws Exception {
        Path engine = build(Map.of());
        EngineManifest built = EngineManifest.read(engine);
        TreeMap<String, String> configuration = new TreeMap<>(built.configuration());
        configuration.put("native-build", "33272493e3d3298783d3");
        EngineManifest foreign = with(built, configuration);

        assertThat(foreign.engineId()).isNotEqualTo(built.engineId());
        assertThatThrownBy(() -> new OnnxRuntimeProvider().open(engine, foreign, EngineSettings.SINGLE_THREAD))
                .isInstanceOf(EngineException.class)
                .hasMessage("engine tiny was built with ONNX Runtime " + built.compilerVersion()
                        + " of the libraries 33272493e3d3, and here is " + built.compilerVersion()
                        + "; build it again");
    }

    @Test
    void open_givenNoFallback_refusesNodesThatWouldRunOnTheProcessor() {
        ProviderChoice nothingElse = new ProviderChoice(ExecutionProvider.CPU, new TreeMap<>(), false);

        assertThatThrownBy(() -> OnnxSession.open(model, model, 1, "all", nothingElse, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("fallback to CPU EP has been explicitly disabled")
                .hasMessageEndingWith("with fallback=allow what cpu cannot run runs on the processor")
                .hasMessageNotContaining("\n");
    }

    @Test
    void digest_dependsOnTheRuntimeAndItsProviders() throws Exception {
        Path runtime = Files.writeString(folder.resolve(System.mapLibraryName("onnxruntime")), "runtime");
        Files.createFile(folder.resolve(System.mapLibraryName("onnxruntime4j_jni")));
        String alone = NativeBuild.digest(folder);
        assertThat(alone).isEqualTo(ContentDigest.ofFile(runtime));

        Path provider = folder.resolve(System.mapLibraryName("onnxruntime_providers_dnnl"));
        Files.writeString(provider, "one");
        String withOne = NativeBuild.digest(folder);
        Files.writeString(provider, "other");
        assertThat(List.of(alone, withOne, NativeBuild.digest(folder))).doesNotHaveDuplicates();

        Files.delete(runtime);
        assertThatThrownBy(() -> NativeBuild.digest(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(runtime.toString());
    }

    @Test
    void engine_givenTensorThatCannotBeBound_closesItsSession() throws Exception {
        EngineManifest built = EngineManifest.read(build(Map.of()));
        TensorSpec endless = new TensorSpec("y", ElementType.FLOAT32, List.of(1L << 40));
        EngineManifest wrong = new EngineManifest(
                built.version(),
                built.name(),
                built.compiler(),
                built.compilerVersion(),
                built.target(),
                built.modelName(),
                built.modelDigest(),
                built.configuration(),
                null,
                built.artefactDigest(),
                built.inputs(),
                List.of(endless));
        OrtSession session = OnnxSession.open(model, model, 1, "all", ProviderChoice.CPU, null);

        assertThatThrownBy(() -> new OnnxRuntimeEngine(wrong, session)).isNotNull();
        assertThatThrownBy(session::getInputInfo).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "onnxruntime4j_jni"})
    void choose_givenFolderWithoutALibrary_namesIt(String missing) throws Exception {
        for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            if (!library.equals(missing)) {
                Files.createFile(folder.resolve(System.mapLibraryName(library)));
            }
        }

        assertThatThrownBy(() -> NativeBuild.choose(folder.toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("SOAKLINE_ONNXRUNTIME_LIBS is " + folder + ", where "
                        + System.mapLibraryName(missing) + " is missing")
                .hasMessageEndingWith("built with --build_java");
    }

    @Test
    void read_givenProfileOfSeveralProviders_countsEachNodeOnce() throws Exception {
        StringBuilder events = new StringBuilder("[{\"cat\":\"Session\",\"name\":\"model_run\",\"args\":{}}");
        for (String node : new String[] {"a CUDA", "b CUDA", "c CPU", "a CUDA"}) {
            String[] words = node.split(" ", -1);
            events.append(String.format(
                    Locale.ROOT,
                    ",{\"cat\":\"Node\",\"name\":\"%s_kernel_time\",\"args\":{\"provider\":\"%sExecutionProvider\"}}",
                    words[0],
                    words[1]));
        }
        Path profile = Files.writeString(folder.resolve("profile.json"), events + "]");

        assertThat(NodePlacement.read(profile).text()).isEqualTo("CPU 1, CUDA 2");
    }
}
