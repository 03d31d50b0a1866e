package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the device says of the runs, for a terminal: energy, and where the latency goes. Empty where it says nothing. */
final class DeviceGrid {

    /** These add up to the latency; so does {@code device} with {@code host}. */
    private static final Set<String> PARTS = Set.of("copy_in", "compute", "copy_out", "host");

    private static final int MOST_REASONS = 3;

    private static final List<SparseGrid.Column<RunSummary>> COLUMNS = List.of(
            new SparseGrid.Column<>(">energy gross", DeviceGrid::gross),
            new SparseGrid.Column<>(
                    ">net of idle",
                    run -> run.energy() == null ? null : joules(run.energy().netJoulesPerInference())),
            new SparseGrid.Column<>(">net, 95 %", DeviceGrid::interval),
            new SparseGrid.Column<>(">device", run -> p50(run, "device")),
            new SparseGrid.Column<>(">copy in", run -> p50(run, "copy_in")),
            new SparseGrid.Column<>(">compute", run -> p50(run, "compute")),
            new SparseGrid.Column<>(">copy out", run -> p50(run, "copy_out")),
            new SparseGrid.Column<>(">host", run -> p50(run, "host")),
            new SparseGrid.Column<>("<varies with", DeviceGrid::variesWith));

    private final List<RunSummary> runs;
    private final RunLabels labels;

    DeviceGrid(List<RunSummary> runs, RunLabels labels) {
        this.runs = runs;
        this.labels = labels;
    }

    /** @param width of the terminal in characters */
    List<String> lines(int width) {
        List<RunSummary> known = runs.stream()
                .filter(run -> COLUMNS.stream().anyMatch(column -> column.cell().apply(run) != null))
                .toList();
        List<String> lines = new ArrayList<>(new SparseGrid<>(COLUMNS, labels::of)
                .lines("energy, time (p50)", known, width, "energy gross", "device", "net, 95 %"));
        remarks().forEach(remark -> lines.addAll(Figures.wrap("  ", remark, width)));
        return lines;
    }

    /** Why a figure is missing, and how far the sensors are to be trusted. */
    private List<String> remarks() {
        Map<String, List<RunSummary>> reasons = new LinkedHashMap<>();
        for (RunSummary run : runs) {
            if (run.energy() != null && !run.energy().reason().isBlank()) {
                reasons.computeIfAbsent(run.energy().reason(), same -> new ArrayList<>())
                        .add(run);
            }
        }
        List<String> remarks = new ArrayList<>();
        reasons.entrySet().stream()
                .limit(MOST_REASONS)
                .forEach(entry -> remarks.add("Energy of " + labels.listed(entry.getValue()) + ": " + entry.getKey()));
        if (reasons.size() > MOST_REASONS) {
            remarks.add("Energy: " + (reasons.size() - MOST_REASONS) + " more reasons in the JSON and the report");
        }
        doubt(remarks);
        return remarks;
    }

    private void doubt(List<String> remarks) {
        runs.stream()
                .filter(run -> run.energy() != null && run.energy().doubt() != null)
                .max(Comparator.comparing(DeviceGrid::sensorDifference))
                .ifPresent(worst -> remarks.add("▲ Energy is in doubt, most of " + labels.of(worst) + ": "
                        + Objects.requireNonNull(worst.energy()).doubt()));
    }

    private static double sensorDifference(RunSummary run) {
        Double difference = Objects.requireNonNull(run.energy()).sensorDifference();
        return difference == null ? 0 : difference;
    }

    /** Documents that are older than the rest know only this of energy. */
    private static @Nullable String gross(RunSummary run) {
        return joules(
                run.energy() == null
                        ? run.energyJoulesPerInference()
                        : run.energy().grossJoulesPerInference());
    }

    private static @Nullable String interval(RunSummary run) {
        EnergySummary energy = run.energy();
        return energy == null || energy.netLow() == null || energy.netHigh() == null
                ? null
                : "[" + joules(energy.netLow()) + ", " + joules(energy.netHigh()) + "]";
    }

    private static @Nullable String joules(@Nullable Double joules) {
        return joules == null ? null : Figures.joules(joules);
    }

    private static @Nullable String p50(RunSummary run, String name) {
        return run.phases().stream()
                .filter(phase -> phase.phase().equals(name))
                .map(PhaseSummary::p50Nanos)
                .filter(Objects::nonNull)
                .map(nanos -> Figures.duration(Math.round(nanos)))
                .findFirst()
                .orElse(null);
    }

    /** The part that the latency's variance comes with most. */
    private static @Nullable String variesWith(RunSummary run) {
        boolean inParts = run.phases().stream().anyMatch(phase -> phase.phase().equals("compute"));
        return run.phases().stream()
                .filter(phase -> phase.varianceShare() != null)
                .filter(phase -> !inParts || PARTS.contains(phase.phase()))
                .max(Comparator.comparing(phase -> Objects.requireNonNull(phase.varianceShare())))
                .map(phase -> phase.phase().replace('_', ' ') + " "
                        + Figures.percent(Objects.requireNonNull(phase.varianceShare())))
                .orElse(null);
    }
}
