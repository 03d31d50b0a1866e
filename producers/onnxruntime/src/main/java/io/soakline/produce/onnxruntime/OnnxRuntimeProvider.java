package io.soakline.produce.onnxruntime;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.file.Path;

/** Opens what {@link OnnxRuntimeBuilder} wrote. */
public final class OnnxRuntimeProvider implements EngineProvider {

    @Override
    public boolean runs(String compiler) {
        return compiler.equals(OnnxRuntimeBuilder.COMPILER);
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        String optimization = manifest.configuration()
                .getOrDefault(OnnxRuntimeBuilder.OPTIMIZATION, OnnxRuntimeBuilder.DEFAULT_OPTIMIZATION);
        Path model = directory.resolve(OnnxRuntimeBuilder.MODEL_FILE);
        return new OnnxRuntimeEngine(manifest, OnnxSession.open(model, model, settings.threads(), optimization));
    }
}
