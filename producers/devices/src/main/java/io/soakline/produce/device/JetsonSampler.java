package io.soakline.produce.device;

import java.nio.file.Path;
import java.util.List;

/** A Jetson module by the kernel's own files: power by rail, heat, GPU load and clocks, power mode. */
public final class JetsonSampler implements DeviceSampler {

    private final Readings readings;

    /** @param root holds {@code sys} and {@code var} */
    JetsonSampler(Path root) {
        SystemFiles files = new SystemFiles(root);
        readings = new Readings(
                List.of(new PowerRails(files), new Held(new ThermalZones(files)), new Held(new JetsonClocks(files))));
    }

    @Override
    public String name() {
        return "jetson";
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
    public void close() {}
}
