package io.soakline.produce.onnxruntime;

import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static final String RUNTIME = "onnxruntime";

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
        for (String library : new String[] {RUNTIME, "onnxruntime4j_jni"}) {
            String file = System.mapLibraryName(library);
            if (!Files.isReadable(folder.resolve(file))) {
                throw new EngineException(source + " is " + folder + ", where " + file
                        + " is missing; name a folder of ONNX Runtime's libraries, built with --build_java");
            }
        }
    }

    /** In place of the error with which ONNX Runtime's first class fails, which hides what the loader said in its causes. */
    static EngineException unusable(LinkageError failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String folder = System.getProperty(FOLDER_PROPERTY);
        String advice = folder == null
                ? "ONNX Runtime's jar has no build for every system; name a folder of your own in " + FOLDER_VARIABLE
                : "name libraries built with --build_java for this system, of the version of ONNX Runtime's jar";
        return new EngineException(
                "ONNX Runtime's libraries in " + (folder == null ? "its jar" : folder) + " cannot be used ("
                        + String.valueOf(first.getMessage()).strip().replaceAll("\\s*\\R\\s*", " | ") + "); " + advice,
                failure);
    }

    /**
     * Digest of the user's own library and of those of its providers, for an engine's configuration; null with the jar's. Both
     * compute. What a provider loads in turn, cuDNN for example, is not in it.
     */
    static @Nullable String digest() throws EngineException {
        String folder = System.getProperty(FOLDER_PROPERTY);
        return folder == null ? null : digest(Path.of(folder));
    }

    static String digest(Path folder) throws EngineException {
        List<String> parts = new ArrayList<>();
        try {
            parts.add(ContentDigest.ofFile(folder.resolve(System.mapLibraryName(RUNTIME))));
            try (DirectoryStream<Path> providers =
                    Files.newDirectoryStream(folder, System.mapLibraryName(RUNTIME + "_providers_*"))) {
                for (Path provider : providers) {
                    parts.add(provider.getFileName() + " " + ContentDigest.ofFile(provider));
                }
            }
        } catch (IOException e) {
            throw new EngineException("cannot read " + e.getMessage() + "; is " + FOLDER_PROPERTY + " right?", e);
        }
        parts.sort(null);
        return parts.size() == 1 ? parts.get(0) : ContentDigest.ofText(parts.toArray(String[]::new));
    }
}
