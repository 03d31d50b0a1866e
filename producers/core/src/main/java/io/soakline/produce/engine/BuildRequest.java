package io.soakline.produce.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * What is to be compiled.
 *
 * @param model the ONNX file
 * @param compiler one of {@link EngineBuilder#compilers()}
 * @param engineName name of the engine, as people will see it
 * @param cacheDirectory where finished engines are kept by content digest
 * @param options builder options by key; unknown keys are refused
 * @param buildNumber 1 for the first build; a builder folds higher numbers into its cache key, so that it really compiles
 *     again into another folder, and into the seed of a search, and never into the engine's configuration: a rebuild
 *     with the same result is the same engine
 */
public record BuildRequest(
        Path model,
        String compiler,
        String engineName,
        Path cacheDirectory,
        Map<String, String> options,
        int buildNumber) {

    public BuildRequest {
        options = Map.copyOf(options);
        if (buildNumber < 1) {
            throw new IllegalArgumentException("build number is " + buildNumber + ", expected at least 1");
        }
    }

    /** A first build. */
    public BuildRequest(
            Path model, String compiler, String engineName, Path cacheDirectory, Map<String, String> options) {
        this(model, compiler, engineName, cacheDirectory, options, 1);
    }

    /** What rebuilds append to a folder's name or a cache key: empty for the first, {@code -build2} and so on. */
    public String rebuildSuffix() {
        return buildNumber == 1 ? "" : "-build" + buildNumber;
    }
}
