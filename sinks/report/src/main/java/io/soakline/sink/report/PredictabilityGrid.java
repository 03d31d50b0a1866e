package io.soakline.sink.report;

import io.soakline.sink.report.Predictability.EarlyStopping;
import io.soakline.sink.report.Predictability.Pwcet;
import io.soakline.sink.report.Predictability.PwcetLevel;
import io.soakline.sink.report.Predictability.Quantile;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The predictability of the runs for a terminal: the few figures to read, not all there are. */
final class PredictabilityGrid {

    private static final List<SparseGrid.Column<RunSummary>> COLUMNS = List.of(
            column(">p99, 95 % interval", p -> interval(p.latencyQuantile(0.99))),
            column(">p99.99", p -> value(p.latencyQuantile(0.9999))),
            column(">jitter", p -> duration(p.jitter().p999OverP50Nanos())),
            column(">step", p -> duration(p.jitter().stepMeanNanos())),
            column(">late", PredictabilityGrid::late),
            new SparseGrid.Column<>(">right, in time", PredictabilityGrid::onTime),
            column(">MLPerf p99", p -> earlyStopping(p.earlyStopping())),
            column(
                    ">modes",
                    p -> p.modes().size() < 2
                            ? null
                            : Integer.toString(p.modes().size())),
            column(">pWCET", p -> pwcet(p.pwcet())),
            column(">reference", PredictabilityGrid::reference));

    private static final String[] SPARED = {"reference", "step", "MLPerf p99", "jitter", "modes"};

    private final List<RunSummary> runs;
    private final Function<RunSummary, String> label;

    /** @param runs with statistics */
    PredictabilityGrid(List<RunSummary> runs, Function<RunSummary, String> label) {
        this.runs = runs;
        this.label = label;
    }

    private static SparseGrid.Column<RunSummary> column(
            String heading, Function<Predictability, @Nullable String> cell) {
        return new SparseGrid.Column<>(heading, run -> cell.apply(of(run)));
    }

    private static Predictability of(RunSummary run) {
        return Objects.requireNonNull(run.predictability(), "only runs with statistics");
    }

    /** @param width of the terminal in characters */
    List<String> lines(int width) {
        return new SparseGrid<>(COLUMNS, label).lines("how predictable?", runs, width, SPARED);
    }

    /** What needs a sentence: why there is no pWCET estimate, and what the slowest inferences are put down to. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        refusals()
                .forEach((reason, engines) ->
                        remarks.add("No pWCET estimate for " + String.join(", ", engines) + ": " + reason + "."));
        String causes = causes(runs.stream().map(run -> of(run).slowestCauses()).toList());
        if (!causes.isEmpty()) {
            remarks.add("The slowest inferences were put down to " + causes + ".");
        }
        return remarks;
    }

    private Map<String, List<String>> refusals() {
        Map<String, List<String>> refusals = new TreeMap<>();
        for (RunSummary run : runs) {
            Pwcet pwcet = of(run).pwcet();
            String reason = pwcet == null ? null : pwcet.refusedBy();
            if (reason != null) {
                refusals.computeIfAbsent(reason, same -> new ArrayList<>()).add(label.apply(run));
            }
        }
        return refusals;
    }

    private static String causes(Collection<Map<String, Long>> all) {
        Map<String, Long> total = new TreeMap<>();
        all.forEach(causes -> causes.forEach((cause, count) -> total.merge(cause, count, Long::sum)));
        return total.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> CauseWords.of(entry.getKey()) + " (" + Figures.count(entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String interval(@Nullable Quantile quantile) {
        if (quantile == null || quantile.nanos() == null) {
            return null;
        }
        return "[" + orUnknown(quantile.lowNanos()) + ", " + orUnknown(quantile.highNanos()) + "]";
    }

    private static String orUnknown(@Nullable Double nanos) {
        return Objects.requireNonNullElse(duration(nanos), "?");
    }

    private static @Nullable String value(@Nullable Quantile quantile) {
        return quantile == null ? null : duration(quantile.nanos());
    }

    private static @Nullable String duration(@Nullable Double nanos) {
        return nanos == null ? null : Figures.duration(Math.round(nanos));
    }

    /** Misses, and most of them in a row. */
    private static @Nullable String late(Predictability p) {
        Predictability.Deadline deadline = p.deadline();
        Long misses = deadline == null ? null : deadline.misses();
        if (deadline == null || misses == null) {
            return null;
        }
        Long run = deadline.longestMissRun();
        return Figures.count(misses) + (run == null || run < 2 ? "" : " (" + Figures.count(run) + " in a row)");
    }

    /** With its lower bound, and its n where that is not the run's. */
    private static @Nullable String onTime(RunSummary run) {
        CorrectOnTime figures = run.correctOnTime();
        if (figures == null) {
            return null;
        }
        Double low = figures.rateLower95();
        return Figures.rate(figures.rate())
                + (low == null ? "" : ", ≥ " + Figures.rate(low))
                + (figures.trials() == run.inferences() ? "" : " of " + Figures.count(figures.trials()));
    }

    private static @Nullable String earlyStopping(List<EarlyStopping> estimates) {
        return estimates.stream()
                .filter(estimate -> Math.abs(estimate.p() - 0.99) < 1e-9)
                .map(estimate -> duration(estimate.nanos()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Upper end of the rarest level that is given. */
    private static @Nullable String pwcet(@Nullable Pwcet pwcet) {
        if (pwcet == null) {
            return null;
        }
        if (pwcet.refusedBy() != null) {
            return "refused";
        }
        return pwcet.levels().stream()
                .min(Comparator.comparingDouble(PwcetLevel::exceedanceProbability))
                .filter(level -> level.highNanos() != null)
                .map(level -> String.format(
                        Locale.ROOT, "%.0e: ≤ %s", level.exceedanceProbability(), duration(level.highNanos())))
                .orElse(null);
    }

    private static @Nullable String reference(Predictability p) {
        Integer panes = p.referencePanes();
        return panes == null ? null : Figures.counted(panes, "pane");
    }
}
