package io.soakline.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Level of a run, pane by pane, in time. Panes without measured inferences are left out; of the parts of one pane the
 * larger one stands for it.
 */
final class PaneSeries {

    static final PaneSeries EMPTY = of(List.of());

    private final List<PaneSummary> panes;

    private PaneSeries(List<PaneSummary> panes) {
        this.panes = panes;
    }

    static PaneSeries of(List<PaneSummary> panes) {
        List<PaneSummary> kept = new ArrayList<>();
        panes.stream()
                .filter(pane -> pane.measured() > 0)
                .sorted(Comparator.comparingLong(PaneSummary::startNanos)
                        .thenComparing(PaneSummary::measured, Comparator.reverseOrder())
                        .thenComparingLong(PaneSummary::firstSequence))
                .forEach(pane -> {
                    if (kept.isEmpty() || kept.get(kept.size() - 1).startNanos() != pane.startNanos()) {
                        kept.add(pane);
                    }
                });
        return new PaneSeries(kept);
    }

    /** Start of each pane, ascending. */
    long[] startNanos() {
        return panes.stream().mapToLong(PaneSummary::startNanos).toArray();
    }

    /** Mean service time of each. */
    double[] meanNanos() {
        return panes.stream().mapToDouble(pane -> pane.latency().mean()).toArray();
    }

    /** Median service time of each, see {@link LatencyTotals#smoothMedian}. */
    double[] medianNanos() {
        return panes.stream().mapToDouble(pane -> pane.latency().smoothMedian()).toArray();
    }
}
