package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.sink.influxdb.InfluxSink;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes to InfluxDB. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description = "Write windows, agreements, alerts and device samples to InfluxDB until stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline sink --kafka broker:9092 --influx-url http://influx:8086 --influx-token-file"
                    + " /run/secrets/influx",
            "",
            "Environment, beside what the flags say:",
            "  SOAKLINE_INFLUX_API=v1               InfluxDB 1.x; with SOAKLINE_INFLUX_USER and .._PASSWORD_FILE",
            "  SOAKLINE_INFLUX_RETENTION_DAYS       of what the sink makes; 0, the default, keeps for ever",
            "  SOAKLINE_INFLUX_LONG_TERM            a second bucket for hours, runs, alerts and agreements, kept for",
            "  SOAKLINE_INFLUX_LONG_TERM_DAYS       so long",
            "  SOAKLINE_INFLUX_HEALTH_SECONDS       how often the sink writes how it fares itself; 10, 0 for never"
        })
public final class SinkCommand implements Callable<Integer> {

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        KafkaSettings kafka = settings.kafka();
        if (!settings.has(SettingKey.INFLUX_URL)) {
            throw new LaunchException(
                    "which InfluxDB? give --influx-url http://host:8086 or set " + SettingKey.INFLUX_URL.variable());
        }
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Terminal terminal = Terminal.standard();
        try (InfluxSink sink = InfluxSink.start(kafka, settings.influx())) {
            terminal.note("writing " + kafka + " to " + settings.get(SettingKey.INFLUX_URL) + "; stop with Ctrl-C");
            Foreground.untilStopped(
                    () -> terminal.status(String.format("%,d points written", sink.pointsWritten())), sink::close);
        }
        return ExitCode.GOOD;
    }
}
