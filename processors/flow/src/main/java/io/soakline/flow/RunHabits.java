package io.soakline.flow;

import io.soakline.statistics.PaneSummary;
import java.util.ArrayDeque;

/** What is usual for one run: the middle of its last panes, so that a disturbed one does not change it. */
final class RunHabits {

    private static final int PANES = 31;

    private final ArrayDeque<Double> medians = new ArrayDeque<>();
    private final ArrayDeque<Double> gaps = new ArrayDeque<>();
    private final ArrayDeque<Double> neighbourShares = new ArrayDeque<>();

    /** @param neighbourShare of the run's time in which others ran on the device too; NaN when not known */
    void accept(PaneSummary pane, double neighbourShare) {
        if (pane.latency().count() > 0) {
            add(medians, pane.latency().quantile(0.5));
            long idle = pane.lastEndNanos()
                    - pane.firstStartNanos()
                    - pane.latency().sum();
            add(gaps, Math.max(0, (double) idle / pane.inferences()));
        }
        if (!Double.isNaN(neighbourShare)) {
            add(neighbourShares, neighbourShare);
        }
    }

    private static void add(ArrayDeque<Double> values, double value) {
        values.addLast(value);
        if (values.size() > PANES) {
            values.removeFirst();
        }
    }

    /** Median of the medians of the last panes; 0 before the first. */
    long typicalLatencyNanos() {
        return medians.isEmpty() ? 0 : Math.round(median(medians));
    }

    /** Idle time per inference, median of the last panes; -1 before the first. */
    long typicalGapNanos() {
        return gaps.isEmpty() ? -1 : Math.round(median(gaps));
    }

    /** NaN when not known. */
    double usualNeighbourShare() {
        return neighbourShares.isEmpty() ? Double.NaN : median(neighbourShares);
    }

    private static double median(ArrayDeque<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
