package io.soakline.produce.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How long the calling thread has been runnable without a core, in total: the second number of its
 * {@code /proc/PID/task/TID/schedstat}, nanoseconds. Opened and read by the thread itself.
 */
final class RunQueueWait implements AutoCloseable {

    private final @Nullable FileChannel schedstat;
    private final ByteBuffer text = ByteBuffer.allocateDirect(128);

    RunQueueWait() {
        schedstat = open();
    }

    private static @Nullable FileChannel open() {
        try {
            // thread-self is resolved now: it would mean another thread when another thread reads it.
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return FileChannel.open(Path.of("/proc").resolve(thread).resolve("schedstat"), StandardOpenOption.READ);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    boolean offered() {
        return schedstat != null;
    }

    /** Total so far; 0 when not offered. */
    long nanos() {
        if (schedstat == null) {
            return 0;
        }
        text.clear();
        try {
            schedstat.read(text, 0);
        } catch (IOException e) {
            return 0;
        }
        text.flip();
        return secondNumber(text);
    }

    static long secondNumber(ByteBuffer text) {
        long number = 0;
        int spaces = 0;
        while (text.hasRemaining() && spaces < 2) {
            byte c = text.get();
            if (c == ' ') {
                spaces++;
            } else if (spaces == 1) {
                number = number * 10 + (c - '0');
            }
        }
        return number;
    }

    @Override
    public void close() {
        if (schedstat != null) {
            try {
                schedstat.close();
            } catch (IOException e) {
                throw new IllegalStateException("closing a file of /proc failed", e);
            }
        }
    }
}
