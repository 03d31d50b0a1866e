package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy by RAPL zone since the sampler began. A package contains its sub-zones (core, uncore, sometimes dram) and
 * {@code psys} contains the packages: never add them up.
 */
final class RaplEnergy implements Reading {

    private static final String QUANTITY = "energyJoules";
    private static final String FOLDER = "sys/class/powercap";

    private final SystemFiles files;
    private final List<String> zones = new ArrayList<>();
    private final List<EnergyCounter> counters = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    RaplEnergy(SystemFiles files) {
        this.files = files;
        String refusal = null;
        for (String zone : files.entries(FOLDER, "intel-rapl:[0-9:]+")) {
            String refused = files.refusal(energy(zone));
            if (refused == null) {
                zones.add(zone);
                counters.add(new EnergyCounter(files.number(FOLDER + "/" + zone + "/max_energy_range_uj")));
                channels.add(Channel.counter(QUANTITY, sensor(zone)));
            } else {
                refusal = refused;
            }
        }
        if (channels.isEmpty()) {
            channels.add(Channel.notOffered(QUANTITY, "package-0", reason(refusal)));
        }
    }

    private static String reason(@Nullable String refusal) {
        return refusal == null
                ? "no RAPL zone in /sys/class/powercap, as is usual in virtual machines"
                : refusal + "; only root may read RAPL counters by default";
    }

    private static String energy(String zone) {
        return FOLDER + "/" + zone + "/energy_uj";
    }

    /** {@code package-0}, and {@code package-0/core} for a sub-zone. */
    private String sensor(String zone) {
        String name = String.valueOf(files.text(FOLDER + "/" + zone + "/name"));
        int parentEnd = zone.lastIndexOf(':');
        boolean subZone = parentEnd > zone.indexOf(':');
        return subZone ? files.text(FOLDER + "/" + zone.substring(0, parentEnd) + "/name") + "/" + name : name;
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        for (int i = 0; i < zones.size(); i++) {
            values[offset + i] = counters.get(i).update(files.number(energy(zones.get(i))));
        }
    }
}
