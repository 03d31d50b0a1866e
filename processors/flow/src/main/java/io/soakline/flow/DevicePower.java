package io.soakline.flow;

import io.soakline.statistics.DeviceSummaries;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Power and energy of a whole device from its sensors. */
final class DevicePower {

    static final String ENERGY = "energyJoules";
    static final String POWER = "powerMilliwatts";

    /** A Jetson's input rails by generation, and a GPU's average. */
    private static final List<String> TOTALS = List.of("VDD_IN", "POM_5V_IN", "board-average");

    /** The ones of them that do not take the mean of a longer time. */
    private static final List<String> MOMENTARY = List.of("VDD_IN", "POM_5V_IN", "board-recorded", "board-instant");

    private DevicePower() {}

    /** Mean power over the channels' time: from energy counters where there are any, else from gauges; else NaN. */
    static double milliwatts(List<DeviceSummaries.Channel> device) {
        List<DeviceSummaries.Channel> counters = energyCounters(device);
        if (!counters.isEmpty()) {
            double watts = 0;
            for (DeviceSummaries.Channel counter : counters) {
                long nanos = counter.lastAtNanos() - counter.firstAtNanos();
                if (nanos <= 0 || counter.last() < counter.first()) {
                    return Double.NaN;
                }
                watts += (counter.last() - counter.first()) / (nanos / 1e9);
            }
            return watts * 1000;
        }
        List<DeviceSummaries.Channel> gauges = gauges(device);
        return gauges.isEmpty()
                ? Double.NaN
                : gauges.stream().mapToDouble(DeviceSummaries.Channel::mean).sum();
    }

    /** A board's total where it has one, since its rails are parts of it; else all that are no parts of others. */
    private static List<DeviceSummaries.Channel> gauges(List<DeviceSummaries.Channel> device) {
        List<DeviceSummaries.Channel> gauges = whole(device, POWER).stream()
                .filter(channel -> !channel.counter())
                .toList();
        Set<String> total = total(
                gauges.stream().map(DeviceSummaries.Channel::sensor).collect(Collectors.toCollection(TreeSet::new)));
        return total.isEmpty()
                ? gauges
                : gauges.stream()
                        .filter(channel -> total.contains(channel.sensor()))
                        .toList();
    }

    /** Counters that may be added up. */
    static List<DeviceSummaries.Channel> energyCounters(List<DeviceSummaries.Channel> device) {
        return whole(device, ENERGY).stream()
                .filter(DeviceSummaries.Channel::counter)
                .toList();
    }

    private static List<DeviceSummaries.Channel> whole(List<DeviceSummaries.Channel> device, String quantity) {
        List<DeviceSummaries.Channel> of = device.stream()
                .filter(channel -> channel.quantity().equals(quantity))
                .toList();
        Set<String> whole =
                whole(of.stream().map(DeviceSummaries.Channel::sensor).collect(Collectors.toCollection(TreeSet::new)));
        return of.stream().filter(channel -> whole.contains(channel.sensor())).toList();
    }

    /** Sensors without sub-zones ({@code package-0/core}), and without {@code psys} beside packages. */
    static Set<String> whole(Set<String> sensors) {
        boolean packages = sensors.stream().anyMatch(sensor -> sensor.startsWith("package-"));
        return sensors.stream()
                .filter(sensor -> !sensor.contains("/"))
                .filter(sensor -> !packages || !sensor.equals("psys"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The one sensor of power that stands for the whole device: a board's total where it has rails; empty when in doubt. */
    static Set<String> total(Set<String> sensors) {
        for (String total : TOTALS) {
            if (sensors.contains(total)) {
                return Set.of(total);
            }
        }
        Set<String> whole = whole(sensors);
        return whole.size() == 1 ? whole : Set.of();
    }

    /** The one that stands for the whole device from moment to moment; empty when there is none. */
    static Set<String> momentary(Set<String> sensors) {
        return MOMENTARY.stream().filter(sensors::contains).limit(1).collect(Collectors.toSet());
    }
}
