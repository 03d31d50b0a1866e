package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.List;

/** Long-term power limit of each RAPL package. Packages that do not say are left out; there may be none at all. */
final class RaplLimits implements Reading {

    private static final String FOLDER = "sys/class/powercap";

    private final SystemFiles files;
    private final List<String> limits = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    RaplLimits(SystemFiles files) {
        this.files = files;
        for (String zone : files.entries(FOLDER, "intel-rapl:\\d+")) {
            String limit = FOLDER + "/" + zone + "/constraint_0_power_limit_uw";
            String name = files.text(FOLDER + "/" + zone + "/name");
            if (name != null && !Double.isNaN(files.number(limit))) {
                limits.add(limit);
                channels.add(Channel.gauge("powerLimitWatts", name));
            }
        }
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        for (int i = 0; i < limits.size(); i++) {
            values[offset + i] = files.number(limits.get(i)) / 1e6;
        }
    }
}
