package io.soakline.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the embedded broker and store keep their data: a folder of the user's, or one that goes when we do. */
public final class DataFolder implements AutoCloseable {

    private final Path folder;
    private final @Nullable TemporaryFolder temporary;

    private DataFolder(Path folder, @Nullable TemporaryFolder temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** @param wanted null for a temporary folder */
    public static DataFolder open(@Nullable Path wanted) throws LaunchException {
        try {
            if (wanted == null) {
                TemporaryFolder temporary = TemporaryFolder.create("soakline-");
                return new DataFolder(temporary.path(), temporary);
            }
            Path folder = Files.createDirectories(wanted.toAbsolutePath());
            Files.delete(Files.createTempFile(folder, "writable", ""));
            return new DataFolder(folder, null);
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write to the data folder " + (wanted == null ? "in the temporary directory" : wanted) + " ("
                            + e + "); choose another with --data",
                    e);
        }
    }

    public Path broker() {
        return folder.resolve("kafka");
    }

    public Path store() {
        return folder.resolve("store");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    /** Whether an earlier session left data here. */
    public boolean hasHistory() {
        return Files.exists(broker().resolve("data"));
    }

    /** Removes a temporary folder. */
    @Override
    public void close() {
        if (temporary != null) {
            temporary.close();
        }
    }
}
