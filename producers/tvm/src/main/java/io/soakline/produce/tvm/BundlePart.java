package io.soakline.produce.tvm;

import java.util.List;
import java.util.function.Predicate;

/**
 * A part of the bundle, unpacked and kept on its own.
 *
 * @param folder its name in the cache, without version
 * @param megabytes space that it takes, roughly
 */
record BundlePart(String folder, int megabytes, List<Source> sources) {

    private static final String JARS = "org/bytedeco/";
    private static final String CPU = "linux-x86_64";
    private static final String CUDA = "linux-x86_64-gpu";

    /** What running an engine needs. */
    static final BundlePart RUNTIME = runtime("tvm-runtime", 110, CPU);

    /** What compiling an engine needs besides. */
    static final BundlePart COMPILER = compiler("tvm-compiler", 400, CPU);

    /** The runtime that knows CUDA; it runs engines for the processor too. */
    static final BundlePart CUDA_RUNTIME = runtime("tvm-cuda-runtime", 110, CUDA);

    /** The compiler that knows CUDA. */
    static final BundlePart CUDA_COMPILER = compiler("tvm-cuda-compiler", 410, CUDA);

    /**
     * Entries of one jar.
     *
     * @param preset the jar's name
     * @param platform folder of the jar
     * @param from file, or folder with a slash at its end, below the platform's folder
     * @param to where to put it
     * @param needed whether to keep the entry with that name below {@code from}
     */
    record Source(String preset, String platform, String from, String to, Predicate<String> needed) {

        String prefix() {
            return JARS + preset + "/" + platform + "/" + from;
        }
    }

    /** Whether the jar of TVM for CUDA is on the class path (Maven profile {@code tvm-cuda}). */
    static boolean cudaIsPackaged() {
        return BundlePart.class
                        .getClassLoader()
                        .getResource(file("tvm", CUDA, "libtvm_runtime.so").prefix())
                != null;
    }

    private static BundlePart runtime(String folder, int megabytes, String variant) {
        return new BundlePart(
                folder,
                megabytes,
                List.of(
                        file("openblas", CPU, "libgcc_s.so.1"),
                        file("openblas", CPU, "libquadmath.so.0"),
                        file("openblas", CPU, "libgfortran.so.5"),
                        file("openblas", CPU, "libopenblas.so.0"),
                        file("opencl", CPU, "libOpenCL.so.1"),
                        file("dnnl", CPU, "libgomp.so.1"),
                        file("dnnl", CPU, "libdnnl.so.2"),
                        file("tvm", variant, "libtvm_runtime.so"),
                        file("tvm", variant, "libjnitvm_runtime.so")));
    }

    private static BundlePart compiler(String folder, int megabytes, String variant) {
        return new BundlePart(
                folder,
                megabytes,
                List.of(
                        new Source("cpython", CPU, "", "python/", BundlePart::neededOfPython),
                        new Source("numpy", CPU, "python/", "packages/", BundlePart::neededOfPackage),
                        new Source("tvm", variant, "python/", "packages/", BundlePart::neededOfPackage),
                        file("llvm", CPU, "libLLVM.so.19.1"),
                        // lld behaves as the linker that its file name says.
                        new Source("llvm", CPU, "lld", "ld.lld", name -> true)));
    }

    private static Source file(String preset, String platform, String name) {
        return new Source(preset, platform, name, name, rest -> true);
    }

    private static boolean neededOfPython(String name) {
        boolean library = name.startsWith("lib/python3.13/")
                && !name.startsWith("lib/python3.13/test/")
                && !name.startsWith("lib/python3.13/idlelib/")
                && !name.startsWith("lib/python3.13/ensurepip/")
                && !name.startsWith("lib/python3.13/site-packages/")
                && !name.startsWith("lib/python3.13/config-3.13");
        boolean binary = name.equals("bin/python3.13")
                || name.equals("libpython3.13.so.1.0")
                || name.equals("libffi.so.7")
                || name.startsWith("lib/libcrypto.so")
                || name.startsWith("lib/libssl.so");
        return library || binary;
    }

    private static boolean neededOfPackage(String name) {
        return !name.contains("/tests/") && !name.equals("tvm/libtvm_runtime.so");
    }
}
