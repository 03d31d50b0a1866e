package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.file.Path;

/**
 * Opens engines that {@link TvmEngineBuilder} has built.
 *
 * <p>TVM's libraries are taken from the cache that the engine lies in, if they are there, else from the user's cache
 * folder, into which they are unpacked when needed.
 *
 * <p>TVM reads its number of threads when it starts: a process that runs engines should be started with {@code
 * TVM_NUM_THREADS} as in the settings, and with {@code TVM_BIND_THREADS=0}, because TVM would else pin its threads to
 * cores of its own choice.
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

    private static Bundle libraries(Path engine) throws EngineException {
        Path cache = engine.resolve("../..").normalize();
        Bundle beside = Bundle.find(Bundle.RUNTIME, cache);
        return beside != null ? beside : Bundle.unpack(Bundle.RUNTIME, Folders.userCache(), share -> {});
    }
}
