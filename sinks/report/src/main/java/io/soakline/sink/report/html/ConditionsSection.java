package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.sink.report.ValiditySummary;
import io.soakline.sink.report.ValiditySummary.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether the runs of each engine were measured under the conditions that the policy asks for. */
final class ConditionsSection implements Section {

    private static final int MOST_ROWS = 100;

    /** One finding, and the runs that it is about. */
    private record Finding(String factor, String state, String evidence) {}

    @Override
    public String id() {
        return "conditions";
    }

    @Override
    public String title() {
        return "Conditions of the measurement";
    }

    @Override
    public void write(Page page, Markup out) {
        Set<String> factors = factors(page);
        if (factors.isEmpty()) {
            Words.paragraph(out, "Of no run it was recorded under which conditions it was measured.");
            return;
        }
        List<String> headings = new ArrayList<>(List.of("Engine", ">Runs"));
        headings.addAll(factors);
        Table table = new Table(
                out,
                "The worst of the runs of an engine; its evidence shows when the pointer rests on it",
                headings.toArray(String[]::new));
        byEngine(page).forEach((engine, runs) -> {
            table.row(engine).num(Figures.count(runs.size()));
            factors.forEach(factor -> cell(table, factor, runs));
        });
        table.end();
        findings(page, out);
    }

    private static Set<String> factors(Page page) {
        Set<String> factors = new LinkedHashSet<>();
        page.runs().forEach(run -> checks(run).forEach(check -> factors.add(check.words())));
        return factors;
    }

    private static List<Check> checks(RunSummary run) {
        ValiditySummary validity = run.validity();
        return validity == null ? List.of() : validity.checks();
    }

    /** With its device where there are several. */
    private static Map<String, List<RunSummary>> byEngine(Page page) {
        boolean devices =
                page.runs().stream().map(RunSummary::device).distinct().count() > 1;
        Map<String, List<RunSummary>> byEngine = new TreeMap<>();
        for (RunSummary run : page.runs()) {
            String name = devices ? run.engine() + " on " + run.device() : run.engine();
            byEngine.computeIfAbsent(name, key -> new ArrayList<>()).add(run);
        }
        return byEngine;
    }

    private static void cell(Table table, String factor, List<RunSummary> runs) {
        List<Check> checks = runs.stream()
                .flatMap(run -> checks(run).stream())
                .filter(check -> check.words().equals(factor))
                .toList();
        Check worst = checks.stream()
                .max(Comparator.comparingInt(ConditionsSection::badness))
                .orElse(null);
        if (worst == null) {
            table.cell((@Nullable String) null);
            return;
        }
        long alike = checks.stream()
                .filter(check -> check.state().equals(worst.state()))
                .count();
        table.cell(out -> {
            state(out, worst.state(), worst.evidence());
            if (alike < checks.size()) {
                out.element("span", alike + " of " + checks.size() + " runs", "class", "interval");
            }
        });
    }

    /** A state that this version does not know is taken for the worst. */
    private static int badness(Check check) {
        return badness(check.state());
    }

    private static int badness(String state) {
        return switch (state) {
            case ValiditySummary.KEPT -> 0;
            case ValiditySummary.NOT_KNOWN -> 1;
            default -> 2;
        };
    }

    private static void state(Markup out, String state, @Nullable String evidence) {
        switch (state) {
            case ValiditySummary.KEPT -> badge(out, "good", "✔ kept", evidence);
            case ValiditySummary.NOT_KNOWN -> badge(out, "unsure", "? not known", evidence);
            default -> badge(out, "bad", "✘ " + state.replace('_', ' '), evidence);
        }
    }

    private static void badge(Markup out, String kind, String text, @Nullable String title) {
        out.element("span", text, "class", "badge " + kind, "title", title);
    }

    private static void findings(Page page, Markup out) {
        Map<Finding, List<String>> findings = new LinkedHashMap<>();
        for (RunSummary run : page.runs()) {
            for (Check check : checks(run)) {
                if (!check.state().equals(ValiditySummary.KEPT)) {
                    findings.computeIfAbsent(
                                    new Finding(check.words(), check.state(), check.evidence()),
                                    key -> new ArrayList<>())
                            .add(page.names().run(run.run()));
                }
            }
        }
        if (findings.isEmpty()) {
            return;
        }
        long broken = findings.keySet().stream()
                .filter(finding -> badness(finding.state) == 2)
                .count();
        out.open("details", "open", broken > 0 ? "" : null)
                .element("summary", "What was broken, or is not known (" + findings.size() + ")");
        Table table = new Table(out, "Broken ones first", "Condition", "State", "Evidence", "Runs");
        findings.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -badness(entry.getKey().state)))
                .limit(MOST_ROWS)
                .forEach(entry -> table.row(entry.getKey().factor)
                        .cell(cell -> state(cell, entry.getKey().state, null))
                        .cell(entry.getKey().evidence)
                        .cell(Listed.names(entry.getValue())));
        table.end();
        if (findings.size() > MOST_ROWS) {
            Words.note(out, (findings.size() - MOST_ROWS) + " more are in the figures as JSON.");
        }
        out.close();
    }
}
