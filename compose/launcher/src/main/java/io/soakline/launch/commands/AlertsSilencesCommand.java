package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.record.AlertNote;
import io.soakline.sink.alerts.AlertWords;
import io.soakline.sink.alerts.Notes;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the silences that are on. */
@Command(
        name = "silences",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List the silences that are on: id, end, who, what is held back, why.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline alerts silences --kafka broker:9092",
            "  soakline alerts silences --kafka broker:9092 --json"
        })
public final class AlertsSilencesCommand implements Callable<Integer> {

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        Collection<AlertNote> silences = AlertLog.read(flags.load().kafka()).silences(System.currentTimeMillis());
        if (json) {
            System.out.println(json(silences));
        } else if (silences.isEmpty()) {
            System.out.println("no silence is on");
        } else {
            silences.forEach(silence -> System.out.printf(
                    "%s  until %s  by %s: %s%s%n",
                    Notes.silenceId(silence),
                    until(silence),
                    silence.getBy(),
                    AlertWords.silenced(silence),
                    silence.getReason().isEmpty() ? "" : " (" + silence.getReason() + ")"));
        }
        return ExitCode.GOOD;
    }

    private static String until(AlertNote silence) {
        Long nanos = silence.getUntilNanos();
        return nanos == null ? "ended by hand" : AlertWords.moment(nanos).toString();
    }

    private static String json(Collection<AlertNote> silences) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (AlertNote silence : silences) {
            all.addObject()
                    .put("id", Notes.silenceId(silence))
                    .put("until", until(silence))
                    .put("by", silence.getBy())
                    .put("key", silence.getKeyPattern())
                    .put("kind", silence.getKindPattern())
                    .put("device", silence.getDevicePattern())
                    .put("reason", silence.getReason());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
}
