package io.soakline.produce.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tools that come with the system. */
final class CommandLineTool {

    private static final List<String> FOLDERS = List.of("usr/bin", "usr/sbin", "usr/local/bin");
    private static final long PATIENCE_SECONDS = 3;

    private CommandLineTool() {}

    static @Nullable Path find(Path root, String tool) {
        for (String folder : FOLDERS) {
            Path file = root.resolve(folder).resolve(tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /** Where it is, or that it is not. */
    static String describe(Path root, String tool) {
        Path found = find(root, tool);
        return found == null ? "not offered: no " + tool + " in /" + String.join(", /", FOLDERS) : found.toString();
    }

    /** What a tool prints that ends by itself; null when it fails or takes too long. */
    static @Nullable String ask(List<String> command) {
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // What such tools print fits into the pipe, so that nobody waits for a reader.
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return null;
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
