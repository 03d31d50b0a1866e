package io.soakline.sink.report;

import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Folds panes into what a report draws beside the summary. A pane that is told twice counts once. Not thread-safe. */
public final class ReportCollector {

    private record Pane(String run, long startNanos, long firstSequence, PaneClose closedBy) {}

    private final Set<String> wanted;
    private final Set<Pane> seen = new HashSet<>();
    private final Map<String, LatencySketch> sketches = new TreeMap<>();
    private final DeviceReadings devices = new DeviceReadings();
    private long unreadablePanes;

    /** @param runIds runs to tell about; empty for all */
    public ReportCollector(Set<String> runIds) {
        wanted = Set.copyOf(runIds);
    }

    public void accept(PaneRecord pane) {
        boolean asked = wanted.isEmpty() || wanted.contains(pane.getRunId());
        if (!asked
                || !seen.add(new Pane(
                        pane.getRunId(), pane.getPaneStartNanos(), pane.getFirstSequence(), pane.getClosedBy()))) {
            return;
        }
        devices.accept(pane);
        if (pane.getMeasured() > 0) {
            combine(pane);
        }
    }

    private void combine(PaneRecord pane) {
        try {
            LatencySketch sketch = PaneSketch.of(pane);
            sketches.computeIfAbsent(pane.getRunId(), run -> LatencySketch.empty())
                    .combine(sketch);
        } catch (IllegalArgumentException e) {
            // Written by another version: said in the report, and the rest of it stands.
            unreadablePanes++;
        }
    }

    /** @param summary of the same runs */
    public ReportData finish(SoakSummary summary) {
        Map<String, RunDistribution> distributions = new TreeMap<>();
        sketches.forEach((run, sketch) -> {
            if (sketch.count() > 0) {
                distributions.put(run, RunDistribution.of(sketch));
            }
        });
        return new ReportData(summary, distributions, devices.all(), unreadablePanes);
    }
}
