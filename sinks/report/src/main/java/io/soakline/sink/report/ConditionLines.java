package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.sink.report.ValiditySummary.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Under which conditions the runs were measured, for a terminal: each broken one with the evidence of its worst run, those
 * that are not known by name. No line where all were kept, or nobody looked.
 */
final class ConditionLines {

    private record Finding(RunSummary run, Check check) {}

    private final List<RunSummary> runs;
    private final RunLabels labels;
    private final int width;
    private final Map<String, List<Finding>> broken = new LinkedHashMap<>();
    private final Map<String, List<RunSummary>> unknown = new LinkedHashMap<>();
    private final List<RunSummary> unseen = new ArrayList<>();

    /** @param width of the terminal in characters */
    ConditionLines(List<RunSummary> runs, RunLabels labels, int width) {
        this.runs = runs;
        this.labels = labels;
        this.width = width;
        runs.forEach(this::sort);
    }

    private void sort(RunSummary run) {
        if (run.validity() == null) {
            unseen.add(run);
            return;
        }
        for (Check check : run.validity().checks()) {
            if (check.broken()) {
                broken.computeIfAbsent(check.words(), factor -> new ArrayList<>())
                        .add(new Finding(run, check));
            } else if (!check.state().equals(ValiditySummary.KEPT)) {
                unknown.computeIfAbsent(check.words(), factor -> new ArrayList<>())
                        .add(run);
            }
        }
    }

    List<String> all() {
        List<String> lines = new ArrayList<>();
        if (unseen.size() == runs.size()) {
            return lines;
        }
        broken.forEach((factor, findings) -> lines.addAll(Figures.wrap("  ✘ ", broken(factor, findings), width)));
        if (!unknown.isEmpty()) {
            lines.addAll(Figures.wrap("  ? ", "not known: " + unknown(), width));
        }
        if (!unseen.isEmpty()) {
            lines.addAll(Figures.wrap("  ? ", "not recorded: " + labels.listed(unseen), width));
        }
        if (!lines.isEmpty()) {
            lines.add(0, heading());
        }
        return lines;
    }

    private String heading() {
        long worst = broken.values().stream()
                .flatMap(List::stream)
                .map(finding -> finding.run)
                .distinct()
                .count();
        return worst == 0
                ? "Conditions of the measurement: none is known to be broken"
                : "Conditions of the measurement: BROKEN in " + worst + " of " + Figures.counted(runs.size(), "run");
    }

    private String broken(String factor, List<Finding> findings) {
        Finding worst = findings.stream()
                .max(Comparator.comparing(
                        finding -> finding.check.value(), Comparator.nullsFirst(Comparator.naturalOrder())))
                .orElseThrow();
        String whose = factor + " of "
                + labels.listed(findings.stream().map(Finding::run).toList());
        String evidence = worst.check.evidence();
        if (evidence.isEmpty()) {
            return whose;
        }
        return whose + (findings.size() == 1 ? "" : ", worst " + labels.of(worst.run)) + ": " + evidence;
    }

    /** Factors that are unknown of the same runs, together. */
    private String unknown() {
        Map<String, List<String>> byRuns = new TreeMap<>();
        unknown.forEach((factor, those) -> byRuns.computeIfAbsent(labels.listed(those), same -> new ArrayList<>())
                .add(factor));
        return byRuns.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + " of " + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
