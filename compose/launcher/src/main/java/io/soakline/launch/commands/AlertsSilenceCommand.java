package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.sink.alerts.Notes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keeps alerts from being told for a while. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Keep alerts from being told for a while, by --key, --kind and --device (all that are given must match).",
            "Patterns take * for any characters and ? for one. What still fires when the time is over is told then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline alerts silence --device \"orin-*\" --for 2h --kafka broker:9092 --reason \"move of the rack\"",
            "  soakline alerts silence --kind \"latency-drift/*\" --for 30m --kafka broker:9092"
        })
public final class AlertsSilenceCommand implements Callable<Integer> {

    @Option(names = "--key", paramLabel = "PATTERN", description = "alerts with such a key")
    private @Nullable String key;

    @Option(names = "--kind", paramLabel = "PATTERN", description = "alerts of such a kind")
    private @Nullable String kind;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            required = true,
            converter = HumanDuration.class,
            description = "how long, 30m or 2h")
    private Duration length = Duration.ZERO;

    @Mixin
    private final AlertNoteFlags said = new AlertNoteFlags();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException {
        String device = flags.givenDevice();
        if (key == null && kind == null && device == null) {
            throw new ParameterException(spec.commandLine(), "which alerts? give --key, --kind or --device");
        }
        if (length.isZero() || length.isNegative()) {
            throw new ParameterException(spec.commandLine(), "--for must be longer than nothing");
        }
        KafkaSettings kafka = flags.load().kafka();
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(5));
        String id = UUID.randomUUID().toString();
        long nowMillis = System.currentTimeMillis();
        AlertLog.write(kafka, Notes.silence(id, key, kind, device, length, said.by, said.reason, nowMillis));
        System.out.println("silenced until " + Instant.ofEpochMilli(nowMillis).plus(length)
                + "; end it before with: soakline alerts unsilence " + id);
        return ExitCode.GOOD;
    }
}
