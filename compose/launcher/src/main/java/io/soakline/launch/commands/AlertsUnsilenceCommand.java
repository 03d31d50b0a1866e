package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.record.AlertNote;
import io.soakline.sink.alerts.AlertWords;
import io.soakline.sink.alerts.Notes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a silence before its time. */
@Command(
        name = "unsilence",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "End a silence before its time; what it held back and still fires is told.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline alerts silences --kafka broker:9092              their ids",
            "  soakline alerts unsilence 3f2a --kafka broker:9092 --reason \"rack is back\""
        })
public final class AlertsUnsilenceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "of the silence, or as much of its beginning as no other has")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String id;

    @Mixin
    private final AlertNoteFlags said = new AlertNoteFlags();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException {
        KafkaSettings kafka = flags.load().kafka();
        long nowMillis = System.currentTimeMillis();
        AlertNote silence;
        try {
            silence = AlertLog.read(kafka)
                    .silence(id, nowMillis)
                    .orElseThrow(() -> new LaunchException(
                            "no silence " + id + " is on; soakline alerts silences shows which are"));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(e.getMessage(), e);
        }
        AlertLog.write(kafka, Notes.endOf(silence, said.by, said.reason, nowMillis));
        System.out.println("ended the silence of " + AlertWords.silenced(silence));
        return ExitCode.GOOD;
    }
}
