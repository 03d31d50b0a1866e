package io.soakline.produce.engine;

import java.nio.file.Path;

/** Opens built engines of one technology. Found by {@link java.util.ServiceLoader}; loading it does no I/O. */
public interface EngineProvider {

    /** Whether this provider runs engines of that compiler, for example {@code "autotvm"}. */
    boolean runs(String compiler);

    /** Loads the engine that lies in {@code directory}. */
    InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings) throws EngineException;

    /** What its engines miss on this machine, in one line; empty when nothing. */
    default String missing() {
        return "";
    }

    /** Whether {@link EngineSettings#threads()} changes how its engines compute. */
    default boolean offersThreads() {
        return true;
    }
}
