package io.soakline.sink.metrics;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import java.util.Locale;

/** What is told of an alert. */
final class AlertFamilies {

    private static final Family FIRING = Family.gauge(
            "soakline.alert.firing",
            Family.Unit.COUNT,
            "1 while the alert fires, 0 while it is pending and, for a while, after it is resolved.");
    private static final Family PENDING =
            Family.gauge("soakline.alert.pending", Family.Unit.COUNT, "1 while the alert is pending.");
    private static final Family SINCE = Family.gauge(
            "soakline.alert.since.timestamp", Family.Unit.SECONDS, "When the alert went into its state, since 1970.");

    private AlertFamilies() {}

    static void read(Alert alert, Readings readings) {
        Labels labels = Labels.NONE
                .with("alert", alert.getAlertKey())
                .with("kind", alert.getKind())
                .with("subject", alert.getSubject())
                .with("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT))
                .with("device", alert.getDeviceId())
                .with("run", alert.getRunId());
        readings.add(FIRING, labels, alert.getState() == AlertState.FIRING);
        readings.add(PENDING, labels, alert.getState() == AlertState.PENDING);
        readings.add(SINCE, labels, alert.getSinceNanos() * 1e-9);
    }
}
