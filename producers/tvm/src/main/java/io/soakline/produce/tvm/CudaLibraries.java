package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.LibraryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's libraries that TVM for CUDA is linked with: CUDA 12 and cuDNN 9, cuBLAS and cuDNN included although engines
 * call them only where the target asks for them ({@code -libs=cudnn}).
 *
 * <p>Places, in this order: the folder that {@value #FOLDER_VARIABLE} names, {@code LD_LIBRARY_PATH}, the system's library
 * folders.
 */
final class CudaLibraries {

    /** Environment variable that names a folder of CUDA's libraries. */
    static final String FOLDER_VARIABLE = "SOAKLINE_CUDA_LIBS";

    private static final String DRIVER = "libcuda.so.1";
    /** Of the toolkit: lets programs be linked, and TVM's compiler be loaded, where there is no GPU. */
    private static final String DRIVER_STUB = "stubs/libcuda.so";
    /** In the order of their dependencies. */
    private static final List<String> RUNTIME =
            List.of("libcudart.so.12", "libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9");

    private static final String COMPILER = "libnvrtc.so.12";

    private static final String PLACES =
            " not in " + FOLDER_VARIABLE + ", LD_LIBRARY_PATH or the system's library folders";

    private static final List<String> SYSTEM_FOLDERS = List.of(
            "usr/local/nvidia/lib64",
            "usr/local/nvidia/lib",
            "usr/lib/x86_64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "usr/lib/wsl/lib",
            "usr/local/cuda-12/lib64",
            "usr/local/cuda/lib64");

    private final LibraryFolders folders;

    private CudaLibraries(LibraryFolders folders) {
        this.folders = folders;
    }

    /** The places of this host. */
    static CudaLibraries ofHost() {
        return of(System.getenv(FOLDER_VARIABLE), System.getenv("LD_LIBRARY_PATH"), Path.of("/"));
    }

    /**
     * Those of this host; refuses, before anything is unpacked, what this host or this program cannot compile.
     *
     * @param searches whether candidates are timed on the device itself
     */
    static CudaLibraries forCompiling(String target, boolean searches) throws EngineException {
        if (!BundlePart.cudaIsPackaged()) {
            throw new EngineException("target \"" + target + "\" needs TVM for CUDA, which is not packaged here;"
                    + " build Soakline with the Maven profile tvm-cuda");
        }
        CudaLibraries cuda = ofHost();
        String missing = cuda.missingToCompile();
        if (missing.isEmpty() && searches) {
            missing = cuda.missingToRun();
        }
        if (!missing.isEmpty()) {
            throw new EngineException(missing);
        }
        return cuda;
    }

    static CudaLibraries of(@Nullable String folder, @Nullable String libraryPath, Path root) {
        return new CudaLibraries(LibraryFolders.of(folder, libraryPath, SYSTEM_FOLDERS, root));
    }

    private @Nullable Path find(String library) {
        return folders.find(library);
    }

    /** What is missing to run engines, in one line; empty when nothing is. */
    String missingToRun() {
        if (find(DRIVER) == null) {
            return "no NVIDIA driver here: " + DRIVER + " is" + PLACES
                    + "; install the driver, or run an engine whose target is no GPU";
        }
        return missing(RUNTIME);
    }

    /** What is missing to compile engines, in one line; empty when nothing is. No GPU is needed for that. */
    String missingToCompile() {
        if (find(DRIVER) == null && find(DRIVER_STUB) == null) {
            return "TVM's compiler for CUDA wants " + DRIVER + ", which is" + PLACES + "; install NVIDIA's driver, or"
                    + " where there is no GPU the CUDA 12 toolkit, whose lib64/" + DRIVER_STUB + " will do";
        }
        List<String> all = new ArrayList<>(RUNTIME);
        all.add(COMPILER);
        return missing(all);
    }

    private String missing(List<String> libraries) {
        List<String> absent =
                libraries.stream().filter(library -> find(library) == null).toList();
        return absent.isEmpty()
                ? ""
                : "TVM for CUDA is linked with CUDA 12 and cuDNN 9: " + String.join(", ", absent)
                        + (absent.size() == 1 ? " is" : " are") + PLACES
                        + "; install them, or name their folder in " + FOLDER_VARIABLE;
    }

    /** Loads what running needs into this process: TVM's own library then finds it there by name. */
    void load() throws EngineException {
        List<String> all = new ArrayList<>(List.of(DRIVER));
        all.addAll(RUNTIME);
        for (String library : all) {
            Path file = find(library);
            if (file == null) {
                throw new EngineException(missingToRun());
            }
            LibraryFolders.load(file);
        }
    }

    /**
     * For the {@code LD_LIBRARY_PATH} of the compiler: the folders of all libraries.
     *
     * @param scratch an existing folder, where the toolkit's stub is given the driver's name when there is no driver
     */
    String compilerPath(Path scratch) throws IOException {
        Set<Path> used = new LinkedHashSet<>();
        Path stub = find(DRIVER) == null ? find(DRIVER_STUB) : null;
        if (stub != null) {
            Path named = Files.createDirectories(scratch.resolve("driver"));
            Files.createSymbolicLink(named.resolve(DRIVER), stub.toRealPath());
            used.add(named);
        }
        List<String> all = new ArrayList<>(List.of(DRIVER, COMPILER));
        all.addAll(RUNTIME);
        for (String library : all) {
            Path file = find(library);
            if (file != null) {
                used.add(file.resolveSibling(""));
            }
        }
        return used.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    /** CUDA's headers beside the libraries; empty when there are none. Only half precision wants them. */
    String includeFolder() {
        Path compiler = find(COMPILER);
        Path headers =
                compiler == null ? null : compiler.resolve("../../include").normalize();
        return headers != null && Files.exists(headers.resolve("cuda_fp16.h")) ? headers.toString() : "";
    }
}
