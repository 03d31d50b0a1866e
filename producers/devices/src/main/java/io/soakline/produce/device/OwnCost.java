package io.soakline.produce.device;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Share of one core that the calling thread used since it was last asked. Used by one thread. */
final class OwnCost {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long lastCpuNanos;
    private long lastNanos;
    private boolean asked;

    /** The channel that it fills. */
    Channel channel(String sampler) {
        return threads.isCurrentThreadCpuTimeSupported()
                ? Channel.mean("samplerCpuPercent", sampler)
                : Channel.notOffered("samplerCpuPercent", sampler, "the JVM does not count CPU time of threads");
    }

    /** NaN the first time, and where it is not offered. */
    double percent(long monotonicNanos) {
        if (!threads.isCurrentThreadCpuTimeSupported()) {
            return Double.NaN;
        }
        long cpuNanos = threads.getCurrentThreadCpuTime();
        double percent = asked && monotonicNanos > lastNanos
                ? 100.0 * (cpuNanos - lastCpuNanos) / (monotonicNanos - lastNanos)
                : Double.NaN;
        lastCpuNanos = cpuNanos;
        lastNanos = monotonicNanos;
        asked = true;
        return percent;
    }
}
