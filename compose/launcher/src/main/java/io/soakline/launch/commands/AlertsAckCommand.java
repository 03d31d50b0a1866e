package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.record.Alert;
import io.soakline.sink.alerts.AlertLedger;
import io.soakline.sink.alerts.Notes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says that somebody looks after an alert. */
@Command(
        name = "ack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Say that somebody looks after an alert: it is not told again until it is over and comes back.",
        footerHeading = "%nExamples:%n",
        footer = "  soakline alerts ack engine-crashed/7f3a/orin-04 --kafka broker:9092 --reason \"board swapped\"")
public final class AlertsAckCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "KEY", description = "key of the alert, as soakline alerts list shows it")
    private String key = "";

    @Mixin
    private final AlertNoteFlags said = new AlertNoteFlags();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException {
        KafkaSettings kafka = flags.load().kafka();
        long nowMillis = System.currentTimeMillis();
        Alert alert = AlertLog.read(kafka).open(nowMillis).stream()
                .map(AlertLedger.Entry::alert)
                .filter(open -> open.getAlertKey().equals(key))
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        "no alert " + key + " is pending or firing; soakline alerts list shows which are"));
        AlertLog.write(kafka, Notes.ack(alert, said.by, said.reason, nowMillis));
        System.out.println("acknowledged " + key);
        return ExitCode.GOOD;
    }
}
