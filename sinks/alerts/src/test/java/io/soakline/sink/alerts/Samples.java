package io.soakline.sink.alerts;

import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;

/** Alerts to tell. */
final class Samples {

    private Samples() {}

    static Alert alert(String key, AlertState state, Severity severity, long sinceSeconds) {
        // Made first: it makes Avro trust our records.
        RecordCodec<Alert> unused = RecordCodec.of(Alert.class);
        return Alert.newBuilder()
                .setAlertKey(key)
                .setKind("latency-drift/P99")
                .setSubject("moteur-é <b>&\"引擎\" 🚀")
                .setSeverity(severity)
                .setState(state)
                .setSinceNanos(sinceSeconds * 1_000_000_000L)
                .setUpdatedAtNanos((sinceSeconds + 60) * 1_000_000_000L)
                .setEvidence("p99 went from 1.4 ms to 1.9 ms")
                .setSize(35.2)
                .setSizeLow(30.0)
                .setSizeHigh(40.0)
                .setUnit("%")
                .setCauseHint("clock")
                .setDeviceId("orin-04")
                .build();
    }
}
