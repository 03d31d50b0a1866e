package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Metrics;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.sink.influxdb.InfluxSink;
import io.soakline.sink.metrics.MetricsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Results to InfluxDB, Prometheus and OpenTelemetry. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description = {
            "Write windows, agreements, alerts and device samples to InfluxDB until stopped; with --metrics-port, or",
            "OTEL_EXPORTER_OTLP_ENDPOINT in the environment, tell them to Prometheus or a collector, too or instead."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline sink --kafka broker:9092 --influx-url http://influx:8086 --influx-token-file"
                    + " /run/secrets/influx",
            "  soakline sink --kafka broker:9092 --metrics-port 9464",
            "",
            "Environment, beside what the flags say:",
            "  SOAKLINE_INFLUX_API=v1               InfluxDB 1.x; with SOAKLINE_INFLUX_USER and .._PASSWORD_FILE",
            "  SOAKLINE_INFLUX_API=questdb          QuestDB; its tables are made first",
            "  SOAKLINE_INFLUX_RETENTION_DAYS       of what the sink makes; 0, the default, keeps for ever",
            "  SOAKLINE_INFLUX_LONG_TERM            a second bucket for hours, runs, alerts and agreements, kept for",
            "  SOAKLINE_INFLUX_LONG_TERM_DAYS       so long",
            "  SOAKLINE_INFLUX_LATENCY_BUCKETS=false  leaves out the histograms that heat maps are drawn of",
            "  SOAKLINE_INFLUX_HEALTH_SECONDS       how often the sink writes how it fares itself; 10, 0 for never"
        })
public final class SinkCommand implements Callable<Integer> {

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        KafkaSettings kafka = settings.kafka();
        Optional<MetricsSettings> wanted = Metrics.wanted(settings);
        boolean writes = settings.has(SettingKey.INFLUX_URL);
        if (!writes && wanted.isEmpty()) {
            throw new LaunchException("where to? give --influx-url http://host:8086 or set "
                    + SettingKey.INFLUX_URL.variable()
                    + ", or --metrics-port 9464 for Prometheus, or OTEL_EXPORTER_OTLP_ENDPOINT for a collector");
        }
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Terminal terminal = Terminal.standard();
        try (StopSignal stop = StopSignal.listen();
                InfluxSink sink = writes ? InfluxSink.start(kafka, settings.influx()) : null;
                Metrics metrics = wanted.isPresent() ? Metrics.start(kafka, wanted.get()) : null) {
            if (sink != null) {
                terminal.note("writing " + kafka + " to " + settings.get(SettingKey.INFLUX_URL) + "; stop with Ctrl-C");
            }
            if (metrics != null) {
                terminal.note(metrics.place() + "; stop with Ctrl-C");
            }
            stop.await(() -> tell(sink, terminal));
        }
        return ExitCode.GOOD;
    }

    private static void tell(@Nullable InfluxSink sink, Terminal terminal) {
        if (sink != null) {
            terminal.status(String.format("%,d points written", sink.pointsWritten()));
        }
    }
}
