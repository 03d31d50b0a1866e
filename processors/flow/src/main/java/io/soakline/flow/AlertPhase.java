package io.soakline.flow;

import io.soakline.flow.policy.AlertRule;
import io.soakline.record.Alert;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far one alert has come: a function of what was observed and when, in the time of the data, so that it is the same
 * after a restart and in a replay. What comes back within an hour of being resolved flaps: from then on it must be gone
 * for longer, twice as long each time.
 */
final class AlertPhase {

    enum State {
        QUIET,
        PENDING,
        FIRING
    }

    private static final long FLAP_NANOS = Duration.ofHours(1).toNanos();
    private static final long FIRST_HOLD_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DOUBLINGS = 5;

    private State state = State.QUIET;
    private long sinceNanos;
    private long lastSeenNanos;
    private long resolvedAtNanos = Long.MIN_VALUE;
    private int flaps;
    private @Nullable Alert finding;

    State state() {
        return state;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** What was observed last; null before anything was. */
    @Nullable
    Alert finding() {
        return finding;
    }

    void present(Alert observed, AlertRule rule, long atNanos) {
        finding = observed;
        lastSeenNanos = atNanos;
        if (state == State.QUIET) {
            state = State.PENDING;
            sinceNanos = atNanos;
        }
        if (state == State.PENDING && atNanos - sinceNanos >= rule.pendingFor().toNanos()) {
            state = State.FIRING;
            flaps = isFresh(atNanos) ? flaps + 1 : 0;
        }
    }

    void absent(AlertRule rule, long atNanos) {
        if (state == State.PENDING) {
            state = State.QUIET;
        } else if (state == State.FIRING && atNanos - lastSeenNanos >= holdNanos(rule)) {
            state = State.QUIET;
            resolvedAtNanos = atNanos;
        }
    }

    private long holdNanos(AlertRule rule) {
        long hold = rule.resolveAfter().toNanos();
        return flaps == 0 ? hold : Math.max(hold, FIRST_HOLD_NANOS) << Math.min(flaps - 1, MOST_DOUBLINGS);
    }

    /** What it was about is over, whether it recovered or not: should it come back, that is no flapping. */
    void end() {
        state = State.QUIET;
        resolvedAtNanos = Long.MIN_VALUE;
    }

    private boolean isFresh(long atNanos) {
        return resolvedAtNanos != Long.MIN_VALUE && atNanos - resolvedAtNanos <= FLAP_NANOS;
    }

    /** Whether nothing of it matters any more. */
    boolean isForgotten(long atNanos) {
        return state == State.QUIET && !isFresh(atNanos);
    }
}
