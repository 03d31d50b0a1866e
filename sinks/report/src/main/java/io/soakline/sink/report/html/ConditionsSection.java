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
                "The worst of the runs of each engine; the evidence stands below",
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
            state(out, worst.state());
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

    private static void state(Markup out, String state) {
        switch (state) {
            case ValiditySummary.KEPT -> Words.badge(out, "good", "✔ kept");
            case ValiditySummary.NOT_KNOWN -> Words.badge(out, "unsure", "? not known");
            default -> Words.badge(out, "bad", "✘ " + state.replace('_', ' '));
        }
    }

    private static void findings(Page page, Markup out) {
        Map<Finding, List<String>> findings = new LinkedHashMap<>();
        for (RunSummary run : page.runs()) {
            for (Check check : checks(run)) {
                findings.computeIfAbsent(
                                new Finding(check.words(), check.state(), check.evidence()), key -> new ArrayList<>())
                        .add(page.names().run(run.run()));
            }
        }
        List<Map.Entry<Finding, List<String>>> kept = findings.entrySet().stream()
                .filter(entry -> badness(entry.getKey().state) == 0)
                .toList();
        List<Map.Entry<Finding, List<String>>> others = findings.entrySet().stream()
                .filter(entry -> badness(entry.getKey().state) > 0)
                .sorted(Comparator.comparingInt(entry -> -badness(entry.getKey().state)))
                .toList();
        boolean broken = others.stream().anyMatch(entry -> badness(entry.getKey().state) == 2);
        details(out, "What was broken, or is not known", "Broken ones first", broken, others);
        details(out, "What was kept", "Kept, with the figures", false, kept);
    }

    private static void details(
            Markup out,
            String summary,
            String caption,
            boolean isOpen,
            List<Map.Entry<Finding, List<String>>> findings) {
        if (findings.isEmpty()) {
            return;
        }
        out.open("details", "open", isOpen ? "" : null).element("summary", summary + " (" + findings.size() + ")");
        Table table = new Table(out, caption, "Condition", "State", "Evidence", "Runs");
        findings.stream()
                .limit(MOST_ROWS)
                .forEach(entry -> table.row(entry.getKey().factor)
                        .cell(cell -> state(cell, entry.getKey().state))
                        .cell(entry.getKey().evidence)
                        .cell(Listed.names(entry.getValue())));
        table.end();
        if (findings.size() > MOST_ROWS) {
            Words.note(out, (findings.size() - MOST_ROWS) + " more are in the figures as JSON.");
        }
        out.close();
    }
}
