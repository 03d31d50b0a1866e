package io.soakline.produce.onnxruntime;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens what {@link OnnxRuntimeBuilder} wrote. */
public final class OnnxRuntimeProvider implements EngineProvider {

    @Override
    public boolean runs(String compiler) {
        return compiler.equals(OnnxRuntimeBuilder.COMPILER);
    }

    @Override
    public InferenceEngine open(Path directory, EngineManifest manifest, EngineSettings settings)
            throws EngineException {
        requireSameRuntime(manifest);
        String optimization = manifest.configuration()
                .getOrDefault(OnnxRuntimeBuilder.OPTIMIZATION, OnnxRuntimeBuilder.DEFAULT_OPTIMIZATION);
        Path model = directory.resolve(OnnxRuntimeBuilder.MODEL_FILE);
        return new OnnxRuntimeEngine(
                manifest,
                OnnxSession.open(
                        model,
                        model,
                        settings.threads(),
                        optimization,
                        ProviderChoice.ofConfiguration(manifest.configuration()),
                        null));
    }

    /** What runs an engine must be what its identity says. */
    private static void requireSameRuntime(EngineManifest manifest) throws EngineException {
        String here = text(OnnxSession.environment().getVersion(), NativeBuild.digest());
        String built = text(manifest.compilerVersion(), manifest.configuration().get(OnnxRuntimeBuilder.NATIVE_BUILD));
        if (!here.equals(built)) {
            throw new EngineException("engine " + manifest.name() + " was built with ONNX Runtime " + built
                    + ", and here is " + here + "; build it again");
        }
    }

    private static String text(String version, @Nullable String nativeBuild) {
        return nativeBuild == null
                ? version
                : version + " of the libraries " + nativeBuild.substring(0, Math.min(12, nativeBuild.length()));
    }
}
