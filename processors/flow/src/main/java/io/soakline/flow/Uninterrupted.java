package io.soakline.flow;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that an interrupt must not cut short, on a thread of its own. To cancel a subscription interrupts whoever works for it,
 * and a Kafka client that is interrupted while it connects or closes complains and leaves its threads behind.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Waits for the result, whatever comes; an interrupt that came is there again afterwards. */
    static <T> T call(String threadName, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void run(String threadName, Runnable work) {
        Boolean unused = call(threadName, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(failed);
    }
}
