package io.soakline.produce.device;

import io.soakline.produce.soak.ThrottleCounters;
import java.nio.file.Path;
import java.util.List;

/** What a Linux host says about itself without any driver. Elsewhere every channel is not offered. */
public final class HostSampler implements DeviceSampler {

    private final Readings readings;
    private final Throttling throttling;

    /** Samples this host. */
    public HostSampler() {
        this(Path.of("/"));
    }

    /** @param root holds {@code proc} and {@code sys} */
    HostSampler(Path root) {
        SystemFiles files = new SystemFiles(root);
        throttling = new Throttling(new ThrottleCounters(root));
        readings = new Readings(List.of(
                new CpuTimes(files),
                new Pressure(files, "cpu"),
                new Pressure(files, "memory"),
                new Pressure(files, "io"),
                throttling,
                new Held(new LoadAndMemory(files)),
                new Held(new CpuFrequency(files)),
                new Held(new ThermalZones(files)),
                new RaplEnergy(files),
                new Held(new RaplLimits(files))));
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public List<Channel> describe() {
        return readings.channels();
    }

    @Override
    public double[] sample(long monotonicNanos) {
        return readings.sample(monotonicNanos);
    }

    @Override
    public Check check() {
        return readings.check();
    }

    @Override
    public void close() {
        throttling.close();
    }
}
