package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines for NVIDIA GPUs, as far as they go without one. */
class CudaEngineTest {

    private static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();
    private static final String HOPPER = "cuda -arch=sm_90";

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireLinux() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "TVM is bundled for Linux x86-64 only");
    }

    @Test
    void build_givenCudaTarget_compilesOrSaysWhatIsMissing() throws Exception {
        BuildRequest request =
                new BuildRequest(new SmallModel(1).write(folder), "tvm", "small-cuda", CACHE, Map.of("target", HOPPER));
        TvmEngineBuilder builder = new TvmEngineBuilder();
        String missing = CudaLibraries.ofHost().missingToCompile();

        if (!BundlePart.cudaIsPackaged()) {
            assertThatThrownBy(() -> builder.build(request, (stage, fraction) -> {}))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(
                            "target \"" + HOPPER + "\" needs TVM for CUDA, which is not packaged here; build Soakline"
                                    + " with the Maven profile tvm-cuda");
        } else if (!missing.isEmpty()) {
            assertThatThrownBy(() -> builder.build(request, (stage, fraction) -> {}))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(missing);
        } else {
            Path engine = builder.build(request, (stage, fraction) -> {});
            EngineManifest manifest = EngineManifest.read(engine);
            assertThat(manifest.target()).isEqualTo(HOPPER);
            assertThat(manifest.configuration()).containsKey("host-target");
            // An ELF file within the ELF file: the GPU's machine code.
            String code = Files.readString(engine.resolve("lib.so"), StandardCharsets.ISO_8859_1);
            assertThat(code.indexOf("\u007fELF", 4)).isPositive();
            assertThat(code).contains(".nv.info");
        }
    }

    @Test
    void open_givenCudaEngineAndNoGpu_saysSoInOneLine() throws Exception {
        Assumptions.assumeFalse(CudaLibraries.ofHost().missingToRun().isEmpty(), "this host may have a GPU");
        Path engine = new TvmEngineBuilder()
                .build(
                        new BuildRequest(new SmallModel(1).write(folder), "tvm", "small-tvm", CACHE, Map.of()),
                        (stage, fraction) -> {});
        EngineManifest built = EngineManifest.read(engine);
        EngineManifest forGpu = new EngineManifest(
                built.version(),
                "small-cuda",
                built.compiler(),
                built.compilerVersion(),
                HOPPER,
                built.modelName(),
                built.modelDigest(),
                new TreeMap<>(built.configuration()),
                null,
                built.artefactDigest(),
                built.inputs(),
                built.outputs());

        assertThatThrownBy(() -> new TvmEngineProvider().open(engine, forGpu, EngineSettings.SINGLE_THREAD))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("engine small-cuda has target \"" + HOPPER + "\": ")
                .hasMessageNotContaining("\n");
    }
}
