package io.soakline.produce.nvml;

import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.engine.EngineException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Samples an NVIDIA GPU. What the device refuses when it is opened is a channel that is not offered; what fails later is
 * NaN. For power and energy a second channel says how long ago the value last changed, because NVML repeats a value until
 * the sensor has a new one. The energy counter never falls: after a reset it goes on from where it was, and the channel
 * {@code energyEpoch} counts the resets. What a reading costs is measured when the device is opened; costly ones are taken less
 * often, as {@link ReadingBudget} says, and repeated in between.
 */
public final class NvmlSampler implements DeviceSampler {

    private static final int COST_REPETITIONS = 3;

    private static final List<NvmlQuantity> ALL = List.of(NvmlQuantity.values());
    private static final int ENERGY = ALL.indexOf(NvmlQuantity.ENERGY);
    private static final int[] AGED = {
        ALL.indexOf(NvmlQuantity.POWER_AVERAGE), ALL.indexOf(NvmlQuantity.POWER_INSTANT), ENERGY
    };

    private final Nvml nvml;
    private final String name;
    private final List<Channel> channels = new ArrayList<>();
    private final boolean[] offered = new boolean[ALL.size()];
    private final int width;
    private final double[] read = new double[ALL.size()];
    private final long[] readAt = new long[ALL.size()];
    private boolean begun;
    private final double[] lastValue = new double[AGED.length];
    private final long[] changedAt = new long[AGED.length];
    private double energyBase;
    private double energyRaw = Double.NaN;
    private int energyEpoch;

    private final long[] costNanos = new long[ALL.size()];
    private final long[] goodForNanos;

    /** Processor time that something takes. */
    interface Stopwatch {
        long nanosOf(Runnable action);
    }

    NvmlSampler(Nvml nvml) {
        this(nvml, 0, NvmlSampler::processorNanos);
    }

    NvmlSampler(Nvml nvml, int device, Stopwatch stopwatch) {
        this.nvml = nvml;
        name = device == 0 ? "nvml" : "nvml-" + device;
        for (NvmlQuantity quantity : ALL) {
            String refusal = nvml.read(quantity).refusal();
            offered[channels.size()] = refusal.isEmpty();
            channels.add(new Channel(
                    quantity.quantity,
                    quantity.sensor,
                    quantity.counter,
                    quantity.averagingNanos,
                    refusal.isEmpty() ? null : refusal));
        }
        for (int aged : AGED) {
            Channel channel = channels.get(aged);
            channels.add(new Channel(
                    "valueAgeMilliseconds",
                    channel.quantity() + "/" + channel.sensor(),
                    false,
                    0L,
                    channel.notOffered()));
        }
        Channel energy = channels.get(ENERGY);
        channels.add(new Channel("energyEpoch", energy.sensor(), true, 0L, energy.notOffered()));
        width = channels.size();
        Arrays.fill(read, Double.NaN);
        Arrays.fill(lastValue, Double.NaN);
        for (int i = 0; i < costNanos.length; i++) {
            costNanos[i] = offered[i] ? cost(ALL.get(i), stopwatch) : 0;
        }
        goodForNanos = ReadingBudget.hold(
                costNanos,
                ALL.stream().mapToLong(quantity -> quantity.goodForNanos).toArray());
    }

    /** The least of a few: what else happens in that time only adds to it. */
    private long cost(NvmlQuantity quantity, Stopwatch stopwatch) {
        return IntStream.range(0, COST_REPETITIONS)
                .mapToLong(repetition -> stopwatch.nanosOf(() -> nvml.read(quantity)))
                .min()
                .orElseThrow();
    }

    private static long processorNanos(Runnable action) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean counted = threads.isCurrentThreadCpuTimeSupported();
        long begin = counted ? threads.getCurrentThreadCpuTime() : System.nanoTime();
        action.run();
        return (counted ? threads.getCurrentThreadCpuTime() : System.nanoTime()) - begin;
    }

    /** @throws EngineException in one line when there is no driver or no such device */
    public static NvmlSampler open(int device) throws EngineException {
        return new NvmlSampler(NvmlLibrary.open(device), device, NvmlSampler::processorNanos);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Channel> describe() {
        return List.copyOf(channels);
    }

    @Override
    public double[] sample(long monotonicNanos) {
        double[] values = Arrays.copyOf(read, width);
        for (int i = 0; i < read.length; i++) {
            if (offered[i] && (!begun || monotonicNanos - readAt[i] >= goodForNanos[i])) {
                read[i] = nvml.read(ALL.get(i)).value();
                readAt[i] = monotonicNanos;
                values[i] = read[i];
            }
        }
        begun = true;
        for (int i = 0; i < AGED.length; i++) {
            values[read.length + i] = age(i, values[AGED[i]], monotonicNanos);
        }
        values[ENERGY] = continued(values[ENERGY]);
        values[width - 1] = offered[ENERGY] ? energyEpoch : Double.NaN;
        return values;
    }

    /** Milliseconds since the value was first seen; NaN until it has changed once. */
    private double age(int index, double value, long now) {
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        if (value != lastValue[index]) {
            changedAt[index] = Double.isNaN(lastValue[index]) ? 0 : now;
            lastValue[index] = value;
        }
        return changedAt[index] == 0 ? Double.NaN : (now - changedAt[index]) / 1e6;
    }

    private double continued(double raw) {
        if (Double.isNaN(raw)) {
            return Double.NaN;
        }
        if (raw < energyRaw) {
            energyBase += energyRaw;
            energyEpoch++;
        }
        energyRaw = raw;
        return energyBase + raw;
    }

    @Override
    public Check check() {
        long offered = channels.stream().filter(Channel::offered).count();
        return new Check(
                offered > 0,
                "nvml: " + nvml.description() + "; " + offered + " of " + channels.size() + " channels offered"
                        + restraint());
    }

    private String restraint() {
        return IntStream.range(0, costNanos.length)
                .filter(i -> goodForNanos[i] > ALL.get(i).goodForNanos)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "; %s of %s every %.2f s, since a reading takes %.2f ms of a core",
                        ALL.get(i).quantity,
                        ALL.get(i).sensor,
                        goodForNanos[i] / 1e9,
                        costNanos[i] / 1e6))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        nvml.close();
    }
}
