package io.soakline.flow;

import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The windows over several runs: those of one engine on a device, or all of one device. Recombined from the panes that
 * the runs' own windows hold too. There is none while a single run stands behind it: that run's window says it all.
 */
final class MergedWindows {

    /** From the first run's first inference on. */
    static final String ALL = "all";

    /** The wider ones are told once in that time. */
    private static final long WIDE_NANOS = Duration.ofMinutes(1).toNanos();

    private static final String NARROW = "1m";
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();

    private record Part(String runId, PaneSummary pane, PaneFacts facts) {}

    private final boolean withOutputs;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private final Map<String, RunState> runs = new LinkedHashMap<>();
    private long newestEndNanos = Long.MIN_VALUE;

    /** @param withOutputs whether outputs are looked at, where the runs have their inputs in common */
    MergedWindows(boolean withOutputs) {
        this.withOutputs = withOutputs;
    }

    void accept(RunState run, PaneSummary pane, PaneFacts facts) {
        runs.put(run.identity.runId(), run);
        if (pane.endNanos() < newestEndNanos - KEPT_NANOS) {
            // The clock was set back.
            parts.clear();
            newestEndNanos = pane.endNanos();
        }
        newestEndNanos = Math.max(newestEndNanos, pane.endNanos());
        if (pane.inferences() > 0) {
            parts.addLast(new Part(run.identity.runId(), withOutputs ? pane : pane.withoutOutputs(), facts));
        }
        parts.removeIf(part -> part.pane().startNanos() < newestEndNanos - KEPT_NANOS);
    }

    /** Those that are due after the pane. */
    List<RunWindows.Named> due(PaneSummary pane) {
        List<RunWindows.Named> due = new ArrayList<>();
        if (runs.size() < 2) {
            return due;
        }
        boolean wide = Math.floorDiv(pane.startNanos(), WIDE_NANOS) != Math.floorDiv(pane.endNanos(), WIDE_NANOS);
        RunWindows.WIDTHS.forEach((name, width) -> {
            if (wide || name.equals(NARROW)) {
                addRolling(due, name, width.toNanos());
            }
        });
        if (wide) {
            addAll(due);
        }
        return due;
    }

    private PaneSummary merged(List<PaneSummary> panes) {
        boolean inCommon = withOutputs
                && runs.values().stream()
                                .map(run -> run.identity.inputSetDigest())
                                .distinct()
                                .count()
                        == 1;
        return Pane.merged(
                inCommon
                        ? panes
                        : panes.stream().map(PaneSummary::withoutOutputs).toList());
    }

    private void addRolling(List<RunWindows.Named> due, String name, long widthNanos) {
        List<Part> within = parts.stream()
                .filter(part -> part.pane().startNanos() >= newestEndNanos - widthNanos)
                .toList();
        if (within.stream().map(Part::runId).distinct().count() > 1) {
            Map<String, Long> causes = PaneFacts.sum(
                            () -> within.stream().map(Part::facts).iterator())
                    .slowest();
            due.add(RunWindows.Named.ofSeveralRuns(
                    name, merged(within.stream().map(Part::pane).toList()), causes));
        }
    }

    private void addAll(List<RunWindows.Named> due) {
        List<PaneSummary> totals = runs.values().stream()
                .map(run -> run.windows.total())
                .filter(Objects::nonNull)
                .toList();
        Map<String, Long> causes = Map.of();
        for (RunState run : runs.values()) {
            causes = PaneFacts.plus(causes, run.windows.totalCauses());
        }
        if (totals.size() > 1) {
            due.add(RunWindows.Named.ofSeveralRuns(ALL, merged(totals), causes));
        }
    }
}
