package io.soakline.sink.report.html;

import io.soakline.sink.report.AgreementSummary;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Inputs on which labels differ, with those that disagree: builds of one compiler, and compilers. */
final class FlipSection implements Section {

    private static final int MOST_ROWS = 100;
    private static final int MOST_PAIRS = 6;

    /** Who disagrees on one input. */
    private static final class Flips {
        private final Set<String> builds = new TreeSet<>();
        private final Set<String> compilers = new TreeSet<>();
        private int pairs;
    }

    @Override
    public String id() {
        return "flips";
    }

    @Override
    public String title() {
        return "Inputs whose label changes";
    }

    @Override
    public void write(Page page, Markup out) {
        List<AgreementSummary> known = page.summary().agreements().stream()
                .filter(pair -> pair.flips() != null)
                .toList();
        TreeMap<Integer, Flips> byInput = new TreeMap<>();
        known.forEach(pair ->
                pair.labelFlips().forEach(input -> add(page, pair, byInput.computeIfAbsent(input, i -> new Flips()))));
        long unlisted = known.stream()
                .filter(pair -> pair.labelFlips().isEmpty() && Objects.requireNonNullElse(pair.flips(), 0) > 0)
                .count();
        if (known.isEmpty()) {
            Words.paragraph(out, "No labels were compared, so it cannot be said whether any changes.");
        } else if (byInput.isEmpty() && unlisted == 0) {
            Words.paragraph(out, "None, in " + Figures.counted(known.size(), "pair") + " of runs.");
        }
        if (!byInput.isEmpty()) {
            table(out, byInput, known.size());
        }
        if (unlisted > 0) {
            Words.note(
                    out,
                    "In " + Figures.counted(unlisted, "pair")
                            + " of runs labels differ, and the log does not say for which inputs.");
        }
    }

    private static void add(Page page, AgreementSummary pair, Flips flips) {
        flips.pairs++;
        if (pair.level().equals(Level.L5.name())) {
            flips.compilers.add(
                    pair(page.names().compilerOfRun(pair.runA()), page.names().compilerOfRun(pair.runB())));
        } else {
            flips.builds.add(
                    pair(page.names().buildOfRun(pair.runA()), page.names().buildOfRun(pair.runB())));
        }
    }

    private static String pair(String a, String b) {
        return a.compareTo(b) <= 0 ? a + " and " + b : b + " and " + a;
    }

    private static void table(Markup out, Map<Integer, Flips> byInput, int pairs) {
        Table table = new Table(
                out,
                "By number in the input set, counted from 0; of " + Figures.counted(pairs, "pair") + " of runs",
                "Input",
                ">Pairs of runs",
                "Builds of one compiler that disagree",
                "Compilers that disagree");
        byInput.entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(entry -> table.row("input " + entry.getKey())
                        .num(Figures.count(entry.getValue().pairs))
                        .cell(listed(entry.getValue().builds))
                        .cell(listed(entry.getValue().compilers)));
        table.end();
        if (byInput.size() > MOST_ROWS) {
            Words.note(out, (byInput.size() - MOST_ROWS) + " more inputs are in the figures as JSON.");
        }
    }

    private static String listed(Set<String> pairs) {
        if (pairs.isEmpty()) {
            return "none";
        }
        String first = pairs.stream().limit(MOST_PAIRS).collect(Collectors.joining("; "));
        return pairs.size() > MOST_PAIRS ? first + "; and " + (pairs.size() - MOST_PAIRS) + " more" : first;
    }
}
