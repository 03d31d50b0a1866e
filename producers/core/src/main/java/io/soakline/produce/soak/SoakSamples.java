package io.soakline.produce.soak;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Samples of the watched thread on their way into one record. Filled by the soak thread at the ends of turns and by the
 * sampling thread in between.
 */
final class SoakSamples implements AutoCloseable {

    private static final String[] QUANTITIES = {
        "runQueueWaitPercent",
        "involuntarySwitchesPerSecond",
        "cpuStealPercent",
        "cpuInterruptPercent",
        "frequencyMegahertz"
    };
    private static final int CLOCK = 4;

    /** @param run whose turn it is; null between turns, when nothing is said of any run */
    @SuppressWarnings("ArrayRecordComponent") // filled once, never compared
    private record Row(long atNanos, @Nullable String run, double[] values) {}

    private final String deviceId;
    private final String sampler;
    private @Nullable ThreadScheduling thread;
    private @Nullable String run;
    private double lastWaitedNanos;
    private double lastPreemptions;
    private long lastNanos;
    private long lastAtNanos;
    private long sequence;
    private List<Row> rows = new ArrayList<>();

    SoakSamples(String deviceId, String sampler) {
        this.deviceId = deviceId;
        this.sampler = sampler;
    }

    synchronized void watch(ThreadScheduling watched) {
        thread = watched;
    }

    /** From here on the thread's time is the run's. */
    synchronized void turnBegins(String runId, long nowNanos, long wallNanos) {
        run = runId;
        add(wallNanos, nothing());
        read(nowNanos);
    }

    synchronized void turnEnds(long nowNanos, long wallNanos) {
        add(wallNanos, sinceLast(nowNanos));
        run = null;
    }

    synchronized void tick(
            long nowNanos, long wallNanos, double stealPercent, double interruptPercent, double clockMegahertz) {
        double[] values = run == null ? nothing() : sinceLast(nowNanos);
        values[2] = stealPercent;
        values[3] = interruptPercent;
        values[CLOCK] = clockMegahertz;
        add(wallNanos, values);
    }

    private static double[] nothing() {
        double[] values = new double[QUANTITIES.length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private double[] sinceLast(long nowNanos) {
        double[] values = nothing();
        double waitedBefore = lastWaitedNanos;
        double preemptionsBefore = lastPreemptions;
        double elapsed = nowNanos - lastNanos;
        read(nowNanos);
        if (elapsed > 0) {
            // The kernel counts a wait when it ends, so this is above 100 when it began before the stretch did.
            values[0] = 100 * (lastWaitedNanos - waitedBefore) / elapsed;
            values[1] = (lastPreemptions - preemptionsBefore) / (elapsed / 1e9);
        }
        return values;
    }

    private void read(long nowNanos) {
        lastWaitedNanos = thread == null ? Double.NaN : thread.waitedNanos();
        lastPreemptions = thread == null ? Double.NaN : thread.preemptions();
        lastNanos = nowNanos;
    }

    private void add(long wallNanos, double[] values) {
        lastAtNanos = Math.max(wallNanos, lastAtNanos + 1);
        rows.add(new Row(lastAtNanos, run, values));
    }

    synchronized int rows() {
        return rows.size();
    }

    /** What was sampled since it was last asked; null when nothing was. Between turns there are rows without channels. */
    @Nullable
    DeviceBatch take() {
        List<Row> taken;
        long first;
        synchronized (this) {
            taken = rows;
            first = sequence;
            rows = new ArrayList<>();
            sequence += taken.size();
        }
        return taken.isEmpty() ? null : batch(taken, first);
    }

    private DeviceBatch batch(List<Row> taken, long first) {
        Set<String> runs = new LinkedHashSet<>();
        for (Row row : taken) {
            if (row.run() != null) {
                runs.add(row.run());
            }
        }
        List<DeviceChannel> channels = new ArrayList<>();
        for (String id : runs) {
            for (int quantity = 0; quantity < QUANTITIES.length; quantity++) {
                addChannel(channels, taken, id, quantity);
            }
        }
        return DeviceBatch.newBuilder()
                .setDeviceId(deviceId)
                .setSampler(sampler)
                .setFirstSequence(first)
                .setSampleAtNanos(taken.stream().map(Row::atNanos).toList())
                .setChannels(channels)
                .build();
    }

    /** A quantity without any value is left out: it is not offered here. */
    private static void addChannel(List<DeviceChannel> channels, List<Row> taken, String run, int quantity) {
        List<Double> values = new ArrayList<>();
        boolean any = false;
        for (Row row : taken) {
            double value = run.equals(row.run()) ? row.values()[quantity] : Double.NaN;
            any |= !Double.isNaN(value);
            values.add(value);
        }
        if (any) {
            channels.add(DeviceChannel.newBuilder()
                    .setQuantity(QUANTITIES[quantity])
                    .setSensor("run:" + run)
                    .setCounter(false)
                    .setAveragingNanos(quantity == CLOCK ? 0L : null)
                    .setNotOffered(null)
                    .setValues(values)
                    .build());
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.close();
            thread = null;
        }
    }
}
