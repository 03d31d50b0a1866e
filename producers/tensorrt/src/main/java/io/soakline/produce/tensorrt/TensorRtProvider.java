package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.tensorrt.door.NativeLibraries;
import io.soakline.produce.tensorrt.door.TensorRt;
import java.nio.file.Path;

/** Opens what {@link TensorRtBuilder} wrote. */
public final class TensorRtProvider implements EngineProvider {

    private final Backend backend;

    /** Runs on this host's GPU. */
    public TensorRtProvider() {
        this(Backend.NATIVE);
    }

    TensorRtProvider(Backend backend) {
        this.backend = backend;
    }

    @Override
    public boolean runs(String compiler) {
        return compiler.equals(TensorRtBuilder.COMPILER);
    }

    /** Threads of the host do not compute. */
    @Override
    public boolean offersThreads() {
        return false;
    }

    @Override
    public String missing() {
        return NativeLibraries.ofHost().missingForTensorRt();
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        TensorRtOptions options = TensorRtOptions.parse(manifest.configuration());
        TensorRt tensorRt = backend.get();
        return new TensorRtEngine(
                manifest,
                tensorRt.open(
                        directory.resolve(TensorRtBuilder.PLAN), options.shapes()::resolve, options.runSettings()),
                DigestPlace.of(options.value("digest")),
                tensorRt.device());
    }
}
