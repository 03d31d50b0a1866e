package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches the panes of one stream. Not thread-safe. */
public final class DriftMonitor {

    private final DriftSettings settings;
    private @Nullable DriftReference reference;

    private DriftMonitor(@Nullable DriftReference reference, DriftSettings settings) {
        this.settings = settings;
        this.reference = reference;
    }

    /** A monitor that makes its first good panes the reference. */
    public static DriftMonitor learning(DriftSettings settings) {
        return new DriftMonitor(null, settings);
    }

    /**
     * A monitor that never learns.
     *
     * @throws IllegalArgumentException when the reference lacks a parameter
     */
    public static DriftMonitor against(DriftReference frozen, DriftSettings settings) {
        return new DriftMonitor(frozen, settings);
    }

    /** Takes the next pane, in order of time; panes may be missing. */
    public DriftStep accept(DriftPane pane) {
        return accept(pane, settings.alarmsPerStreamWeek());
    }

    /** @param alarmsPerStreamWeek the budget of this moment, in place of the one in the settings */
    public DriftStep accept(DriftPane pane, double alarmsPerStreamWeek) {
        DriftReference before = reference;
        if (before == null || !before.complete()) {
            LatencySketch sketch = before == null ? LatencySketch.empty() : before.sketch();
            sketch.combine(pane.latency());
            int panes = before == null ? 1 : before.panes() + 1;
            long from = before == null ? pane.startNanos() : before.fromNanos();
            boolean complete = panes >= settings.referencePanes();
            reference = DriftReference.of(sketch, Map.of(), panes, complete, from, pane.endNanos());
            return new DriftStep(List.of(), Set.of(), !complete, panes);
        }
        return new DriftStep(List.of(), Set.of(), false, before.panes());
    }

    /** The reference as it stands; null before it can be told. */
    public @Nullable DriftReference reference() {
        return reference;
    }
}
