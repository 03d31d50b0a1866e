package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rails that INA3221 chips measure on a Jetson module: up to three a chip. JetPack 5 to 7 shows them as the kernel's
 * hwmon, JetPack 4 as an iio device of NVIDIA's own driver. A rail of the whole module ({@code VDD_IN},
 * {@code POM_5V_IN}) contains the others: never add them up.
 */
final class PowerRails implements Reading {

    private static final String HWMON = "sys/bus/i2c/drivers/ina3221";
    private static final String IIO = "sys/bus/i2c/drivers/ina3221x";
    private static final String CHIP = "\\d+-00[0-9a-f]{2}";
    private static final int QUANTITIES = 3;

    /** Files of one rail; {@code power} is null where it is the product of the others. */
    private record Rail(
            String voltage, String current, @Nullable String power) {}

    private final SystemFiles files;
    private final List<Rail> rails = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();

    PowerRails(SystemFiles files) {
        this.files = files;
        for (String chip : files.entries(HWMON, CHIP)) {
            for (String hwmon : files.entries(HWMON + "/" + chip + "/hwmon", "hwmon\\d+")) {
                addHwmon(chip, HWMON + "/" + chip + "/hwmon/" + hwmon + "/");
            }
        }
        for (String chip : files.entries(IIO, CHIP)) {
            for (String device : files.entries(IIO + "/" + chip, "iio[:_]device\\d*")) {
                addIio(chip, IIO + "/" + chip + "/" + device + "/");
            }
        }
        if (channels.isEmpty()) {
            channels.add(Channel.notOffered(
                    "powerMilliwatts", "board", "no INA3221 rail below /sys/bus/i2c/drivers/ina3221 or ina3221x"));
        }
    }

    private void addHwmon(String chip, String folder) {
        double conversionMillis = files.number(folder + "update_interval");
        Long averagingNanos = Double.isNaN(conversionMillis) ? null : Math.round(conversionMillis * 1e6);
        for (int i = 1; i <= 3; i++) {
            String label = files.text(folder + "in" + i + "_label");
            if (connected(label)) {
                boolean disabled = files.number(folder + "in" + i + "_enable") == 0;
                add(
                        new Rail(folder + "in" + i + "_input", folder + "curr" + i + "_input", null),
                        sensor(label, chip),
                        averagingNanos,
                        disabled ? "this rail's measurement is switched off" : null);
            }
        }
    }

    private void addIio(String chip, String folder) {
        for (int i = 0; i < 3; i++) {
            String label = files.text(folder + "rail_name_" + i);
            if (connected(label)) {
                add(
                        new Rail(
                                folder + "in_voltage" + i + "_input",
                                folder + "in_current" + i + "_input",
                                folder + "in_power" + i + "_input"),
                        sensor(label, chip),
                        null,
                        null);
            }
        }
    }

    private static boolean connected(@Nullable String label) {
        return label != null && !label.isBlank() && !label.equals("NC");
    }

    private String sensor(@Nullable String label, String chip) {
        String name = String.valueOf(label);
        return labels.add(name) ? name : name + "/" + chip;
    }

    private void add(Rail rail, String sensor, @Nullable Long averagingNanos, @Nullable String disabled) {
        String refusal = disabled == null ? files.refusal(rail.voltage()) : disabled;
        rails.add(rail);
        channels.add(new Channel("voltageMillivolts", sensor, false, averagingNanos, refusal));
        channels.add(new Channel("currentMilliamperes", sensor, false, averagingNanos, refusal));
        channels.add(new Channel("powerMilliwatts", sensor, false, averagingNanos, refusal));
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        for (int i = 0; i < rails.size(); i++) {
            int first = QUANTITIES * i;
            if (channels.get(first).offered()) {
                Rail rail = rails.get(i);
                double millivolts = files.number(rail.voltage());
                double milliamperes = files.number(rail.current());
                values[offset + first] = millivolts;
                values[offset + first + 1] = milliamperes;
                values[offset + first + 2] =
                        rail.power() == null ? millivolts * milliamperes / 1000 : files.number(rail.power());
            }
        }
    }
}
