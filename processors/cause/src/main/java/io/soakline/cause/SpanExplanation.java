package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;
import io.soakline.cause.Samples.Seen;

/** Explains an alarm by the panes since the change. */
final class SpanExplanation extends Explanation {

    private static final int NEEDED_LEVELS = 3;
    /** Shares of inferences: enough to move a tail. */
    private static final double UNUSUAL_SHARE = 0.005;

    private static final double UNUSUAL_RATIO = 3;

    private final Span span;

    SpanExplanation(Span span, Surroundings surroundings) {
        super(span.runId(), span.fromNanos(), span.toNanos(), surroundings, NEEDED_LEVELS);
        this.span = span;
    }

    @Override
    Deviation deviation(Indicator indicator, ChannelName channel, Seen seen, Level quiet) {
        return Deviation.ofSpan(indicator, channel, seen, quiet, span.slower());
    }

    @Override
    void addOwn() {
        addShare(
                Cause.HARNESS_PAUSE,
                Indicator.RANK_PAUSED,
                "the harness stood still",
                span.pausedShare(),
                span.quietPausedShare());
        addShare(
                Cause.THROTTLE,
                Indicator.RANK_THROTTLED,
                "the device throttled",
                span.throttledShare(),
                span.quietThrottledShare());
        new Controls(span.controls(), span.slower())
                .shared()
                .ifPresent(figures -> add(Cause.SHARED, Indicator.RANK_ALIKE, 0, figures + " " + when()));
    }

    private void addShare(Cause cause, int rank, String what, double share, double quiet) {
        double more = span.slower() ? share : quiet;
        double less = span.slower() ? quiet : share;
        if (more >= UNUSUAL_SHARE && more >= UNUSUAL_RATIO * less) {
            add(
                    cause,
                    rank,
                    more / Math.max(less, UNUSUAL_SHARE / Attribution.CLEAR),
                    what + " during " + Words.percent(share) + " of the inferences " + when() + ", "
                            + Words.percent(quiet) + " " + reference());
        }
    }

    @Override
    boolean explains(Deviation deviation) {
        return deviation.isClear();
    }

    @Override
    boolean isDoubtful(Deviation deviation) {
        return deviation.isDoubtful();
    }

    @Override
    String when() {
        return Words.stretch(span.fromNanos(), span.toNanos());
    }

    @Override
    String when(Deviation deviation) {
        return when();
    }

    @Override
    String reference() {
        return span.slower() ? "when quiet" : "in the reference";
    }
}
