package io.soakline.produce.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler did to one thread, as running totals: how long it was runnable without a core, and how often it was
 * put off its core. Made by the thread itself, read by any, one at a time.
 */
class ThreadScheduling implements AutoCloseable {

    private static final int STATUS_BYTES = 4096;

    private final RunQueueWait wait = new RunQueueWait();
    private final @Nullable KernelFile status;

    ThreadScheduling() {
        status = status();
    }

    static ThreadScheduling ofCurrentThread() {
        return new ThreadScheduling();
    }

    private static @Nullable KernelFile status() {
        try {
            // thread-self is resolved now: it would mean another thread when another thread reads it.
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return KernelFile.open(Path.of("/proc").resolve(thread).resolve("status"), STATUS_BYTES);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** NaN when not offered. */
    double waitedNanos() {
        return wait.offered() ? (double) wait.nanos() : Double.NaN;
    }

    /** NaN when not offered. */
    double preemptions() {
        long count = status == null ? -1 : status.numberAfter("nonvoluntary_ctxt_switches:");
        return count < 0 ? Double.NaN : (double) count;
    }

    @Override
    public void close() {
        wait.close();
        if (status != null) {
            status.close();
        }
    }
}
