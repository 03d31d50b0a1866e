package io.soakline.cause;

import java.util.List;

/**
 * A stretch of a run that is to be explained: the panes since a change.
 *
 * @param fromNanos wall clock
 * @param toNanos wall clock, after the start
 * @param slower whether the run became slower, less steady or missed more; false when it became faster or steadier:
 *     then what went away is looked for
 * @param pausedShare share of its inferences that a harness pause touched
 * @param quietPausedShare the same of the reference
 * @param throttledShare share of its inferences that were throttled
 * @param quietThrottledShare the same of the reference
 * @param controls the other engines of the device; none where there are none
 */
public record Span(
        String runId,
        long fromNanos,
        long toNanos,
        boolean slower,
        double pausedShare,
        double quietPausedShare,
        double throttledShare,
        double quietThrottledShare,
        List<Control> controls) {

    public Span {
        controls = List.copyOf(controls);
        if (toNanos <= fromNanos) {
            throw new IllegalArgumentException("the span ends at " + toNanos + ", not after its start " + fromNanos);
        }
    }

    /** Without pauses and throttling. */
    public static Span of(String runId, long fromNanos, long toNanos, boolean slower) {
        return new Span(runId, fromNanos, toNanos, slower, 0, 0, 0, 0, List.of());
    }

    public Span withShares(double paused, double quietPaused, double throttled, double quietThrottled) {
        return new Span(runId, fromNanos, toNanos, slower, paused, quietPaused, throttled, quietThrottled, controls);
    }

    public Span withControls(List<Control> others) {
        return new Span(
                runId,
                fromNanos,
                toNanos,
                slower,
                pausedShare,
                quietPausedShare,
                throttledShare,
                quietThrottledShare,
                others);
    }
}
