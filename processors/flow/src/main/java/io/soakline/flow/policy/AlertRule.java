package io.soakline.flow.policy;

import io.soakline.record.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When one kind of alert fires and when it is over. The time that counts is that of the data: without data no alert
 * begins and none ends.
 *
 * @param on whether to alert at all
 * @param limit what must be exceeded, in the kind's unit; null where the kind has no limit, or none is set: then a kind
 *     that needs one stays quiet
 * @param pendingFor how long it must last before the alert fires; meanwhile it is pending
 * @param resolveAfter how long it must be gone before the alert is resolved
 */
public record AlertRule(
        boolean on, Severity severity, @Nullable Double limit, Duration pendingFor, Duration resolveAfter) {

    /** @throws IllegalArgumentException for a negative time, or a limit that is negative or no number */
    public AlertRule {
        if (limit != null && !(limit >= 0 && limit <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a limit is a number from 0, not " + limit);
        }
        if (pendingFor.isNegative() || resolveAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "an alert is pending and resolves after a time from 0, not " + pendingFor + ", " + resolveAfter);
        }
    }

    /** Without a limit, at once in both directions. */
    public static AlertRule of(Severity severity) {
        return new AlertRule(true, severity, null, Duration.ZERO, Duration.ZERO);
    }

    public AlertRule withOn(boolean newOn) {
        return new AlertRule(newOn, severity, limit, pendingFor, resolveAfter);
    }

    public AlertRule withSeverity(Severity newSeverity) {
        return new AlertRule(on, newSeverity, limit, pendingFor, resolveAfter);
    }

    public AlertRule withLimit(@Nullable Double newLimit) {
        return new AlertRule(on, severity, newLimit, pendingFor, resolveAfter);
    }

    public AlertRule withPendingFor(Duration newPendingFor) {
        return new AlertRule(on, severity, limit, newPendingFor, resolveAfter);
    }

    public AlertRule withResolveAfter(Duration newResolveAfter) {
        return new AlertRule(on, severity, limit, pendingFor, newResolveAfter);
    }
}
