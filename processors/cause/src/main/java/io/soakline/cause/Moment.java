package io.soakline.cause;

/**
 * One inference that is to be explained.
 *
 * @param startNanos wall clock
 * @param endNanos wall clock, not before the start
 * @param typicalLatencyNanos of the run's inferences, such as the median; 0 when not known: then all of the latency
 *     has to be explained
 * @param harnessPaused whether a pause of the harness overlapped it
 * @param throttled whether the device reported throttling at that time
 * @param gapNanos idle time before it; -1 when not known
 * @param typicalGapNanos of the run, such as the median; -1 when not known
 * @param neighbourActive whether another run had inferences on the device at that time
 * @param usualNeighbourShare share of the run's ordinary inferences for which that holds; NaN when not known: then a
 *     neighbour is no evidence
 */
public record Moment(
        String runId,
        long startNanos,
        long endNanos,
        long typicalLatencyNanos,
        boolean harnessPaused,
        boolean throttled,
        long gapNanos,
        long typicalGapNanos,
        boolean neighbourActive,
        double usualNeighbourShare) {

    public Moment {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException(
                    "the inference ends at " + endNanos + ", before its start " + startNanos);
        }
    }

    /** Of which nothing but the time is known; the {@code with} methods add the rest. */
    public static Moment of(String runId, long startNanos, long endNanos) {
        return new Moment(runId, startNanos, endNanos, 0, false, false, -1, -1, false, Double.NaN);
    }

    public Moment withTypicalLatency(long nanos) {
        return new Moment(
                runId,
                startNanos,
                endNanos,
                nanos,
                harnessPaused,
                throttled,
                gapNanos,
                typicalGapNanos,
                neighbourActive,
                usualNeighbourShare);
    }

    public Moment withFlags(boolean paused, boolean heldBack) {
        return new Moment(
                runId,
                startNanos,
                endNanos,
                typicalLatencyNanos,
                paused,
                heldBack,
                gapNanos,
                typicalGapNanos,
                neighbourActive,
                usualNeighbourShare);
    }

    public Moment withGap(long nanos, long typicalNanos) {
        return new Moment(
                runId,
                startNanos,
                endNanos,
                typicalLatencyNanos,
                harnessPaused,
                throttled,
                nanos,
                typicalNanos,
                neighbourActive,
                usualNeighbourShare);
    }

    public Moment withNeighbour(boolean active, double usualShare) {
        return new Moment(
                runId,
                startNanos,
                endNanos,
                typicalLatencyNanos,
                harnessPaused,
                throttled,
                gapNanos,
                typicalGapNanos,
                active,
                usualShare);
    }

    /** Latency beyond the typical one; at least 0. */
    long excessNanos() {
        return Math.max(0, endNanos - startNanos - typicalLatencyNanos);
    }
}
