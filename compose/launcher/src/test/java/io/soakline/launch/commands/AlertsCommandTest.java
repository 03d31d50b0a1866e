package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import io.soakline.sink.alerts.AlertLedger;
import io.soakline.sink.alerts.Notes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"list", "ack", "silence", "silences", "unsilence", "deliver"})
    void help_showsExamples(String command) {
        Invocation help = Invocation.of("alerts", command, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Examples:", "soakline alerts " + command);
    }

    @Test
    void silence_givenNoChoiceOrNoLength_isAUsageError() {
        assertThat(Invocation.of("alerts", "silence", "--for", "2h").exit()).isEqualTo(2);
        assertThat(Invocation.of("alerts", "silence", "--key", "x").exit()).isEqualTo(2);
    }

    @Test
    void deliver_givenNoSuchFile_saysWhich() {
        Invocation run = Invocation.of(
                "alerts",
                "deliver",
                "--kafka",
                "127.0.0.1:1",
                "--targets",
                folder.resolve("none").toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("cannot read the alert targets in ").hasLineCount(1);
    }

    @Test
    void list_givenAnAcknowledgedAlert_showsAgeSizeCauseAndWhoLooksAfterIt() throws Exception {
        String text = AlertsListCommand.text(ledger().open(3_600_000), 3_600_000);
        assertThat(text).contains("firing", "critical", "59 min 0 s", "+35.2 [30.0, 40.0] %", "ack me", "cause: clock");
        assertThat(AlertsListCommand.json(ledger().open(3_600_000))).contains("\"reason\" : \"on it\"");
    }

    private static AlertLedger ledger() throws MalformedRecordException {
        RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);
        Alert alert = Alert.newBuilder()
                .setAlertKey("k")
                .setKind("latency-drift/P99")
                .setSubject("tvm")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setSinceNanos(60_000_000_000L)
                .setUpdatedAtNanos(60_000_000_000L)
                .setEvidence("p99 went up")
                .setSize(35.2)
                .setSizeLow(30.0)
                .setSizeHigh(40.0)
                .setUnit("%")
                .setCauseHint("clock")
                .build();
        AlertNote ack = Notes.ack(alert, "me", "on it", 1);
        AlertLedger ledger = new AlertLedger();
        ledger.acceptAlert("k", alerts.encode(alert), 1);
        ledger.acceptNote(ack.getNoteKey(), RecordCodec.of(AlertNote.class).encode(ack));
        return ledger;
    }
}
