package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.AlertSummary;
import io.soakline.sink.report.SoakSummary.LedgerSummary;
import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.sink.report.SoakSummary.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The summary for a terminal. Every figure stands in a row with its n. */
public final class SummaryTable {

    /** Of what is not a terminal: a log, a mail. */
    public static final int COLUMNS = 100;

    /** Narrower than this lines are broken by the terminal. */
    static final int FEWEST_COLUMNS = 80;

    /** Longer lines are hard to read. */
    static final int MOST_COLUMNS = 140;

    private static final String UNKNOWN = "-";
    private static final int SHORTEST_LABEL = 14;
    private static final int LONGEST_LABEL = 28;

    private final StringBuilder out = new StringBuilder();
    private final SoakSummary summary;
    private final boolean colour;
    private final int columns;
    private final RunLabels labels;

    private SummaryTable(SoakSummary summary, boolean colour, int columns) {
        this.summary = summary;
        this.colour = colour;
        this.columns = Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns));
        this.labels = new RunLabels(
                summary.runs(),
                Math.min(LONGEST_LABEL, Math.max(SHORTEST_LABEL, LONGEST_LABEL - (120 - this.columns) / 2)));
    }

    /** As {@link #render(SoakSummary, boolean, int)}, {@value #COLUMNS} characters wide. */
    public static String render(SoakSummary summary, boolean colour) {
        return render(summary, colour, COLUMNS);
    }

    /**
     * @param colour whether to use ANSI colours; the words and shapes say the same without
     * @param columns characters in a line, taken for {@value #FEWEST_COLUMNS} to {@value #MOST_COLUMNS}; where they are few,
     *     columns of the tables are left out
     */
    public static String render(SoakSummary summary, boolean colour, int columns) {
        SummaryTable table = new SummaryTable(summary, colour, columns);
        table.heading();
        table.runs();
        table.conditions();
        table.predictability();
        table.device();
        table.agreements();
        table.factors();
        table.alerts();
        table.ledger();
        table.store();
        table.notes();
        return table.out.toString();
    }

    private void notes() {
        for (String note : summary.notes()) {
            wrapped("Note: ", note);
        }
    }

    private void heading() {
        Set<String> models = new HashSet<>();
        Set<String> devices = new HashSet<>();
        for (RunSummary run : summary.runs()) {
            models.add(run.model());
            devices.add(run.device());
        }
        line(painted(summary.verdict(), mark(summary.verdict()) + " " + summary.verdict()) + "  "
                + summary.runs().size()
                + plural(summary.runs().size(), " run", " runs") + " of " + listed(models, "models") + " on "
                + listed(devices, "devices"));
        line("");
    }

    private void runs() {
        List<TextGrid.Row> rows = new ArrayList<>();
        TextGrid grid = new TextGrid(
                "<engine", ">n", ">p50", ">p99", ">p99.9", ">max", ">CV", ">bitwise", ">top-1", "<verdict");
        for (RunSummary run : summary.runs()) {
            String state = run.verdict().state();
            rows.add(grid.row(
                    labels.of(run),
                    Figures.count(run.inferences()),
                    latency(run, run.latencyNanos().p50()),
                    latency(run, run.latencyNanos().p99()),
                    latency(run, run.latencyNanos().p999()),
                    latency(run, run.latencyNanos().max()),
                    percent(run.cv()),
                    percent(run.repeatability().bitwiseRate()),
                    percent(run.top1Accuracy()),
                    painted(state, mark(state) + " " + state)));
        }
        grid.render(rows, columns, "CV", "p99.9").forEach(this::line);
        for (RunSummary run : summary.runs()) {
            if (!run.verdict().state().equals(Verdict.STEADY)) {
                wrapped("  " + mark(run.verdict().state()) + " " + labels.of(run) + ": ", run.reason());
            }
        }
        line("");
    }

    /** One row per run; what no run has is no column, what stands in the table above is not said again. */
    private void predictability() {
        List<RunSummary> known = summary.runs().stream()
                .filter(run -> run.predictability() != null && run.inferences() > 0)
                .toList();
        PredictabilityGrid grid = new PredictabilityGrid(known, labels::of);
        List<String> lines = grid.lines(columns);
        lines.forEach(this::line);
        grid.remarks().forEach(remark -> wrapped("  ", remark));
        if (!lines.isEmpty()) {
            line("");
        }
    }

    private void conditions() {
        paragraph(new ConditionLines(summary.runs(), labels, columns).all());
    }

    private void device() {
        paragraph(new DeviceGrid(summary.runs(), labels).lines(columns));
    }

    private void paragraph(List<String> lines) {
        lines.forEach(this::line);
        if (!lines.isEmpty()) {
            line("");
        }
    }

    private void agreements() {
        new AgreementLines(summary, labels::of, columns).all().forEach(this::line);
        line("");
    }

    /** Only what could be estimated: the document says why the rest was not. */
    private void factors() {
        for (VarianceSummary variance : summary.variance()) {
            if (variance.splits()) {
                wrapped("Variance, " + variance.compiler() + ": ", FactorText.of(variance));
            }
        }
        if (!summary.variance().isEmpty() && summary.variance().stream().noneMatch(VarianceSummary::splits)) {
            wrapped("Variance: ", "not split over build, run and device: " + FactorText.refusal(summary.variance()));
        }
        for (PlatformSummary platform : summary.platforms()) {
            wrapped("Platforms, " + platform.compiler() + ": ", FactorText.of(platform));
        }
    }

    private void alerts() {
        if (summary.alerts().isEmpty()) {
            line("Alerts: none.");
            return;
        }
        long firing = summary.alerts().stream()
                .filter(alert -> alert.state().equals("firing"))
                .count();
        long resolved = summary.alerts().stream()
                .filter(alert -> alert.fired() > 0 && alert.state().equals("resolved"))
                .count();
        line("Alerts: " + firing + " firing, " + resolved + " fired and resolved");
        for (AlertSummary alert : summary.alerts()) {
            AlertText text = new AlertText(alert);
            wrapped("  " + alert.state() + " ", text.what());
            text.why().forEach(why -> wrapped("    ", why));
        }
    }

    private void ledger() {
        LedgerSummary ledger = summary.ledger();
        String produced = ledger.produced() == null ? "unknown" : Figures.count(ledger.produced());
        wrapped(
                "Ledger: ",
                "produced " + produced + ", received " + Figures.count(ledger.received()) + " (malformed "
                        + Figures.count(ledger.malformed()) + "), paned " + Figures.count(ledger.paned()) + ", late "
                        + Figures.count(ledger.late()) + ", duplicate " + Figures.count(ledger.duplicate()) + ", lost "
                        + Figures.count(ledger.lost())
                        + (ledger.closes() ? "; the sums close." : "; THE SUMS DO NOT CLOSE."));
        if (ledger.lost() > 0) {
            wrapped("  ! ", Figures.count(ledger.lost()) + " inferences were measured and never arrived");
        }
        if (ledger.malformed() > 0) {
            wrapped(
                    "  ! ",
                    Figures.count(ledger.malformed()) + plural(ledger.malformed(), " record", " records")
                            + " could not be read; kept with the reason on the deadletters topic");
        }
        if (ledger.produced() == null) {
            wrapped("  ! ", "a run has not ended, or its producer died: how much it produced is not known");
        }
    }

    private void store() {
        Store store = summary.store();
        line(
                store == null
                        ? "Store: none."
                        : "Store: " + Figures.count(store.points()) + " points in " + store.kind() + ".");
    }

    /** A quantile that is missing although there are samples was refused for want of them. */
    private static String latency(RunSummary run, @Nullable Long nanos) {
        if (nanos == null) {
            return run.inferences() > 0 ? "n small" : UNKNOWN;
        }
        return Figures.duration(nanos);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? UNKNOWN : Figures.percent(share);
    }

    private static String listed(Set<String> names, String plural) {
        return names.size() == 1 ? names.iterator().next() : names.size() + " " + plural;
    }

    private static String plural(long count, String one, String many) {
        return count == 1 ? one : many;
    }

    private static String mark(String state) {
        return switch (state) {
            case Verdict.STEADY -> "✔";
            case Verdict.DRIFTED -> "▲";
            case Verdict.INSUFFICIENT -> "?";
            default -> "✘";
        };
    }

    private String painted(String state, String text) {
        if (!colour) {
            return text;
        }
        String code = switch (state) {
            case Verdict.STEADY -> "32";
            case Verdict.DRIFTED -> "33";
            case Verdict.INSUFFICIENT -> "36";
            default -> "31;1";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    private void wrapped(String lead, String text) {
        Figures.wrap(lead, text, columns).forEach(this::line);
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
