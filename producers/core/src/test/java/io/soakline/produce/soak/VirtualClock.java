package io.soakline.produce.soak;

/** Time that passes only when somebody waits, plus a little with every reading of the clock. */
public final class VirtualClock implements SoakClock {

    static final long WALL_AT_ZERO = 1_700_000_000_000_000_000L;

    private final long perReadingNanos;
    private long now = 1_000;

    public VirtualClock(long perReadingNanos) {
        this.perReadingNanos = perReadingNanos;
    }

    @Override
    public long nanoTime() {
        now += perReadingNanos;
        return now;
    }

    @Override
    public long wallNanos() {
        return WALL_AT_ZERO + now;
    }

    @Override
    public void waitUntil(long deadlineNanos, Waiting waiting) {
        now = Math.max(now, deadlineNanos);
    }
}
