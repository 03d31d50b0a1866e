package io.soakline.sink.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file whole or not at all: beside it first, then moved into its place. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * @param what it is, for the message
     * @throws IOException naming the file
     */
    public static void write(String what, Path file, String text) throws IOException {
        try {
            // Not a temporary file: those are for their owner's eyes only.
            Path partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".partial");
            try {
                Files.writeString(partial, text);
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + what + " to " + file + " (" + e + "); is the folder there and writable?", e);
        }
    }
}
