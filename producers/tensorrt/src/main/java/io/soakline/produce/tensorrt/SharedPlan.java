package io.soakline.produce.tensorrt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the plan of an engine that was built alike and only runs differently: building it again would choose other tactics,
 * and a comparison of ways to run would be one of builds.
 */
final class SharedPlan {

    private static final String MARK = "plan.key";
    private static final List<String> PARTS =
            List.of(TensorRtBuilder.PLAN, TensorRtBuilder.LOG, TensorRtBuilder.MARGINS, MARK);

    private SharedPlan() {}

    /** Says in {@code engine} what its plan was made from. */
    static void mark(String key, Path engine) throws IOException {
        Files.writeString(engine.resolve(MARK), key);
    }

    /** Copies a plan made from the same into {@code draft}. @return whether there was one */
    static boolean copy(Path cache, String key, Path draft) throws IOException {
        try (DirectoryStream<Path> engines = Files.newDirectoryStream(cache, Files::isDirectory)) {
            for (Path engine : engines) {
                Path mark = engine.resolve(MARK);
                if (Files.exists(engine.resolve(TensorRtBuilder.LAYERS))
                        && Files.exists(mark)
                        && Files.readString(mark).equals(key)) {
                    for (String part : PARTS) {
                        Files.copy(engine.resolve(part), draft.resolve(part));
                    }
                    return true;
                }
            }
        }
        return false;
    }
}
