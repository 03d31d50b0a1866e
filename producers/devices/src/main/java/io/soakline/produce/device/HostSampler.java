package io.soakline.produce.device;

import io.soakline.produce.soak.ThrottleCounters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a Linux host says about itself without any driver. Elsewhere every channel is not offered. */
public final class HostSampler implements DeviceSampler {

    private final List<Reading> readings;
    private final Throttling throttling;
    private final List<Channel> channels = new ArrayList<>();

    /** Samples this host. */
    public HostSampler() {
        this(Path.of("/"));
    }

    /** @param root holds {@code proc} and {@code sys} */
    HostSampler(Path root) {
        SystemFiles files = new SystemFiles(root);
        throttling = new Throttling(new ThrottleCounters(root));
        readings = List.of(
                new CpuTimes(files),
                new Pressure(files, "cpu"),
                new Pressure(files, "memory"),
                new Pressure(files, "io"),
                throttling,
                new Held(new LoadAndMemory(files)),
                new Held(new CpuFrequency(files)),
                new Held(new ThermalZones(files)),
                new RaplEnergy(files),
                new Held(new RaplLimits(files)));
        readings.forEach(reading -> channels.addAll(reading.channels()));
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public List<Channel> describe() {
        return List.copyOf(channels);
    }

    @Override
    public double[] sample(long monotonicNanos) {
        double[] values = new double[channels.size()];
        Arrays.fill(values, Double.NaN);
        int offset = 0;
        for (Reading reading : readings) {
            reading.read(monotonicNanos, values, offset);
            offset += reading.channels().size();
        }
        return values;
    }

    @Override
    public Check check() {
        long offered = channels.stream().filter(Channel::offered).count();
        List<String> missing = channels.stream()
                .filter(channel -> !channel.offered())
                .map(channel -> channel.quantity() + " not offered (" + channel.notOffered() + ")")
                .toList();
        String rest = missing.isEmpty() ? "" : "; " + String.join("; ", missing);
        return new Check(offered > 0, offered + " channels" + rest);
    }

    @Override
    public void close() {
        throttling.close();
    }
}
