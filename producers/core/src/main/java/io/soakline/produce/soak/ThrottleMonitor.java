package io.soakline.produce.soak;

/**
 * Notes the intervals in which a throttle counter moved. Read often by {@link SoakSampling}, and once more before a batch
 * is marked, so that everything up to the end of that batch is known.
 */
public final class ThrottleMonitor implements AutoCloseable {

    private final ThrottleCounters counters;
    private final PauseIntervals intervals = new PauseIntervals();
    private final boolean offered;
    private double quotaNanos;
    private long thermalEvents;
    private long readAtNanos;

    /** Closes the counters in the end. */
    public ThrottleMonitor(ThrottleCounters counters, long nowNanos) {
        this.counters = counters;
        offered = counters.offersQuota() || counters.offersThermal();
        quotaNanos = counters.quotaNanos();
        thermalEvents = counters.thermalEvents();
        readAtNanos = nowNanos;
    }

    /** Reads the counters. */
    synchronized void read(long nowNanos) {
        if (!offered) {
            return;
        }
        double quota = counters.quotaNanos();
        long thermal = counters.thermalEvents();
        if (quota > quotaNanos || thermal > thermalEvents) {
            intervals.add(readAtNanos, nowNanos);
        }
        quotaNanos = quota;
        thermalEvents = thermal;
        readAtNanos = nowNanos;
    }

    PauseIntervals intervals() {
        return intervals;
    }

    /** What is watched, for the run's environment. */
    public String description() {
        if (!offered) {
            return "not offered";
        }
        if (!counters.offersThermal()) {
            return "CPU quota";
        }
        return counters.offersQuota() ? "CPU quota, thermal throttling" : "thermal throttling";
    }

    @Override
    public synchronized void close() {
        counters.close();
    }
}
