package io.soakline.produce.engine;

import java.nio.file.Path;
import java.util.List;

/** Compiles ONNX files into engines of one technology. Found by {@link java.util.ServiceLoader}. */
public interface EngineBuilder {

    /** Compilers offered, in the words of the command line: {@code tvm}, {@code autotvm}, {@code onnxruntime} … */
    List<String> compilers();

    /** Options that {@code compiler} understands, with defaults, for help texts and for refusing misspelt ones. */
    List<BuildOption> options(String compiler);

    /**
     * Compiles, or finds the same engine in the cache.
     *
     * @return the engine's directory, which holds {@link EngineManifest#FILE_NAME} and the artefacts
     */
    Path build(BuildRequest request, BuildProgress progress) throws EngineException, InterruptedException;
}
