package io.soakline.flow;

import io.soakline.statistics.EnergyCurve;
import io.soakline.statistics.Pane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a device draws while no run executes on it: what the net energy of an inference is less by. Measured from a second after
 * the last inference, since power falls no faster than that on devices whose sensor takes the mean of a second; and only while
 * the device is hardly used, since whatever builds engines uses it too; while something is on the GPU, if it ever was, since that
 * keeps its clock up. Kept for an hour: an older level says nothing of a
 * device that has warmed up since.
 */
final class DeviceIdle {

    /** Kept with panes, at the end of the newest measured time. */
    static final String MILLIWATTS = "idlePowerMilliwatts";

    static final String SECONDS = "idlePowerSeconds";

    /** 1 where all of it was measured with nothing on the GPU: ready for work, it may draw half as much again. */
    static final String UNLOADED = "idlePowerUnloaded";

    static final String SENSOR = "device";

    private static final long SETTLING_NANOS = 1_000_000_000L;
    private static final long SHORTEST_NANOS = 1_000_000_000L;
    private static final long KEPT_NANOS = 3_600_000_000_000L;
    /** Readings of so long before and after are looked at: counters that take the driver long are read every few seconds. */
    private static final long MARGIN_NANOS = 8_000_000_000L;

    /** Utilisation up to which a GPU counts as idle, and a host, on which something always runs. */
    private static final double GPU_PERCENT = 5;

    private static final double HOST_PERCENT = 20;

    private record Measured(double joules, long fromNanos, long toNanos, boolean loaded) {}

    private record Busy(long fromNanos, long toNanos) {}

    private final ArrayDeque<Measured> measured = new ArrayDeque<>();
    private long accountedToNanos;

    /** @param fromNanos before it, runs may have executed of which nothing is known any more */
    DeviceIdle(long fromNanos) {
        accountedToNanos = fromNanos;
    }

    /**
     * Looks at the time up to {@code toNanos}, once.
     *
     * @param runs all of the device: their inferences of that time have come
     */
    void account(long toNanos, List<BusySpans> runs, DeviceSamples samples) {
        long oldest = samples.oldestNanos();
        // Of what the device did before there were samples nothing is known.
        long from = oldest == Long.MAX_VALUE ? oldest : Math.max(accountedToNanos, oldest + SETTLING_NANOS);
        if (from >= toNanos) {
            return;
        }
        long idleFrom = from;
        for (Busy busy : busy(from - SETTLING_NANOS, toNanos, runs)) {
            measureByLoad(idleFrom, busy.fromNanos(), samples);
            idleFrom = Math.max(idleFrom, busy.toNanos() + SETTLING_NANOS);
        }
        measureByLoad(idleFrom, toNanos, samples);
        accountedToNanos = toNanos;
        while (!measured.isEmpty() && measured.getFirst().toNanos() < toNanos - KEPT_NANOS) {
            measured.removeFirst();
        }
    }

    private static List<Busy> busy(long fromNanos, long toNanos, List<BusySpans> runs) {
        List<Busy> all = new ArrayList<>();
        runs.forEach(run -> run.within(fromNanos, toNanos, (from, to) -> all.add(new Busy(from, to))));
        all.sort(Comparator.comparingLong(Busy::fromNanos));
        return all;
    }

    /**
     * What an engine that is opened or closed in between makes another state of, one by one. Where nobody counts the processes on the
     * device, no other state is known.
     */
    private void measureByLoad(long fromNanos, long toNanos, DeviceSamples samples) {
        DeviceSamples.Readings processes = fromNanos < toNanos
                ? samples.gauge(GpuSharing.PROCESSES, GpuSharing.GPU, fromNanos - SETTLING_NANOS, toNanos)
                : null;
        if (processes == null) {
            measure(fromNanos, toNanos, true, samples);
            return;
        }
        long[] times = processes.times();
        double[] counts = processes.values(1);
        boolean loaded = counts[0] > 0;
        long begin = fromNanos;
        for (int i = 1; i < times.length; i++) {
            if (counts[i] > 0 != loaded) {
                // The count is a second old at most, and the change lies between it and the one before.
                measure(begin, Math.min(times[i] - SETTLING_NANOS, toNanos), loaded, samples);
                begin = Math.max(begin, times[i] + SETTLING_NANOS);
                loaded = !loaded;
            }
        }
        measure(begin, toNanos, loaded, samples);
    }

    /** As much of it as every sensor covers: a counter's curve begins where its value first changes. */
    private void measure(long fromNanos, long toNanos, boolean loaded, DeviceSamples samples) {
        List<EnergyCurve> curves = samples.energy(fromNanos - MARGIN_NANOS, toNanos + MARGIN_NANOS);
        long from = curves.stream().mapToLong(EnergyCurve::beginNanos).reduce(fromNanos, Math::max);
        long to = curves.stream().mapToLong(EnergyCurve::endNanos).reduce(toNanos, Math::min);
        // Beyond all numbers where a curve is empty: compared, not subtracted.
        if (curves.isEmpty() || from >= to || to - from < SHORTEST_NANOS || isUsed(from, to, samples)) {
            return;
        }
        double joules =
                curves.stream().mapToDouble(curve -> curve.between(from, to)).sum();
        if (!Double.isNaN(joules)) {
            measured.addLast(new Measured(joules, from, to, loaded));
        }
    }

    private static boolean isUsed(long fromNanos, long toNanos, DeviceSamples samples) {
        double gpu = samples.mean("gpuUtilisationPercent", "gpu", fromNanos, toNanos);
        return Double.isNaN(gpu)
                ? samples.mean("cpuUtilisationPercent", "cpu", fromNanos, toNanos) > HOST_PERCENT
                : gpu > GPU_PERCENT;
    }

    /** Puts the level, and how long it was measured, with the pane; nothing when there is none. */
    void join(Pane pane) {
        if (measured.isEmpty()) {
            return;
        }
        List<Measured> ready = measured.stream().filter(Measured::loaded).toList();
        List<Measured> spans = ready.isEmpty() ? List.copyOf(measured) : ready;
        double joules = spans.stream().mapToDouble(Measured::joules).sum();
        double seconds = spans.stream()
                        .mapToLong(span -> span.toNanos() - span.fromNanos())
                        .sum()
                / 1e9;
        long at = spans.get(spans.size() - 1).toNanos();
        pane.acceptDevice(MILLIWATTS, SENSOR, false, at, 1_000 * joules / seconds);
        pane.acceptDevice(SECONDS, SENSOR, false, at, seconds);
        pane.acceptDevice(UNLOADED, SENSOR, false, at, ready.isEmpty() ? 1 : 0);
    }
}
