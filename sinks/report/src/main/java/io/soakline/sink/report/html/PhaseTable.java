package io.soakline.sink.report.html;

import io.soakline.sink.report.PhaseSummary;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the latency of each run goes, by the device's clock. */
final class PhaseTable {

    private PhaseTable() {}

    /** Nothing when no engine offers it. */
    static void write(Page page, Markup out) {
        Set<String> phases = new LinkedHashSet<>();
        page.runs().forEach(run -> run.phases().forEach(phase -> phases.add(phase.phase())));
        if (phases.isEmpty()) {
            return;
        }
        out.element("h3", "Where the latency goes");
        List<String> headings = new ArrayList<>(List.of("Run"));
        phases.forEach(phase -> headings.add(">" + phase.replace('_', ' ')));
        Table table = new Table(
                out,
                "By the device's clock: p50; below it p99, and the share of the latency's variance that comes with it",
                headings.toArray(String[]::new));
        page.runs().stream().filter(run -> !run.phases().isEmpty()).forEach(run -> {
            table.row(page.names().run(run.run()));
            phases.forEach(phase -> cell(table, run, phase));
        });
        table.end();
        Words.note(
                out,
                "Host is what is left of the latency without the device; copies and compute are parts of the device's time."
                        + " The shares of device and host add up to 100 %; one is below 0 for what is short when the latency"
                        + " is long.");
    }

    private static void cell(Table table, RunSummary run, String name) {
        PhaseSummary phase = run.phases().stream()
                .filter(one -> one.phase().equals(name))
                .findFirst()
                .orElse(null);
        if (phase == null) {
            table.num(null);
            return;
        }
        String p50 = phase.p50Nanos() == null ? "n too small" : Words.duration(phase.p50Nanos());
        String share = Words.rate(phase.varianceShare());
        String p99 = phase.p99Nanos() == null ? null : "p99 " + Words.duration(phase.p99Nanos());
        table.num(p50, p99 == null ? null : p99 + (share == null ? "" : ", " + share));
    }
}
