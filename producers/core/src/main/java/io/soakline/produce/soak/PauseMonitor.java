package io.soakline.produce.soak;

import java.util.concurrent.locks.LockSupport;

/**
 * Notices when the harness itself stands still: safepoints and collections, and, unless the soak has a core of its own,
 * scheduling gaps.
 *
 * <p>A timer thread sleeps {@value #TICK_NANOS} ns at a time and notes when it wakes more than
 * {@value #TOLERATED_LATENESS_NANOS} ns late. While the soak thread has a core of its own, the time that the timer
 * itself waited for another core is taken off first: that core being busy says nothing about the soak. Collector
 * notifications add what was too short for the timer, to the millisecond.
 */
public final class PauseMonitor implements AutoCloseable {

    static final long TICK_NANOS = 1_000_000;
    static final long TOLERATED_LATENESS_NANOS = 1_000_000;

    private final PauseIntervals intervals = new PauseIntervals();
    private final CollectorPauses collectors = new CollectorPauses(intervals);
    private final Thread thread;
    private volatile boolean soakHasOwnCore;
    private volatile boolean running = true;

    private PauseMonitor() {
        thread = new Thread(this::watch, "pause-monitor");
        thread.setDaemon(true);
    }

    /** Starts watching, on whatever cores the calling thread may use. */
    public static PauseMonitor start() {
        PauseMonitor monitor = new PauseMonitor();
        monitor.intervals.watchedUntil(System.nanoTime());
        monitor.collectors.register();
        monitor.thread.start();
        return monitor;
    }

    /** To be told once the soak thread is pinned to a core that the monitor does not use. */
    public void soakHasOwnCore() {
        soakHasOwnCore = true;
    }

    public PauseIntervals intervals() {
        return intervals;
    }

    private void watch() {
        try (RunQueueWait wait = new RunQueueWait()) {
            long woke = System.nanoTime();
            long waited = wait.nanos();
            while (running) {
                LockSupport.parkNanos(TICK_NANOS);
                long now = System.nanoTime();
                long waitedNow = wait.nanos();
                long excused = soakHasOwnCore ? waitedNow - waited : 0;
                if (now - woke - TICK_NANOS - excused > TOLERATED_LATENESS_NANOS) {
                    // The pause may have begun at any time of the sleep.
                    intervals.add(woke, now);
                }
                intervals.watchedUntil(now);
                woke = now;
                waited = waitedNow;
            }
        } finally {
            intervals.unwatched();
        }
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        collectors.unregister();
    }
}
