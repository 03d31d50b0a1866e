package io.soakline.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the embedded broker and store keep their data: a folder of the user's, or one that goes when we do. */
public final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final Path folder;
    private final boolean temporary;

    private DataFolder(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** @param wanted null for a temporary folder */
    public static DataFolder open(@Nullable Path wanted) throws LaunchException {
        try {
            if (wanted == null) {
                return new DataFolder(Files.createTempDirectory("soakline-"), true);
            }
            Path folder = Files.createDirectories(wanted.toAbsolutePath());
            Files.delete(Files.createTempFile(folder, "writable", ""));
            return new DataFolder(folder, false);
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
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(DataFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} could not be removed entirely: {}", folder, e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
