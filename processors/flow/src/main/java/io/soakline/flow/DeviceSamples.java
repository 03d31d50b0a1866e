package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.cause.QuietLevels;
import io.soakline.cause.Surroundings;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.statistics.EnergyCurve;
import io.soakline.statistics.Pane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last samples of one device, kept until the panes of their time close. */
final class DeviceSamples {

    /**
     * Batches kept per sampler: a quarter of an hour at one per second. Panes that are worked off later than that, after
     * a long outage, go without device samples.
     */
    static final int BATCHES = 900;

    /** Silence after which a sampler is over: as long as batches of one per second are kept. */
    private static final long ENDED_NANOS = BATCHES * 1_000_000_000L;

    private record Kept(DeviceBatch batch, long offset) {}

    private static final class Sampler {
        private final ArrayDeque<Kept> batches = new ArrayDeque<>();
        private long lastAtNanos = Long.MIN_VALUE;
    }

    /** How far back single samples are kept to explain slow inferences by. */
    private static final long SURROUNDINGS_NANOS = 120_000_000_000L;

    private final Map<String, Sampler> samplers = new HashMap<>();
    private final Surroundings surroundings = new Surroundings(new QuietLevels());
    private long learntToNanos = Long.MIN_VALUE;

    /** Samples that are not newer than the sampler's last one are left out: they are copies. */
    void accept(DeviceBatch batch, long offset) {
        Sampler sampler = samplers.computeIfAbsent(batch.getSampler(), name -> new Sampler());
        List<Long> at = batch.getSampleAtNanos();
        if (at.isEmpty() || at.get(at.size() - 1) <= sampler.lastAtNanos) {
            return;
        }
        sampler.lastAtNanos = at.get(at.size() - 1);
        sampler.batches.addLast(new Kept(batch, offset));
        surround(batch);
        if (sampler.batches.size() > BATCHES) {
            sampler.batches.removeFirst();
        }
        forgetEnded(sampler.lastAtNanos);
    }

    /** Samplers of ended producers: their batches must not hold back the place from which a restart reads. */
    private void forgetEnded(long newestNanos) {
        samplers.values().removeIf(sampler -> sampler.lastAtNanos < newestNanos - ENDED_NANOS);
    }

    private void surround(DeviceBatch batch) {
        List<Long> at = batch.getSampleAtNanos();
        for (DeviceChannel channel : batch.getChannels()) {
            for (int i = 0; i < Math.min(at.size(), channel.getValues().size()); i++) {
                surroundings.add(
                        channel.getQuantity(),
                        channel.getSensor(),
                        channel.getCounter(),
                        channel.getAveragingNanos(),
                        at.get(i),
                        channel.getValues().get(i));
            }
        }
    }

    /** The last samples one by one, beside what is usual for the device. */
    Surroundings surroundings() {
        return surroundings;
    }

    /** What was sampled before that time becomes part of what is usual; once, whatever run asks for it. */
    void learn(long toNanos) {
        if (toNanos > learntToNanos) {
            surroundings.learn(learntToNanos, toNanos);
            surroundings.forgetBefore(toNanos - SURROUNDINGS_NANOS);
            learntToNanos = toNanos;
        }
    }

    /** Whether every sampler has gone beyond the time; those that stopped more than a pane before do not count. */
    boolean reach(long nanos, long paneNanos) {
        boolean reached = false;
        for (Sampler sampler : samplers.values()) {
            if (sampler.lastAtNanos < nanos && sampler.lastAtNanos >= nanos - 2 * paneNanos) {
                return false;
            }
            reached |= sampler.lastAtNanos >= nanos;
        }
        return reached;
    }

    /**
     * What the device drew, by each sensor that stands for a part of it, from readings of that time: counters where there
     * are any, one alone with the course of the power sensor beside it, since some are read but once a second; else the one
     * power sensor that stands for all of it; empty where there is neither.
     */
    List<EnergyCurve> energy(long fromNanos, long toNanos) {
        List<EnergyCurve> counters = counters(fromNanos, toNanos);
        if (counters.isEmpty()) {
            return power(fromNanos, toNanos);
        }
        if (counters.size() > 1) {
            return counters;
        }
        Map<String, Readings> gauges = readings(DevicePower.POWER, false, fromNanos, toNanos);
        return DevicePower.momentary(gauges.keySet()).stream()
                .map(sensor -> counters.get(0).following(powerCurve(gauges, sensor)))
                .findFirst()
                .map(List::of)
                .orElse(counters);
    }

    private static EnergyCurve powerCurve(Map<String, Readings> gauges, String sensor) {
        Readings readings = Objects.requireNonNull(gauges.get(sensor));
        return EnergyCurve.ofPower(readings.times(), readings.values(1e-3));
    }

    /** The same by counters alone. */
    List<EnergyCurve> counters(long fromNanos, long toNanos) {
        Map<String, Readings> counters = readings(DevicePower.ENERGY, true, fromNanos, toNanos);
        return DevicePower.whole(counters.keySet()).stream()
                .map(sensor -> Objects.requireNonNull(counters.get(sensor)))
                .map(readings -> EnergyCurve.ofCounter(readings.times(), readings.values(1)))
                .toList();
    }

    /** The same by the one power sensor that stands for the whole device. */
    List<EnergyCurve> power(long fromNanos, long toNanos) {
        Map<String, Readings> gauges = readings(DevicePower.POWER, false, fromNanos, toNanos);
        return DevicePower.total(gauges.keySet()).stream()
                .map(sensor -> powerCurve(gauges, sensor))
                .toList();
    }

    /** Mean of the readings of that time; NaN when there are none. */
    double mean(String quantity, String sensor, long fromNanos, long toNanos) {
        Readings readings = gauge(quantity, sensor, fromNanos, toNanos);
        return readings == null
                ? Double.NaN
                : Arrays.stream(readings.values(1))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN);
    }

    /** Readings of that time; null when there are none. */
    @Nullable
    Readings gauge(String quantity, String sensor, long fromNanos, long toNanos) {
        return readings(quantity, false, fromNanos, toNanos).get(sensor);
    }

    /** Time of the oldest sample that is kept; the largest {@code long} when there is none. */
    long oldestNanos() {
        return samplers.values().stream()
                .filter(sampler -> !sampler.batches.isEmpty())
                .mapToLong(sampler ->
                        sampler.batches.getFirst().batch().getSampleAtNanos().get(0))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Times and values of one channel. */
    static final class Readings {

        private final List<Long> times = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        /** Of two samplers at one sensor the first is enough. */
        void add(long atNanos, double value) {
            if (times.isEmpty() || times.get(times.size() - 1) < atNanos) {
                times.add(atNanos);
                values.add(value);
            }
        }

        long[] times() {
            return times.stream().mapToLong(Long::longValue).toArray();
        }

        double[] values(double unit) {
            return values.stream().mapToDouble(value -> value * unit).toArray();
        }
    }

    /** By sensor. */
    private Map<String, Readings> readings(String quantity, boolean counter, long fromNanos, long toNanos) {
        Map<String, Readings> found = new TreeMap<>();
        for (Sampler sampler : samplers.values()) {
            for (Kept kept : sampler.batches) {
                List<Long> at = kept.batch().getSampleAtNanos();
                if (at.get(at.size() - 1) >= fromNanos && at.get(0) < toNanos) {
                    for (DeviceChannel channel : kept.batch().getChannels()) {
                        if (channel.getQuantity().equals(quantity) && channel.getCounter() == counter) {
                            add(found, channel, at, fromNanos, toNanos);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static void add(
            Map<String, Readings> to, DeviceChannel channel, List<Long> at, long fromNanos, long toNanos) {
        List<Double> values = channel.getValues();
        for (int i = 0; i < Math.min(at.size(), values.size()); i++) {
            if (at.get(i) >= fromNanos && at.get(i) < toNanos) {
                to.computeIfAbsent(channel.getSensor(), sensor -> new Readings())
                        .add(at.get(i), values.get(i));
            }
        }
    }

    /** Adds the samples from the pane's time; of channels about single runs those about this one. */
    void join(Pane pane, String runId, RunTime time) {
        for (Sampler sampler : samplers.values()) {
            for (Kept kept : sampler.batches) {
                join(kept.batch(), pane, runId, time);
            }
        }
    }

    private static void join(DeviceBatch batch, Pane pane, String runId, RunTime time) {
        List<Long> at = batch.getSampleAtNanos();
        if (at.get(at.size() - 1) < pane.startNanos() || at.get(0) >= pane.endNanos()) {
            return;
        }
        for (int i = 0; i < at.size(); i++) {
            long nanos = at.get(i);
            if (nanos >= pane.startNanos() && nanos < pane.endNanos()) {
                for (DeviceChannel channel : batch.getChannels()) {
                    if ((channel.getCounter() || time.holds(nanos))
                            && new ChannelName(channel.getQuantity(), channel.getSensor()).concerns(runId)) {
                        join(channel, i, nanos, pane);
                    }
                }
            }
        }
    }

    private static void join(DeviceChannel channel, int sample, long nanos, Pane pane) {
        if (sample < channel.getValues().size()) {
            boolean ofRun = channel.getSensor().startsWith(ChannelName.RUN_PREFIX);
            pane.acceptDevice(
                    channel.getQuantity(),
                    ofRun ? ChannelName.OWN_RUN : channel.getSensor(),
                    channel.getCounter(),
                    nanos,
                    channel.getValues().get(sample));
        }
    }

    /** Offset of the oldest batch that is kept; the largest {@code long} when there is none. */
    long oldestOffset() {
        long oldest = Long.MAX_VALUE;
        for (Sampler sampler : samplers.values()) {
            if (!sampler.batches.isEmpty()) {
                oldest = Math.min(oldest, sampler.batches.getFirst().offset());
            }
        }
        return oldest;
    }
}
