package io.soakline.produce.soak;

/**
 * The harness's own recent pauses, on the monotonic clock. Written by {@link PauseMonitor}, read by the publishing
 * thread; the soak thread never touches it, so a lock does no harm.
 */
public final class PauseIntervals {

    private static final int SIZE = 256;

    private final long[] starts = new long[SIZE];
    private final long[] ends = new long[SIZE];
    private long written;
    private long watchedUntilNanos;
    private boolean watched;

    /** Told of each pause that overlaps. */
    @FunctionalInterface
    public interface Visitor {
        void pause(long startNanos, long endNanos);
    }

    synchronized void add(long startNanos, long endNanos) {
        int at = (int) (written++ % SIZE);
        starts[at] = startNanos;
        ends[at] = endNanos;
    }

    /** All pauses that ended before {@code nanoTime} have been added. */
    synchronized void watchedUntil(long nanoTime) {
        watchedUntilNanos = nanoTime;
        watched = true;
        notifyAll();
    }

    /** From now on nobody adds pauses, and nobody needs to wait for them. */
    synchronized void unwatched() {
        watched = false;
        notifyAll();
    }

    /** Pauses noted so far. */
    public synchronized long count() {
        return written;
    }

    /**
     * Waits until the pauses up to {@code nanoTime} are known, or {@code patienceMillis} have passed: right after a pause
     * the other threads may run before the monitor does.
     */
    synchronized void awaitWatchedUntil(long nanoTime, long patienceMillis) throws InterruptedException {
        long deadline = System.nanoTime() + patienceMillis * 1_000_000L;
        while (watched && watchedUntilNanos - nanoTime < 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000L, (int) (left % 1_000_000L));
        }
    }

    /** Shows the visitor every remembered pause that overlaps the interval. */
    synchronized void visitOverlapping(long startNanos, long endNanos, Visitor visitor) {
        int remembered = (int) Math.min(written, SIZE);
        for (int i = 0; i < remembered; i++) {
            if (ends[i] - startNanos >= 0 && starts[i] - endNanos <= 0) {
                visitor.pause(starts[i], ends[i]);
            }
        }
    }
}
