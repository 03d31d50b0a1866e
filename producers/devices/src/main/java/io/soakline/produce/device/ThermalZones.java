package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.List;

/** Temperatures of the kernel's thermal zones. */
final class ThermalZones implements Reading {

    private static final String QUANTITY = "temperatureCelsius";
    private static final String FOLDER = "sys/class/thermal";

    private final SystemFiles files;
    private final List<String> zones = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    ThermalZones(SystemFiles files) {
        this.files = files;
        for (String zone : files.entries(FOLDER, "thermal_zone\\d+")) {
            if (!Double.isNaN(files.number(temperature(zone)))) {
                String type = files.text(FOLDER + "/" + zone + "/type");
                zones.add(zone);
                channels.add(Channel.gauge(QUANTITY, type == null ? zone : type + "/" + zone.substring(12)));
            }
        }
        if (channels.isEmpty()) {
            channels.add(Channel.notOffered(
                    QUANTITY,
                    "host",
                    "no readable thermal zone in /sys/class/thermal, as is usual in virtual machines"));
        }
    }

    private static String temperature(String zone) {
        return FOLDER + "/" + zone + "/temp";
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        for (int i = 0; i < zones.size(); i++) {
            values[offset + i] = files.number(temperature(zones.get(i))) / 1000;
        }
    }
}
