package io.soakline.flow;

import io.soakline.statistics.DeviceSummaries;
import java.util.List;

/** Power and energy of a whole device from its sensors. */
final class DevicePower {

    private static final String ENERGY = "energyJoules";
    private static final String POWER = "powerMilliwatts";

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
        List<DeviceSummaries.Channel> gauges = whole(device, POWER).stream()
                .filter(channel -> !channel.counter())
                .toList();
        return gauges.isEmpty()
                ? Double.NaN
                : gauges.stream().mapToDouble(DeviceSummaries.Channel::mean).sum();
    }

    /** Counters that may be added up. */
    static List<DeviceSummaries.Channel> energyCounters(List<DeviceSummaries.Channel> device) {
        return whole(device, ENERGY).stream()
                .filter(DeviceSummaries.Channel::counter)
                .toList();
    }

    /** Without sub-zones ({@code package-0/core}), and without {@code psys} beside packages. */
    private static List<DeviceSummaries.Channel> whole(List<DeviceSummaries.Channel> device, String quantity) {
        List<DeviceSummaries.Channel> whole = device.stream()
                .filter(channel ->
                        channel.quantity().equals(quantity) && !channel.sensor().contains("/"))
                .toList();
        boolean packages = whole.stream().anyMatch(channel -> channel.sensor().startsWith("package-"));
        return whole.stream()
                .filter(channel -> !packages || !channel.sensor().equals("psys"))
                .toList();
    }
}
