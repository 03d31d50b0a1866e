package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was judged normal: the panes of the reference combined, and the frozen parameters of the detectors. Immutable.
 * {@link #of} with the parts that the accessors give is the same reference again.
 */
public final class DriftReference {

    private final LatencySketch sketch;
    private final Map<String, Double> parameters;
    private final int panes;
    private final boolean complete;
    private final long fromNanos;
    private final long toNanos;

    private DriftReference(
            LatencySketch sketch,
            Map<String, Double> parameters,
            int panes,
            boolean complete,
            long fromNanos,
            long toNanos) {
        this.sketch = sketch.copy();
        this.parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
        this.panes = panes;
        this.complete = complete;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    /** @param parameters as {@link #parameters()} gave them, however stored in between */
    public static DriftReference of(
            LatencySketch sketch,
            Map<String, Double> parameters,
            int panes,
            boolean complete,
            long fromNanos,
            long toNanos) {
        return new DriftReference(sketch, parameters, panes, complete, fromNanos, toNanos);
    }

    /** A copy of the combined panes. */
    public LatencySketch sketch() {
        return sketch.copy();
    }

    public int panes() {
        return panes;
    }

    /** False while it was still being learnt. */
    public boolean complete() {
        return complete;
    }

    /** Start of the oldest pane. */
    public long fromNanos() {
        return fromNanos;
    }

    /** End (exclusive) of the newest pane. */
    public long toNanos() {
        return toNanos;
    }

    /** By name, in the order of the names. */
    public Map<String, Double> parameters() {
        return parameters;
    }
}
