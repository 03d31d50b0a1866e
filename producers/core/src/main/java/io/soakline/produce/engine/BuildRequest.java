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
 */
public record BuildRequest(
        Path model, String compiler, String engineName, Path cacheDirectory, Map<String, String> options) {

    public BuildRequest {
        options = Map.copyOf(options);
    }
}
