package io.soakline.produce;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.synthetic.SyntheticProvider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs synthetic engines of compiler {@value #COMPILER} as if on a device of their own. */
public final class ElsewhereProvider implements EngineProvider {

    static final String COMPILER = "elsewhere";

    @Override
    public boolean runs(String compiler) {
        return compiler.equals(COMPILER);
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        InferenceEngine engine = new SyntheticProvider().open(directory, manifest, settings);
        return new InferenceEngine() {
            @Override
            public EngineManifest manifest() {
                return engine.manifest();
            }

            @Override
            public void stage(List<ByteBuffer> inputs) throws EngineException {
                engine.stage(inputs);
            }

            @Override
            public void infer() throws EngineException {
                engine.infer();
            }

            @Override
            public void fetch(int index, ByteBuffer destination) throws EngineException {
                engine.fetch(index, destination);
            }

            @Override
            public Map<String, String> deviceFacts() {
                return Map.of("gpu", "Test GPU");
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }
}
