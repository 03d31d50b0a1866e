package io.soakline.produce.soak;

/** Starts at a fixed distance from the start of the turn. */
final class PeriodicArrivals implements Arrivals {

    private final long periodNanos;
    private long turnEndNanos;
    private long nextNanos;
    private long intendedNanos;

    PeriodicArrivals(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    @Override
    public void begin(long turnStartNanos, long turnEnd) {
        turnEndNanos = turnEnd;
        nextNanos = turnStartNanos;
    }

    @Override
    public long next(long previousEndNanos) {
        intendedNanos = nextNanos;
        nextNanos += periodNanos;
        return intendedNanos;
    }

    @Override
    public long unserved() {
        return Math.max(0, (turnEndNanos - intendedNanos + periodNanos - 1) / periodNanos);
    }
}
