package io.soakline.sink.report.html;

import io.soakline.sink.report.EnergySummary;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each run draws: gross, net of idle, and how far that is to be trusted. */
final class EnergyTable {

    private EnergyTable() {}

    /** Nothing without any energy or power sensor. */
    static void write(Page page, Markup out) {
        List<RunSummary> runs =
                page.runs().stream().filter(run -> run.energy() != null).toList();
        if (runs.isEmpty()) {
            return;
        }
        Table table = new Table(
                out,
                "Energy per inference; in brackets 95 % intervals",
                "Run",
                "Method",
                ">Gross",
                ">Net of idle",
                ">Idle power",
                "Sensors differ by");
        Map<String, List<String>> remarks = new LinkedHashMap<>();
        for (RunSummary run : runs) {
            EnergySummary energy = run.energy();
            if (energy != null) {
                row(table.row(page.names().run(run.run())), energy);
                remark(remarks, energy.reason(), page.names().run(run.run()));
                remark(remarks, energy.doubt(), page.names().run(run.run()));
            }
        }
        table.end();
        if (!remarks.isEmpty()) {
            out.open("ul");
            remarks.forEach((text, names) -> out.element("li", Words.sentence(text) + " " + whose(names, runs.size())));
            out.close();
        }
        Words.note(
                out,
                "Net is gross less what the device draws when no run executes. Alone: no other run was on the device. Turns:"
                        + " drawn while the run executed and no other did. Regression: runs that executed at the same time,"
                        + " split by least squares, which cannot tell whose the idle power is. “Sensors differ”: energy"
                        + " counter against power added up.");
    }

    private static void row(Table table, EnergySummary energy) {
        table.cell(energy.method())
                .num(joules(energy.grossJoulesPerInference()))
                .num(joules(energy.netJoulesPerInference()), interval(energy))
                .num(watts(energy.idleMilliwatts()), idle(energy))
                .cell(out -> difference(out, energy));
    }

    private static @Nullable String joules(@Nullable Double value) {
        return value == null ? null : Figures.joules(value);
    }

    private static @Nullable String watts(@Nullable Double milliwatts) {
        return milliwatts == null ? null : Words.significant(milliwatts / 1e3) + " W";
    }

    private static @Nullable String interval(EnergySummary energy) {
        Double low = energy.netLow();
        Double high = energy.netHigh();
        return low == null || high == null ? null : "[" + joules(low) + ", " + joules(high) + "]";
    }

    /** {@code over 12 s, 2 min 10 s before the end}. */
    private static @Nullable String idle(EnergySummary energy) {
        Double seconds = energy.idleSeconds();
        Double age = energy.idleAgeSeconds();
        if (seconds == null) {
            return null;
        }
        return "over " + time(seconds) + (age == null ? "" : ", " + time(age) + " before the end");
    }

    private static String time(double seconds) {
        return Figures.seconds(Duration.ofMillis(Math.round(seconds * 1e3)));
    }

    private static void difference(Markup out, EnergySummary energy) {
        String text = Words.rate(energy.sensorDifference());
        if (energy.doubt() != null) {
            Words.badge(out, "warn", "▲ " + (text == null ? "in doubt" : text));
        } else {
            out.text(text == null ? "–" : text);
        }
    }

    private static String whose(List<String> names, int all) {
        return names.size() == all && all > 1 ? "So with all runs." : "Of: " + Listed.names(names) + ".";
    }

    private static void remark(Map<String, List<String>> remarks, @Nullable String text, String run) {
        if (text != null && !text.isBlank()) {
            remarks.computeIfAbsent(text, key -> new ArrayList<>()).add(run);
        }
    }
}
