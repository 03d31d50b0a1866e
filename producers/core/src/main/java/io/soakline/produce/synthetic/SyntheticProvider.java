package io.soakline.produce.synthetic;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.soak.SoakClock;
import java.nio.file.Path;

/** Opens synthetic engines: everything about them is in their manifest's configuration. */
public final class SyntheticProvider implements EngineProvider {

    @Override
    public boolean runs(String compiler) {
        return compiler.equals(SyntheticBuilder.COMPILER);
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        try {
            return new SyntheticEngine(
                    manifest,
                    Defects.of(manifest.configuration()),
                    OutputDefects.of(manifest.configuration()),
                    settings.threads(),
                    SoakClock.SYSTEM);
        } catch (IllegalArgumentException e) {
            throw new EngineException(directory.resolve(EngineManifest.FILE_NAME) + ": " + e.getMessage(), e);
        }
    }
}
