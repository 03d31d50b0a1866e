package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Agreement of outputs for a terminal: pairs of runs, groups, and self-tests that failed. */
final class AgreementLines {

    /** Of more pairs only the worst are shown: an audit of 18 runs has 153. */
    static final int MOST_PAIRS = 12;

    private static final String UNKNOWN = "-";

    private final SoakSummary summary;
    private final BiFunction<String, String, String> label;
    private final Names names;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param label of a run id, and of the engine's name where the run is not known
     * @param width of the terminal in characters
     */
    AgreementLines(SoakSummary summary, BiFunction<String, String, String> label, int width) {
        this.summary = summary;
        this.label = label;
        this.width = width;
        this.names = new Names(summary.runs());
    }

    List<String> all() {
        if (!summary.agreements().isEmpty()) {
            pairs(summary.agreements());
        } else if (summary.groups().isEmpty()) {
            lines.add("Agreement: nothing to compare yet.");
        }
        summary.groups().stream().filter(AgreementSummary::tellsMore).forEach(this::group);
        summary.selfTests().stream()
                .filter(test -> test.outcome().equals(SelfTestSummary.FAILED))
                .forEach(this::failed);
        return lines;
    }

    private void pairs(List<AgreementSummary> pairs) {
        TextGrid grid = new TextGrid(
                "<same outputs?", "<", "<differs in", ">inputs", ">bitwise", ">top-1", ">flips", ">max abs");
        List<AgreementSummary> shown = pairs.size() <= MOST_PAIRS
                ? pairs
                : pairs.stream()
                        .sorted(Comparator.comparing(AgreementSummary::level)
                                .thenComparing(pair -> -Objects.requireNonNullElse(pair.flips(), 0))
                                .thenComparing(pair -> Objects.requireNonNullElse(pair.bitwiseRate(), 1.0)))
                        .filter(new WorstOfEachLevel(MOST_PAIRS / Level.values().length)::take)
                        .toList();
        lines.addAll(grid.render(shown.stream().map(pair -> row(grid, pair)).toList(), width, "max abs", "inputs"));
        if (shown.size() < pairs.size()) {
            lines.add("  the worst of each level; " + (pairs.size() - shown.size())
                    + " more pairs in the JSON and the report");
        }
    }

    /** The first few of each level. */
    private static final class WorstOfEachLevel {
        private final int most;
        private final Map<String, Integer> taken = new HashMap<>();

        WorstOfEachLevel(int most) {
            this.most = most;
        }

        boolean take(AgreementSummary pair) {
            return taken.merge(pair.level(), 1, Integer::sum) <= most;
        }
    }

    private TextGrid.Row row(TextGrid grid, AgreementSummary pair) {
        return grid.row(
                label.apply(pair.runA(), pair.a()),
                label.apply(pair.runB(), pair.b()),
                Level.named(pair.level()).label(),
                Figures.count(pair.inputs()),
                percent(pair.bitwiseRate()),
                pair.flips() == null ? UNKNOWN : percent(pair.top1Rate()),
                pair.flips() == null ? UNKNOWN : String.valueOf(pair.flips()),
                pair.maxAbs() == null ? UNKNOWN : String.format(Locale.ROOT, "%.3g", pair.maxAbs()));
    }

    private void group(AgreementSummary group) {
        List<String> said = new ArrayList<>();
        said.add(Figures.counted(group.members().size(), "run"));
        said.add(Figures.counted(group.inputs(), "input"));
        said.add("bitwise " + percent(group.bitwiseRate()));
        if (group.modalShare() != null) {
            said.add("usual output " + percent(group.modalShare()));
        }
        if (group.kappa() != null) {
            said.add(String.format(Locale.ROOT, "kappa %.3f", group.kappa()));
        }
        if (group.labelFlipCount() != null) {
            said.add(Figures.counted(group.labelFlipCount(), "label flip"));
        }
        wrapped("  " + Level.named(group.level()).label() + ", " + names.group(group) + ": ", String.join(", ", said));
    }

    private void failed(SelfTestSummary test) {
        wrapped(
                "  ✘ self-test ",
                test.words() + " of " + names.tested(test) + ": " + Figures.count(test.mismatches()) + " of "
                        + Figures.counted(test.trials(), "comparison") + " differ"
                        + (test.evidence().isEmpty() ? "" : "; " + test.evidence()));
    }

    private static String percent(@Nullable Double share) {
        return share == null ? UNKNOWN : Figures.percent(share);
    }

    private void wrapped(String lead, String text) {
        lines.addAll(Figures.wrap(lead, text, width));
    }
}
