package io.soakline.drift;

import io.soakline.statistics.LatencySketch;

/**
 * The measured service times of one pane; its count is the sample size. The sketch must not be changed any more.
 *
 * @param startNanos start, wall clock
 * @param endNanos end (exclusive), after the start
 * @param latency service times in any one unit, warm-up left out
 * @param disturbed something else is known to have been in the way, such as a core that the engine had to wait for: the
 *     pane is tested like any other, but what is normal is not learnt from it
 */
public record DriftPane(long startNanos, long endNanos, LatencySketch latency, boolean disturbed) {

    /** @throws IllegalArgumentException when the pane ends before it began */
    public DriftPane {
        if (endNanos <= startNanos) {
            throw new IllegalArgumentException(
                    "a pane ends after it starts, not at " + endNanos + " ns with the start at " + startNanos + " ns");
        }
    }

    /** A pane of which no disturbance is known. */
    public DriftPane(long startNanos, long endNanos, LatencySketch latency) {
        this(startNanos, endNanos, latency, false);
    }
}
