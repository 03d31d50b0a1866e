package io.soakline.sink.report.html;

import io.soakline.sink.report.BuildSummary;
import io.soakline.sink.report.DeviceReading;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the runs asked of the device, as far as it says. */
final class HardwareSection implements Section {

    private static final String NOT_OFFERED = "not offered";
    private static final int MOST_ROWS = 60;

    @Override
    public String id() {
        return "hardware";
    }

    @Override
    public String title() {
        return "Utilisation and energy";
    }

    @Override
    public void write(Page page, Markup out) {
        if (page.audit().builds().isEmpty()) {
            Words.paragraph(out, "No run was recorded.");
        } else {
            builds(page, out);
            EnergyTable.write(page, out);
        }
        readings(page, out);
    }

    private static void builds(Page page, Markup out) {
        Table table = new Table(
                out,
                "Mean over the runs of a build, weighted by inferences",
                "Build",
                ">CPU utilisation",
                ">Energy per inference",
                ">Throttled inferences");
        for (BuildSummary build : page.audit().builds()) {
            table.row(build.name())
                    .num(offered(build.cpuUtilisationPercent(), value -> Words.significant(value) + " %"))
                    .num(offered(build.energyJoulesPerInference(), Figures::joules))
                    .num(throttled(page, build));
        }
        table.end();
        Words.note(
                out,
                "Energy is gross: what the whole device drew while an engine had its turn, idle power included. “Not offered” means"
                        + " that the device has no such sensor, does not let it be read, or ran several engines at once; it"
                        + " is not zero.");
    }

    private static String offered(@Nullable Double value, Function<Double, String> form) {
        return value == null ? NOT_OFFERED : form.apply(value);
    }

    private static @Nullable String throttled(Page page, BuildSummary build) {
        List<Long> known = page.names().runsOf(build.buildId()).stream()
                .map(RunSummary::throttled)
                .filter(Objects::nonNull)
                .toList();
        return known.isEmpty()
                ? null
                : Figures.count(known.stream().mapToLong(Long::longValue).sum());
    }

    private static void readings(Page page, Markup out) {
        List<DeviceReading> readings = page.data().devices();
        if (readings.isEmpty()) {
            Words.note(out, "No sensor readings are at hand.");
            return;
        }
        out.open("details").element("summary", "All sensors while the runs were on (" + readings.size() + ")");
        Table table =
                new Table(out, "Sensors", "Device", "Quantity", "Sensor", ">Samples", ">Lowest", ">Mean", ">Highest");
        readings.stream()
                .limit(MOST_ROWS)
                .forEach(reading -> table.row(reading.device())
                        .cell(quantity(reading.quantity()))
                        .cell(page.names().run(reading.sensor()))
                        .num(Figures.count(reading.samples()))
                        .num(plain(reading.min()))
                        .num(plain(reading.mean()))
                        .num(plain(reading.max())));
        table.end();
        if (readings.size() > MOST_ROWS) {
            Words.note(out, (readings.size() - MOST_ROWS) + " more sensors are in the log.");
        }
        out.close();
    }

    /** {@code temperature celsius} from {@code temperatureCelsius}. */
    private static String quantity(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            words.append(Character.isUpperCase(c) ? " " + Character.toLowerCase(c) : String.valueOf(c));
        }
        return words.toString();
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
