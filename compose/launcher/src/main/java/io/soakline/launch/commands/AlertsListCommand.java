package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.launch.ExitCode;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.sink.alerts.AlertLedger;
import io.soakline.sink.alerts.AlertWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is pending or fires. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "List the alerts that are pending or firing, the oldest first: age, size, cause, who looks after it.",
        footerHeading = "%nExamples:%n",
        footer = {"  soakline alerts list --kafka broker:9092", "  soakline alerts list --kafka broker:9092 --json"})
public final class AlertsListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        long nowMillis = System.currentTimeMillis();
        List<AlertLedger.Entry> open = AlertLog.read(flags.load().kafka()).open(nowMillis);
        if (json) {
            System.out.println(json(open));
        } else if (open.isEmpty()) {
            System.out.println("no alert is pending or firing");
        } else {
            System.out.print(text(open, nowMillis));
        }
        return ExitCode.GOOD;
    }

    static String text(List<AlertLedger.Entry> open, long nowMillis) {
        StringBuilder out = new StringBuilder();
        out.append(
                String.format("%-8s %-9s %-14s %-26s %-18s %s%n", "state", "severity", "age", "size", "said", "key"));
        for (AlertLedger.Entry entry : open) {
            Alert alert = entry.alert();
            Duration age = Duration.between(AlertWords.moment(alert.getSinceNanos()), Instant.ofEpochMilli(nowMillis));
            out.append(String.format(
                    "%-8s %-9s %-14s %-26s %-18s %s%n",
                    alert.getState().name().toLowerCase(Locale.ROOT),
                    alert.getSeverity().name().toLowerCase(Locale.ROOT),
                    HumanDuration.format(age.isNegative() ? Duration.ZERO : age),
                    AlertWords.size(alert).isEmpty() ? "-" : AlertWords.size(alert),
                    said(entry),
                    alert.getAlertKey()));
            String cause = AlertWords.cause(alert);
            if (cause != null && !cause.isEmpty()) {
                out.append(String.format("         cause: %s%n", cause));
            }
        }
        return out.toString();
    }

    private static String said(AlertLedger.Entry entry) {
        if (entry.ack() != null) {
            return "ack " + entry.ack().getBy();
        }
        return entry.silence() == null ? "-" : "silenced";
    }

    static String json(List<AlertLedger.Entry> open) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (AlertLedger.Entry entry : open) {
            Alert alert = entry.alert();
            ObjectNode one = all.addObject()
                    .put("key", alert.getAlertKey())
                    .put("kind", alert.getKind())
                    .put("subject", alert.getSubject())
                    .put("device", alert.getDeviceId())
                    .put("run", alert.getRunId())
                    .put("group", alert.getGroup())
                    .put("state", alert.getState().name())
                    .put("severity", alert.getSeverity().name())
                    .put("since", AlertWords.moment(alert.getSinceNanos()).toString())
                    .put("size", alert.getSize())
                    .put("sizeLow", alert.getSizeLow())
                    .put("sizeHigh", alert.getSizeHigh())
                    .put("unit", alert.getUnit())
                    .put("cause", AlertWords.cause(alert))
                    .put("evidence", alert.getEvidence());
            note(one, "ack", entry.ack());
            note(one, "silence", entry.silence());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static void note(ObjectNode out, String name, @Nullable AlertNote note) {
        if (note == null) {
            out.putNull(name);
            return;
        }
        ObjectNode said = out.putObject(name).put("by", note.getBy()).put("reason", note.getReason());
        Long until = note.getUntilNanos();
        if (until != null) {
            said.put("until", AlertWords.moment(until).toString());
        }
    }
}
