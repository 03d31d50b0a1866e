package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibrariesTest {

    @TempDir
    Path root;

    private void install(String folder, String... libraries) throws Exception {
        Path place = Files.createDirectories(root.resolve(folder));
        for (String library : libraries) {
            Files.createFile(place.resolve(library));
        }
    }

    private NativeLibraries host() {
        return NativeLibraries.of(null, null, root);
    }

    @Test
    void missing_givenNoDriver_saysSoInOneLine() {
        assertThat(host().missingForTensorRt())
                .startsWith("no NVIDIA driver here: libcuda.so.1")
                .doesNotContain("\n");
    }

    @Test
    void missing_givenDriverOnly_asksForTheRuntime() throws Exception {
        install("usr/lib64", "libcuda.so.1");
        assertThat(host().missingForTensorRt()).startsWith("no CUDA " + NativeLibraries.CUDA_MAJOR + " runtime here");
    }

    @Test
    void missing_givenNoTensorRt_namesTheVariableAndTheProfile() throws Exception {
        install("usr/lib64", "libcuda.so.1", NativeLibraries.RUNTIME);
        assertThat(host().missingForTensorRt()).contains("SOAKLINE_TENSORRT_LIBS", "tensorrt-redist");
        assertThat(host().missingForCuda()).isEmpty();
    }

    @Test
    void missing_givenOlderTensorRt_namesIt() throws Exception {
        install("usr/lib64", "libcuda.so.1", NativeLibraries.RUNTIME, "libnvinfer.so.8");
        assertThat(host().missingForTensorRt())
                .contains("libnvinfer.so.8")
                .contains("needs TensorRT " + NativeLibraries.TENSORRT_MAJOR)
                .doesNotContain("\n");
    }

    @Test
    void find_givenNamedFolder_prefersIt() throws Exception {
        install("usr/lib64", "libnvinfer.so." + NativeLibraries.TENSORRT_MAJOR);
        install("own", "libnvinfer.so." + NativeLibraries.TENSORRT_MAJOR);
        NativeLibraries named = NativeLibraries.of(root.resolve("own").toString(), null, root);
        assertThat(named.find("libnvinfer.so." + NativeLibraries.TENSORRT_MAJOR))
                .isEqualTo(root.resolve("own/libnvinfer.so." + NativeLibraries.TENSORRT_MAJOR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.bytedeco.tensorrt.global.nvinfer",
                "org.bytedeco.tensorrt.global.nvonnxparser",
                "org.bytedeco.tensorrt.nvinfer.IExecutionContext",
                "org.bytedeco.cuda.global.cudart",
                "org.bytedeco.cuda.global.nvml",
                "io.soakline.produce.tensorrt.door.NativePlan",
                "io.soakline.produce.tensorrt.door.CudaLibrary",
                "io.soakline.produce.nvml.NvmlLibrary"
            })
    void presets_areOnTheClassPath_andAreNotInitialised(String name) {
        assertThatCode(() -> {
                    Class<?> type = Class.forName(name, false, NativeLibrariesTest.class.getClassLoader());
                    assertThat(List.of(type.getDeclaredMethods())).isNotEmpty();
                })
                .doesNotThrowAnyException();
    }
}
