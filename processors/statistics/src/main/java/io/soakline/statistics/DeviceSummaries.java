package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Samples of a device's sensors, summarised by quantity and sensor.
 *
 * <p>Readings that are not finite are left out: a sensor that failed says nothing. A channel without a reading does not
 * appear. Sums are of doubles: the same panes combined in the same order give the same bits, other orders may differ in
 * the last place.
 */
public final class DeviceSummaries {

    /**
     * One sensor.
     *
     * @param quantity named with its unit
     * @param counter true for a quantity that only grows: then {@code last - first} is what was used up in between
     */
    public record Channel(
            String quantity,
            String sensor,
            boolean counter,
            long samples,
            double min,
            double max,
            double sum,
            double first,
            double last,
            long firstAtNanos,
            long lastAtNanos) {

        public double mean() {
            return sum / samples;
        }

        private Channel plus(Channel other) {
            boolean otherIsFirst = other.firstAtNanos < firstAtNanos;
            boolean otherIsLast = other.lastAtNanos >= lastAtNanos;
            return new Channel(
                    quantity,
                    sensor,
                    counter,
                    samples + other.samples,
                    Math.min(min, other.min),
                    Math.max(max, other.max),
                    sum + other.sum,
                    otherIsFirst ? other.first : first,
                    otherIsLast ? other.last : last,
                    Math.min(firstAtNanos, other.firstAtNanos),
                    Math.max(lastAtNanos, other.lastAtNanos));
        }
    }

    private final TreeMap<String, Channel> channels = new TreeMap<>();

    public static DeviceSummaries empty() {
        return new DeviceSummaries();
    }

    /** The channel of that quantity and sensor; null when there is none. */
    public static @Nullable Channel find(List<Channel> channels, String quantity, String sensor) {
        for (Channel channel : channels) {
            if (channel.quantity().equals(quantity) && channel.sensor().equals(sensor)) {
                return channel;
            }
        }
        return null;
    }

    public void accept(String quantity, String sensor, boolean counter, long atNanos, double value) {
        if (Double.isFinite(value)) {
            add(new Channel(quantity, sensor, counter, 1, value, value, value, value, value, atNanos, atNanos));
        }
    }

    public void combine(List<Channel> others) {
        others.forEach(this::add);
    }

    private void add(Channel channel) {
        // A line feed occurs in no name, so two names never run together.
        channels.merge(channel.quantity() + '\n' + channel.sensor(), channel, Channel::plus);
    }

    /** By quantity, then sensor. */
    public List<Channel> channels() {
        return new ArrayList<>(channels.values());
    }
}
