package io.soakline.produce.onnxruntime;

import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose build of ONNX Runtime runs here: the one in the jar, or the user's own, made with {@code --build_java} and the
 * providers that are wanted. ONNX Runtime reads the place once, when its first class is loaded.
 */
final class NativeBuild {

    /** Environment variable that names a folder of the user's own libraries. */
    static final String FOLDER_VARIABLE = "SOAKLINE_ONNXRUNTIME_LIBS";

    /** ONNX Runtime's own property for the same; it goes before the variable. */
    static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    private NativeBuild() {}

    /** Chooses the build; called before any class of ONNX Runtime is touched. */
    static void choose() throws EngineException {
        choose(System.getenv(FOLDER_VARIABLE));
    }

    static void choose(@Nullable String folder) throws EngineException {
        if (System.getProperty(FOLDER_PROPERTY) == null && folder != null && !folder.isBlank()) {
            require(Path.of(folder), FOLDER_VARIABLE);
            System.setProperty(FOLDER_PROPERTY, folder);
        }
    }

    private static void require(Path folder, String source) throws EngineException {
        for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            String file = System.mapLibraryName(library);
            if (!Files.isReadable(folder.resolve(file))) {
                throw new EngineException(source + " is " + folder + ", where " + file
                        + " is missing; name a folder of ONNX Runtime's libraries, built with --build_java");
            }
        }
    }

    /** Digest of the user's own library, for an engine's configuration; null with the jar's. */
    static @Nullable String digest() throws EngineException {
        String folder = System.getProperty(FOLDER_PROPERTY);
        if (folder == null) {
            return null;
        }
        Path library = Path.of(folder, System.mapLibraryName("onnxruntime"));
        try {
            return ContentDigest.ofFile(library);
        } catch (IOException e) {
            throw new EngineException("cannot read " + library + " (" + e + "); is " + FOLDER_PROPERTY + " right?", e);
        }
    }
}
