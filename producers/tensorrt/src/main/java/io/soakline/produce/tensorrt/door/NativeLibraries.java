package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.LibraryFolders;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorrt.global.nvinfer;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads NVIDIA's libraries before any preset class is touched: those classes end in an
 * {@link UnsatisfiedLinkError} inside a static initialiser where one is missing, which says little and cannot be repeated.
 *
 * <p>Places, in this order: the folder that {@value #FOLDER_VARIABLE} names, {@code LD_LIBRARY_PATH}, the system's library
 * folders, and for TensorRT the redistributable jar on the class path.
 */
public final class NativeLibraries {

    /** Environment variable that names a folder of TensorRT's libraries. */
    public static final String FOLDER_VARIABLE = "SOAKLINE_TENSORRT_LIBS";

    private static final String DRIVER = "libcuda.so.1";
    private static final String NVML = "libnvidia-ml.so.1";
    /** Of the headers this program was compiled with. These are constants: reading them touches no preset class. */
    static final int CUDA_MAJOR = cudart.CUDART_VERSION / 1000;

    static final int TENSORRT_MAJOR = nvinfer.NV_TENSORRT_MAJOR;
    static final String RUNTIME = "libcudart.so." + CUDA_MAJOR;
    private static final String BUILTINS = "libnvrtc-builtins.so." + CUDA_MAJOR + ".*";
    private static final String COMPILER = "libnvrtc.so." + CUDA_MAJOR;
    /** In the order of their dependencies; the first two are what everything else needs. */
    private static final List<String> TENSORRT = List.of(
            "libnvinfer.so." + TENSORRT_MAJOR,
            "libnvinfer_plugin.so." + TENSORRT_MAJOR,
            "libnvonnxparser.so." + TENSORRT_MAJOR);

    private static final String REDIST = "/org/bytedeco/tensorrt/linux-x86_64/" + TENSORRT.get(0);
    private static final List<Integer> OTHER_MAJORS = List.of(12, 11, 10, 8);

    private static final List<String> SYSTEM_FOLDERS = List.of(
            "usr/local/nvidia/lib64",
            "usr/local/nvidia/lib",
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib/aarch64-linux-gnu/nvidia",
            "usr/lib64",
            "usr/lib",
            "usr/lib/wsl/lib",
            "usr/local/cuda/lib64",
            "usr/local/tensorrt/lib");

    private final LibraryFolders folders;

    private NativeLibraries(LibraryFolders folders) {
        this.folders = folders;
    }

    /** The places of this host. */
    public static NativeLibraries ofHost() {
        return of(System.getenv(FOLDER_VARIABLE), System.getenv("LD_LIBRARY_PATH"), Path.of("/"));
    }

    static NativeLibraries of(@Nullable String folder, @Nullable String libraryPath, Path root) {
        return new NativeLibraries(LibraryFolders.of(folder, libraryPath, SYSTEM_FOLDERS, root));
    }

    /** Where {@code library} lies; null when in none of the places. */
    @Nullable
    Path find(String library) {
        return folders.find(library);
    }

    /** What is missing for CUDA, in one line; empty when nothing is. */
    public String missingForCuda() {
        if (find(DRIVER) == null) {
            return "no NVIDIA driver here: " + DRIVER + " is not in " + FOLDER_VARIABLE
                    + ", LD_LIBRARY_PATH or the system's library folders; install the driver, or build with another"
                    + " compiler";
        }
        if (find(RUNTIME) == null) {
            return "no CUDA " + CUDA_MAJOR + " runtime here: " + RUNTIME + " is not in " + FOLDER_VARIABLE
                    + ", LD_LIBRARY_PATH or /usr/local/cuda/lib64; install the CUDA " + CUDA_MAJOR
                    + " toolkit or its runtime package";
        }
        return "";
    }

    /** What is missing for TensorRT, in one line; empty when nothing is. */
    public String missingForTensorRt() {
        String cuda = missingForCuda();
        if (!cuda.isEmpty()) {
            return cuda;
        }
        if (find(TENSORRT.get(0)) != null || NativeLibraries.class.getResource(REDIST) != null) {
            return "";
        }
        for (int other : OTHER_MAJORS) {
            Path found = find("libnvinfer.so." + other);
            if (found != null) {
                return "TensorRT here is " + found + ", and this program needs TensorRT " + TENSORRT_MAJOR + " ("
                        + TENSORRT.get(0) + "); install it, or name its folder in " + FOLDER_VARIABLE;
            }
        }
        return "no TensorRT here: " + TENSORRT.get(0) + " is not in " + FOLDER_VARIABLE
                + ", LD_LIBRARY_PATH or the system's library folders, and not on the class path (Maven profile"
                + " tensorrt-redist); name its folder in " + FOLDER_VARIABLE;
    }

    /** Loads the driver and CUDA's runtime. */
    void loadCuda() throws EngineException {
        require(missingForCuda());
        loadOnlyWhatIsAsked();
        load(DRIVER);
        load(RUNTIME);
        loadGlue("javacpp", "jnijavacpp");
        loadGlue("cuda", "jnicudart");
    }

    private static void loadOnlyWhatIsAsked() {
        // JavaCPP would load whatever a preset is declared to need, for TensorRT 10 cuBLAS and cuDNN, which nothing
        // here uses.
        System.setProperty("org.bytedeco.javacpp.loadlibraries", "false");
        // It would count the gigabytes that TensorRT maps as its own, and refuse to allocate.
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
    }

    /** Loads what NVML's presets need: the driver, CUDA's runtime and NVML itself. */
    public void loadNvml() throws EngineException {
        loadCuda();
        if (find(NVML) == null) {
            throw new EngineException(
                    "no NVML here: " + NVML + " is in none of the library folders; it comes with the driver");
        }
        load(NVML);
        loadGlue("cuda", "jninvml");
    }

    /** What is missing for compiling device code, in one line; empty when nothing is. */
    public String missingForNvrtc() {
        return find(COMPILER) != null
                ? ""
                : "no CUDA compiler here: " + COMPILER + " is not in " + FOLDER_VARIABLE
                        + ", LD_LIBRARY_PATH or /usr/local/cuda/lib64; it is part of the CUDA " + CUDA_MAJOR
                        + " toolkit";
    }

    /** Loads the compiler of device code. It needs no driver. */
    void loadNvrtc() throws EngineException {
        require(missingForNvrtc());
        loadOnlyWhatIsAsked();
        loadBuiltins();
        load(COMPILER);
        loadGlue("javacpp", "jnijavacpp");
        loadGlue("cuda", "jninvrtc");
    }

    /** What NVRTC opens by name when it compiles, from its own folder: the system's search may not reach that. */
    private void loadBuiltins() throws EngineException {
        Path compiler = find(COMPILER);
        Path folder = compiler == null ? null : compiler.getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, BUILTINS)) {
            for (Path file : files) {
                LibraryFolders.load(file);
            }
        } catch (IOException e) {
            throw new EngineException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Loads TensorRT too, out of the redistributable jar where it is in none of the folders. */
    void loadTensorRt() throws EngineException {
        require(missingForTensorRt());
        loadCuda();
        for (String library : TENSORRT) {
            if (find(library) == null) {
                LibraryFolders.load(unpacked("tensorrt", library));
            } else {
                load(library);
            }
        }
        loadGlue("tensorrt", "jninvinfer");
        loadGlue("tensorrt", "jninvonnxparser");
    }

    /** From here and nowhere else: glue is bound to the class loader of its caller, and must find the presets' classes there. */
    static void loadGlue(String presets, String library) throws EngineException {
        Path file = unpacked(presets, "lib" + library + ".so");
        try {
            System.load(file.toRealPath().toString());
        } catch (UnsatisfiedLinkError | IOException e) {
            throw new EngineException("cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    private static Path unpacked(String presets, String library) throws EngineException {
        String resource = "/org/bytedeco/" + presets + "/" + Loader.getPlatform() + "/" + library;
        try {
            File file = Loader.cacheResource(resource);
            if (file == null) {
                throw new EngineException("no " + resource + " on the class path: this program was packaged for another"
                        + " platform than " + Loader.getPlatform());
            }
            return file.toPath();
        } catch (IOException e) {
            throw new EngineException("cannot unpack " + resource + ": " + e.getMessage(), e);
        }
    }

    private static void require(String missing) throws EngineException {
        if (!missing.isEmpty()) {
            throw new EngineException(missing);
        }
    }

    private void load(String library) throws EngineException {
        Path file = find(library);
        if (file == null) {
            throw new EngineException(library + " is in none of " + folders());
        }
        LibraryFolders.load(file);
    }

    /** Folders that are searched, in order. */
    List<Path> folders() {
        return folders.folders();
    }
}
