package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {

    private static final List<String> RUNTIME =
            List.of("libcudart.so.12", "libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9");

    @TempDir
    private Path root;

    @Test
    void missing_givenNothing_saysThatThereIsNoDriverInOneLine() {
        CudaLibraries none = CudaLibraries.of(null, null, root);

        assertThat(none.missingToRun())
                .startsWith("no NVIDIA driver here: libcuda.so.1 is not in SOAKLINE_CUDA_LIBS, LD_LIBRARY_PATH")
                .doesNotContain("\n");
        assertThat(none.missingToCompile())
                .startsWith("TVM's compiler for CUDA wants libcuda.so.1")
                .contains("the CUDA 12 toolkit, whose lib64/stubs/libcuda.so will do")
                .doesNotContain("\n");
    }

    @Test
    void missing_givenDriverAlone_namesAllOfTheRest() throws Exception {
        put("usr/lib64", "libcuda.so.1");
        put("usr/local/cuda/lib64", "libcudart.so.12");
        CudaLibraries some = CudaLibraries.of(null, null, root);

        assertThat(some.missingToRun())
                .isEqualTo("TVM for CUDA is linked with CUDA 12 and cuDNN 9: libcublasLt.so.12, libcublas.so.12,"
                        + " libcudnn.so.9 are not in SOAKLINE_CUDA_LIBS, LD_LIBRARY_PATH or the system's library folders;"
                        + " install them, or name their folder in SOAKLINE_CUDA_LIBS");
        assertThat(some.missingToCompile()).contains("libnvrtc.so.12");
    }

    @Test
    void missing_givenNamedFolderAndLibraryPathAndConfiguration_findsAll() throws Exception {
        Path own = put("own", "libcuda.so.1", "libcudart.so.12");
        Path path = put("path", "libcublas.so.12", "libcublasLt.so.12");
        Path configured = put("configured", "libcudnn.so.9");
        Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
        Files.writeString(root.resolve("etc/ld.so.conf.d/nvidia.conf"), configured + "\n");
        CudaLibraries all = CudaLibraries.of(own.toString(), "/nowhere:" + path, root);

        assertThat(all.missingToRun()).isEmpty();
        assertThat(all.missingToCompile()).contains("libnvrtc.so.12 is not in");
    }

    @Test
    void compilerPath_givenToolkitWithoutDriver_givesItsStubTheDriversName() throws Exception {
        Path toolkit = put("usr/local/cuda/lib64", "libnvrtc.so.12");
        put("usr/local/cuda/lib64", RUNTIME.toArray(String[]::new));
        Path stub = put("usr/local/cuda/lib64/stubs", "libcuda.so").resolve("libcuda.so");
        put("usr/local/cuda/include", "cuda_fp16.h");
        Path scratch = Files.createDirectory(root.resolve("scratch"));
        CudaLibraries withoutGpu = CudaLibraries.of(null, null, root);

        assertThat(withoutGpu.missingToCompile()).isEmpty();
        assertThat(withoutGpu.missingToRun()).startsWith("no NVIDIA driver here");
        assertThat(withoutGpu.compilerPath(scratch)).isEqualTo(scratch.resolve("driver") + ":" + toolkit);
        assertThat(scratch.resolve("driver/libcuda.so.1").toRealPath()).isEqualTo(stub.toRealPath());
        assertThat(withoutGpu.includeFolder())
                .isEqualTo(root.resolve("usr/local/cuda/include").toString());
    }

    private Path put(String folder, String... libraries) throws Exception {
        Path directory = Files.createDirectories(root.resolve(folder));
        for (String library : libraries) {
            Files.createFile(directory.resolve(library));
        }
        return directory;
    }
}
