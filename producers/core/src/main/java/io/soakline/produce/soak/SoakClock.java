package io.soakline.produce.soak;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clocks of a soak, so that tests can bring their own. */
public interface SoakClock {

    /** The machine's. */
    SoakClock SYSTEM = new SystemClock();

    /** Monotonic, nanoseconds, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Wall clock, nanoseconds since 1970. */
    long wallNanos();

    /** Returns as soon as {@link #nanoTime()} has reached {@code deadlineNanos}; at once when it has. */
    void waitUntil(long deadlineNanos, Waiting waiting);

    /** The real clocks. */
    final class SystemClock implements SoakClock {

        private SystemClock() {}

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long wallNanos() {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public void waitUntil(long deadlineNanos, Waiting waiting) {
            for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
                if (waiting == Waiting.PARK) {
                    LockSupport.parkNanos(left);
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
