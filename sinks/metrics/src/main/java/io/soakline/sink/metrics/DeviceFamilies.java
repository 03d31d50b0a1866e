package io.soakline.sink.metrics;

import io.soakline.record.DeviceSummary;
import io.soakline.sink.metrics.Family.Unit;
import java.util.List;
import java.util.Locale;

/**
 * What is told of a device's sensors. A quantity is named with its unit, {@code powerMilliwatts}; it is told in the base
 * unit, {@code soakline_device_power_watts}. Of a quantity that only grows, such as energy, what it grows by in a second.
 */
final class DeviceFamilies {

    /** A unit as quantities have it at their end. */
    private record Suffix(String text, Unit unit, double factor) {}

    private static final List<Suffix> SUFFIXES = List.of(
            new Suffix("Percent", Unit.RATIO, 0.01),
            new Suffix("Milliwatts", Unit.WATTS, 1e-3),
            new Suffix("Watts", Unit.WATTS, 1),
            new Suffix("Joules", Unit.JOULES, 1),
            new Suffix("Celsius", Unit.CELSIUS, 1),
            new Suffix("Megahertz", Unit.HERTZ, 1e6),
            new Suffix("Millivolts", Unit.VOLTS, 1e-3),
            new Suffix("Milliamperes", Unit.AMPERES, 1e-3));

    private static final Suffix NO_UNIT = new Suffix("", Unit.COUNT, 1);

    private DeviceFamilies() {}

    /** @param labels of the sensor */
    static void read(DeviceSummary summary, Labels labels, Readings readings) {
        if (summary.getSamples() == 0) {
            return;
        }
        String quantity = summary.getQuantity();
        Suffix suffix = SUFFIXES.stream()
                .filter(candidate -> quantity.endsWith(candidate.text))
                .findFirst()
                .orElse(NO_UNIT);
        String name = "soakline.device." + words(quantity.substring(0, quantity.length() - suffix.text.length()));
        if (summary.getCounter()) {
            increase(summary, name, suffix, labels, readings);
        } else {
            Family family = Family.gauge(name, suffix.unit, "Reading of a sensor over the newest pane.");
            readings.add(family, labels.with("statistic", "min"), summary.getMin() * suffix.factor);
            readings.add(
                    family, labels.with("statistic", "mean"), summary.getSum() / summary.getSamples() * suffix.factor);
            readings.add(family, labels.with("statistic", "max"), summary.getMax() * suffix.factor);
        }
    }

    private static void increase(DeviceSummary summary, String name, Suffix suffix, Labels labels, Readings readings) {
        double seconds = (summary.getLastAtNanos() - summary.getFirstAtNanos()) * 1e-9;
        if (seconds > 0) {
            // Joules in a second are watts; for other quantities there is no word.
            Unit unit = suffix.unit == Unit.JOULES ? Unit.WATTS : Unit.COUNT;
            Family family = Family.gauge(
                    name + ".rate", unit, "What a counter of a sensor grew by in a second, over the newest pane.");
            readings.add(family, labels, (summary.getLast() - summary.getFirst()) / seconds * suffix.factor);
        }
    }

    /** {@code cpuUtilisation} as {@code cpu_utilisation}; whatever no metric may be named with as an underscore. */
    private static String words(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]", "_");
    }
}
