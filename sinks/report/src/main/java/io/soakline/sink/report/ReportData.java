package io.soakline.sink.report;

import java.util.List;
import java.util.Map;

/**
 * All that a report shows. The same data give the same bytes: nothing here says when or where it was put together.
 *
 * @param distributions of latency, by run id; runs without readable panes are missing
 * @param devices what their sensors said
 * @param unreadablePanes panes whose distribution could not be read
 */
public record ReportData(
        SoakSummary summary,
        Map<String, RunDistribution> distributions,
        List<DeviceReading> devices,
        long unreadablePanes) {

    public ReportData {
        distributions = Map.copyOf(distributions);
        devices = List.copyOf(devices);
    }

    /** From a summary document alone: nothing is drawn then. */
    public static ReportData of(SoakSummary summary) {
        return new ReportData(summary, Map.of(), List.of(), 0);
    }

    /** The same with these notes in its summary. */
    public ReportData withNotes(List<String> said) {
        return new ReportData(summary.withNotes(said), distributions, devices, unreadablePanes);
    }
}
