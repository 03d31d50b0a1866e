package io.soakline.flow;

import io.soakline.flow.policy.AlertRule;
import io.soakline.record.Alert;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one partition: takes what was observed, pane after pane, and writes what is news. While a partition is
 * refilled it only follows; what was said then is on the log already.
 */
final class AlertDesk {

    private final AlertBook book;
    private final Outbox outbox;
    private final Map<String, AlertPhase> phases = new HashMap<>();
    private boolean telling;

    AlertDesk(AlertBook book, Outbox outbox) {
        this.book = book;
        this.outbox = outbox;
    }

    /** Whether what is observed from now on is to be told. */
    void tell(boolean now) {
        telling = now;
    }

    /**
     * @param finding what there is to alert about; null when there is nothing
     * @param gone why it is over, where it is
     */
    void observe(String key, AlertRule rule, @Nullable Alert finding, String gone, long atNanos) {
        Alert wanted = rule.on() ? finding : null;
        AlertPhase phase = phases.get(key);
        if (phase == null) {
            if (wanted == null) {
                settle(key, gone, atNanos);
                return;
            }
            phase = new AlertPhase();
            phases.put(key, phase);
        }
        if (wanted != null) {
            phase.present(wanted, rule, atNanos);
        } else {
            phase.absent(rule, atNanos);
        }
        tell(key, phase, rule.on() ? gone : "alerts of this kind are switched off", atNanos);
        if (phase.isForgotten(atNanos)) {
            phases.remove(key);
        }
    }

    /** What was said before the restart does not hold any more, by another policy or without the panes of then. */
    private void settle(String key, String gone, long atNanos) {
        if (telling && book.isActive(key)) {
            add(book.resolve(key, gone, atNanos));
        }
    }

    /** What the alert is about is over. */
    void end(String key, String why, long atNanos) {
        AlertPhase phase = phases.remove(key);
        if (phase == null) {
            settle(key, why, atNanos);
        } else {
            phase.end();
            tell(key, phase, why, atNanos);
        }
    }

    /** Puts an alert into another group. */
    void regroup(String key, String group, long atNanos) {
        AlertPhase phase = phases.get(key);
        Alert finding = phase == null ? null : phase.finding();
        if (phase != null && finding != null && phase.state() != AlertPhase.State.QUIET) {
            finding.setGroup(group);
            tell(key, phase, "", atNanos);
        }
    }

    /** What was observed last of an alert that is pending or fires; null when it does neither. */
    @Nullable
    Alert active(String key) {
        AlertPhase phase = phases.get(key);
        return phase == null || phase.state() == AlertPhase.State.QUIET ? null : phase.finding();
    }

    boolean isFiring(String key) {
        AlertPhase phase = phases.get(key);
        return phase != null && phase.state() == AlertPhase.State.FIRING;
    }

    private void tell(String key, AlertPhase phase, String why, long atNanos) {
        if (telling) {
            add(book.tell(key, phase, why, atNanos));
        }
    }

    private void add(@Nullable Alert alert) {
        if (alert != null) {
            outbox.add(alert);
        }
    }
}
