package io.soakline.sink.report;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.sink.report.SoakSummary.AlertSummary;
import io.soakline.sink.report.SoakSummary.CauseSummary;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one alert, in the room of two records. Records come in the order of the log; one that is older than what
 * was told already changes nothing.
 */
final class AlertHistory {

    private @Nullable Alert newest;
    private @Nullable Alert lastFiring;
    private long firedAtNanos;
    private int firings;

    void accept(Alert alert) {
        Alert before = newest;
        if (before != null && alert.getUpdatedAtNanos() < before.getUpdatedAtNanos()) {
            return;
        }
        newest = alert;
        if (alert.getState() == AlertState.FIRING) {
            if (before == null || before.getState() != AlertState.FIRING) {
                firings++;
                firedAtNanos = alert.getUpdatedAtNanos();
            }
            lastFiring = alert;
        } else if (alert.getState() == AlertState.RESOLVED && before == null) {
            // The topic is compacted: the record that said it fired is gone.
            firings++;
            firedAtNanos = alert.getSinceNanos();
            lastFiring = alert;
        }
    }

    Alert newest() {
        return Objects.requireNonNull(newest, "only made for an alert");
    }

    AlertSummary summarise() {
        Alert newest = newest();
        // What rang the alarm says more than the figures of the quiet after it.
        Alert told = lastFiring == null ? newest : lastFiring;
        boolean resolved = newest.getState() == AlertState.RESOLVED;
        return new AlertSummary(
                newest.getKind(),
                newest.getSubject(),
                newest.getState().name().toLowerCase(Locale.ROOT),
                Moments.rfc3339(newest.getSinceNanos()),
                Finite.orNull(told.getSize()),
                Finite.orNull(told.getSizeLow()),
                Finite.orNull(told.getSizeHigh()),
                told.getUnit(),
                newest.getSeverity().name().toLowerCase(Locale.ROOT),
                newest.getRunId(),
                newest.getDeviceId(),
                newest.getGroup(),
                firings,
                firings == 0 ? null : Moments.rfc3339(firedAtNanos),
                resolved ? Moments.rfc3339(newest.getUpdatedAtNanos()) : null,
                told.getEvidence(),
                told.getCauseHint(),
                told.getCauses().stream()
                        .map(cause -> new CauseSummary(cause.getCause(), cause.getEvidence()))
                        .toList(),
                moment(told.getChangeAtNanos()),
                moment(told.getChangeFromNanos()),
                moment(told.getChangeToNanos()),
                Finite.orNull(told.getLogEvidence()),
                Finite.orNull(told.getLogThreshold()),
                Finite.orNull(told.getExpectedByChancePerWeek()));
    }

    private static @Nullable String moment(@Nullable Long nanos) {
        return nanos == null ? null : Moments.rfc3339(nanos);
    }
}
