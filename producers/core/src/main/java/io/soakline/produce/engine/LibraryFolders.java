package io.soakline.produce.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a host keeps native libraries, in the order in which they are searched. */
public final class LibraryFolders {

    private final List<Path> folders;

    private LibraryFolders(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * What the user names, then {@code LD_LIBRARY_PATH}, then the system's own, then those of {@code /etc/ld.so.conf.d}.
     *
     * @param named by a variable of the user; null or blank for none
     * @param libraryPath with colons; null or blank for none
     * @param system below {@code root}
     */
    public static LibraryFolders of(
            @Nullable String named, @Nullable String libraryPath, List<String> system, Path root) {
        Set<Path> folders = new LinkedHashSet<>();
        String first = (named == null ? "" : named) + ":" + (libraryPath == null ? "" : libraryPath);
        for (String entry : first.split(":", -1)) {
            if (!entry.isBlank()) {
                folders.add(Path.of(entry).toAbsolutePath());
            }
        }
        system.forEach(folder -> folders.add(root.resolve(folder)));
        configured(root.resolve("etc/ld.so.conf.d"), folders);
        return new LibraryFolders(List.copyOf(folders));
    }

    private static void configured(Path directory, Set<Path> folders) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.conf")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("/")) {
                        folders.add(Path.of(line.strip()));
                    }
                }
            }
        } catch (IOException e) {
            // Not there, or not readable: the fixed folders are what is left.
        }
    }

    /** Where {@code library} lies; null when in none of them. */
    public @Nullable Path find(String library) {
        for (Path folder : folders) {
            Path file = folder.resolve(library);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** Loads a library into this process; not one with native methods, which belong to the class loader of this class then. */
    public static void load(Path file) throws EngineException {
        try {
            System.load(file.toRealPath().toString());
        } catch (UnsatisfiedLinkError | IOException e) {
            throw new EngineException("cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    /** In order. */
    public List<Path> folders() {
        return folders;
    }
}
