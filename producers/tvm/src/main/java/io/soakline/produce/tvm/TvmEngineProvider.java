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
        return TvmClassLoader.open(libraries(absolute).folder(), absolute, manifest, settings.threads());
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

    private static Bundle libraries(Path engine) throws EngineException {
        Path cache = engine.resolve("../..").normalize();
        Bundle beside = Bundle.find(Bundle.RUNTIME, cache);
        return beside != null ? beside : Bundle.unpack(Bundle.RUNTIME, Folders.userCache(), share -> {});
    }
}
