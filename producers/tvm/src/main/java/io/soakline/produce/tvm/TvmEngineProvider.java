package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens engines that {@link TvmEngineBuilder} has built.
 *
 * <p>TVM's libraries are taken from the cache that the engine lies in, if they are there, else from the user's cache
 * folder, into which they are unpacked when needed.
 *
 * <p>TVM reads {@code TVM_NUM_THREADS} when it starts: no engine of the process can use more threads than that. A process
 * that runs engines should be started with it, and with {@code TVM_BIND_THREADS=0}, because TVM would else pin its
 * threads to cores of its own choice.
 */
public final class TvmEngineProvider implements EngineProvider {

    @Override
    public boolean runs(String compiler) {
        return TvmCompiler.words().contains(compiler);
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        HostCpu.requireSupported();
        Path absolute = directory.toAbsolutePath().normalize();
        CudaLibraries cuda = CudaLibraries.ofHost();
        String missing = missingForCuda(cuda);
        if (TvmTarget.isCuda(manifest.target()) && !missing.isEmpty()) {
            throw new EngineException(
                    "engine " + manifest.name() + " has target \"" + manifest.target() + "\": " + missing);
        }
        // Where CUDA can be used all engines run with the runtime that knows it: a process can hold one.
        boolean knowsCuda = missing.isEmpty();
        BundlePart part = knowsCuda ? BundlePart.CUDA_RUNTIME : BundlePart.RUNTIME;
        return TvmClassLoader.open(
                libraries(part, absolute).folder(), knowsCuda ? cuda : null, absolute, manifest, settings.threads());
    }

    private static String missingForCuda(CudaLibraries libraries) {
        return BundlePart.cudaIsPackaged()
                ? libraries.missingToRun()
                : "TVM for CUDA is not packaged here; build Soakline with the Maven profile tvm-cuda";
    }

    /** Whether this process may use several: engines then run with any number up to what TVM has read. */
    @Override
    public boolean offersThreads() {
        return mayUseSeveral(
                System.getenv("TVM_NUM_THREADS"), Runtime.getRuntime().availableProcessors());
    }

    /** Where nothing is set, TVM takes half of the processors. */
    static boolean mayUseSeveral(@Nullable String numThreads, int processors) {
        if (numThreads == null) {
            return processors / 2 > 1;
        }
        try {
            return Integer.parseInt(numThreads.strip()) > 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Bundle libraries(BundlePart part, Path engine) throws EngineException {
        Path cache = engine.resolve("../..").normalize();
        Bundle beside = Bundle.find(part, cache);
        return beside != null ? beside : Bundle.unpack(part, Folders.userCache(), share -> {});
    }
}
