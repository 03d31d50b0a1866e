package io.soakline.sink.alerts;

import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a target knows of an alert.
 *
 * @param taken false when the target refused it for good
 */
record Told(AlertState state, long sinceNanos, Severity severity, long atMillis, boolean taken) {

    /** Null for a note that a later version wrote in other words. */
    static @Nullable Told of(AlertNote note) {
        Long since = note.getSinceNanos();
        AlertState state = constant(AlertState.values(), note.getToldState());
        Severity severity = constant(Severity.values(), note.getToldSeverity());
        return since == null || state == null || severity == null
                ? null
                : new Told(state, since, severity, note.getAtNanos() / 1_000_000, true);
    }

    boolean isOpen() {
        return state != AlertState.RESOLVED;
    }

    /** Whether the target took this very state of the alert. */
    boolean isTakenAs(Alert alert) {
        return taken && state == alert.getState() && sinceNanos == alert.getSinceNanos();
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] all, @Nullable String name) {
        return Arrays.stream(all).filter(e -> e.name().equals(name)).findFirst().orElse(null);
    }
}
