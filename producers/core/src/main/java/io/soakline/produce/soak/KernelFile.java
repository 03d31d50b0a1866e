package io.soakline.produce.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A small file of {@code /proc} or {@code /sys} that is kept open and read anew from its start. Used by one thread at a time. */
final class KernelFile implements AutoCloseable {

    private final FileChannel channel;
    private final ByteBuffer bytes;

    private KernelFile(FileChannel channel, int size) {
        this.channel = channel;
        bytes = ByteBuffer.allocateDirect(size);
    }

    /**
     * Opens a file.
     *
     * @param size bytes that are read of it
     * @return null when it is not there or may not be read
     */
    static @Nullable KernelFile open(Path path, int size) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            KernelFile file = new KernelFile(channel, size);
            if (file.text().isEmpty()) {
                file.close();
                return null;
            }
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Its contents as they are now; empty when it cannot be read any more. */
    String text() {
        bytes.clear();
        try {
            int read = channel.read(bytes, 0);
            while (read > 0 && bytes.hasRemaining()) {
                read = channel.read(bytes, bytes.position());
            }
        } catch (IOException e) {
            return "";
        }
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }

    /** The number that follows {@code key} and white space at the start of a line; -1 when there is none. */
    long numberAfter(String key) {
        String text = text();
        int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
        return at == 0 && !text.startsWith(key) ? -1 : number(text, at + key.length());
    }

    /** The number that the file begins with; -1 when there is none. */
    long number() {
        return number(text(), 0);
    }

    private static long number(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        long number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = number * 10 + text.charAt(at++) - '0';
        }
        return at == start ? -1 : number;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a file of the kernel failed", e);
        }
    }
}
