package io.soakline.sink.metrics;

import io.soakline.record.PaneRecord;
import java.util.function.Function;

/** Everything that the panes of one run add up to, since the first one seen here. For one thread, or under a lock. */
final class RunTotals {

    private static final Family RECEIVED =
            counter("received", "Inferences read from the log: those in panes, late and duplicate ones.");
    private static final Family MEASURED = counter("measured", "Inferences in panes, warm-up excluded.");
    private static final Family WARM_UP = counter("warm_up", "Inferences in panes that were warm-up.");
    private static final Family LATE = counter("late", "Inferences that arrived after their pane had closed.");
    private static final Family DUPLICATE = counter("duplicate", "Inferences with a sequence number seen before.");
    private static final Family MISSING = counter("missing", "Sequence numbers skipped.");
    private static final Family NON_FINITE =
            counter("non_finite", "Inferences with a NaN or an infinity in an output.");
    private static final Family PAUSED = counter("harness_paused", "Inferences that a pause of the harness touched.");
    private static final Family THROTTLED = counter("throttled", "Inferences while the device throttled.");
    private static final Family MISSES = counter("deadline_misses", "Inferences whose response exceeded the deadline.");

    final Base2Histogram latency = new Base2Histogram();
    final Base2Histogram response = new Base2Histogram();
    final long firstNanos;
    private PaneRecord newest;
    private final long[] sums = new long[COUNTERS.length];

    /** A family and the field of a pane that adds to it. */
    private record Counter(Family family, Function<PaneRecord, Long> field) {}

    private static final Counter[] COUNTERS = {
        new Counter(RECEIVED, pane -> pane.getLedger().getReceived()),
        new Counter(MEASURED, PaneRecord::getMeasured),
        new Counter(WARM_UP, PaneRecord::getWarmUp),
        new Counter(LATE, pane -> pane.getLedger().getLate()),
        new Counter(DUPLICATE, pane -> pane.getLedger().getDuplicate()),
        new Counter(MISSING, pane -> pane.getLedger().getMissing()),
        new Counter(NON_FINITE, PaneRecord::getNonFinite),
        new Counter(PAUSED, PaneRecord::getHarnessPaused),
        new Counter(THROTTLED, PaneRecord::getThrottled),
        new Counter(MISSES, PaneRecord::getDeadlineMisses)
    };

    /** @param first the run's first pane, not added yet */
    RunTotals(PaneRecord first) {
        newest = first;
        firstNanos = first.getPaneStartNanos();
    }

    private static Family counter(String name, String help) {
        return Family.counter("soakline.run.inferences." + name, help);
    }

    /** @throws IllegalArgumentException when its sketches were written by another version, or are damaged */
    void add(PaneRecord pane) {
        PaneSketches.Of sketches = PaneSketches.of(pane);
        sketches.addLatencyTo(latency);
        sketches.addResponseTo(response);
        for (int i = 0; i < COUNTERS.length; i++) {
            sums[i] += COUNTERS[i].field.apply(pane);
        }
        newest = pane;
    }

    /** Which run it is. */
    PaneRecord newest() {
        return newest;
    }

    void read(Labels labels, Readings readings) {
        for (int i = 0; i < COUNTERS.length; i++) {
            readings.add(COUNTERS[i].family, labels, sums[i]);
        }
    }
}
