package io.soakline.produce.device;

import io.soakline.produce.soak.ThrottleCounters;
import java.util.List;

/**
 * How much of the time CPU quotas held this process's control group back, as a mean since the reading before, and how
 * often the processors throttled for heat.
 */
final class Throttling implements Reading, AutoCloseable {

    private final ThrottleCounters counters;
    private final List<Channel> channels;
    private double lastQuotaNanos = Double.NaN;
    private long lastNanos;

    Throttling(ThrottleCounters counters) {
        this.counters = counters;
        channels = List.of(
                counters.offersQuota()
                        ? Channel.mean("cgroupThrottledPercent", "cgroup")
                        : Channel.notOffered(
                                "cgroupThrottledPercent", "cgroup", "no cpu.stat with throttling in /sys/fs/cgroup"),
                counters.offersThermal()
                        ? Channel.counter("thermalThrottleEvents", "cpu")
                        : Channel.notOffered(
                                "thermalThrottleEvents",
                                "cpu",
                                "no thermal_throttle in /sys/devices/system/cpu, as is usual in virtual machines"));
    }

    @Override
    public List<Channel> channels() {
        return channels;
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        if (counters.offersQuota()) {
            double quotaNanos = counters.quotaNanos();
            double elapsed = monotonicNanos - lastNanos;
            if (elapsed > 0 && !Double.isNaN(lastQuotaNanos)) {
                // Several cores may be held back at once.
                values[offset] = Math.min(100, 100 * (quotaNanos - lastQuotaNanos) / elapsed);
            }
            lastQuotaNanos = quotaNanos;
            lastNanos = monotonicNanos;
        }
        if (counters.offersThermal()) {
            values[offset + 1] = counters.thermalEvents();
        }
    }

    @Override
    public void close() {
        counters.close();
    }
}
