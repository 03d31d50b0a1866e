package io.soakline.produce.device;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc} and {@code /sys}, below a root that tests replace. Unreadable is an ordinary answer. */
final class SystemFiles {

    private final Path root;

    SystemFiles(Path root) {
        this.root = root;
    }

    /** Contents without surrounding white space; null when the file cannot be read. */
    @Nullable
    String text(String path) {
        try {
            return Files.readString(root.resolve(path)).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /** Lines of a file; none when it cannot be read. */
    List<String> lines(String path) {
        String text = text(path);
        return text == null ? List.of() : text.lines().toList();
    }

    /** The number that is all of a file; NaN when there is none. */
    double number(String path) {
        String text = text(path);
        if (text == null) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Names of a folder's entries that match, sorted with numbers by their value; none when it cannot be read. */
    List<String> entries(String folder, String pattern) {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.map(e -> String.valueOf(e.getFileName()))
                    .filter(name -> name.matches(pattern))
                    .sorted((a, b) ->
                            a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Why a file cannot be read; null when it can. */
    @Nullable
    String refusal(String path) {
        Path file = root.resolve(path);
        try {
            String unused = Files.readString(file);
            return unused.isBlank() ? file + " is empty" : null;
        } catch (AccessDeniedException e) {
            return "no permission to read " + file;
        } catch (IOException e) {
            return Files.exists(file) ? "cannot read " + file + ": " + e.getMessage() : "no " + file;
        }
    }
}
