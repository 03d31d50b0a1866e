package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Groups of channels, one after another, as one sampler's. */
final class Readings {

    private final List<Reading> readings;
    private final List<Channel> channels = new ArrayList<>();

    Readings(List<Reading> readings) {
        this.readings = List.copyOf(readings);
        readings.forEach(reading -> channels.addAll(reading.channels()));
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    double[] sample(long monotonicNanos) {
        double[] values = new double[channels.size()];
        Arrays.fill(values, Double.NaN);
        int offset = 0;
        for (Reading reading : readings) {
            reading.read(monotonicNanos, values, offset);
            offset += reading.channels().size();
        }
        return values;
    }

    DeviceSampler.Check check() {
        return check(channels);
    }

    static DeviceSampler.Check check(List<Channel> channels) {
        long offered = channels.stream().filter(Channel::offered).count();
        List<String> missing = channels.stream()
                .filter(channel -> !channel.offered())
                .map(channel -> channel.quantity() + " not offered (" + channel.notOffered() + ")")
                .toList();
        String rest = missing.isEmpty() ? "" : "; " + String.join("; ", missing);
        return new DeviceSampler.Check(offered > 0, offered + " channels" + rest);
    }
}
