package io.soakline.launch.commands;

import io.soakline.flow.FlowMetrics;
import io.soakline.flow.FlowSettings;
import io.soakline.flow.ProcessService;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Metrics;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.launch.policy.PolicyException;
import io.soakline.sink.metrics.MetricsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The processors: inferences to panes, windows, agreements, verdicts, alerts. */
@Command(
        name = "process",
        mixinStandardHelpOptions = true,
        description =
                "Run the processors until stopped. After a stop or a kill, start it again: nothing is lost or doubled.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline process --kafka broker:9092",
            "  soakline process --kafka broker:9092 --policy policy.yaml",
            "  soakline process --kafka broker:9092 --metrics-port 9464      Prometheus scrapes 127.0.0.1:9464",
            "  OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318 soakline process --kafka broker:9092",
            "",
            "Environment of the metrics: SOAKLINE_METRICS_HOST and .._TOKEN_FILE where others may scrape, .._WINDOWS,",
            ".._RUNS, .._KEEP_SECONDS, .._INSTANCE (distinct for several at once), and OpenTelemetry's own"
                    + " OTEL_EXPORTER_OTLP_…"
        })
public final class ProcessCommand implements Callable<Integer> {

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, PolicyException, InterruptedException {
        Settings settings = flags.load();
        FlowSettings flow = FlowSettings.defaults(settings.deviceId())
                .withPolicy(settings.policy().flow());
        KafkaSettings kafka = settings.kafka();
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Terminal terminal = Terminal.standard();
        Optional<MetricsSettings> wanted = Metrics.wanted(settings);
        try (StopSignal stop = StopSignal.listen();
                ProcessService service = ProcessService.start(kafka, flow);
                Metrics metrics = wanted.isPresent() ? Metrics.start(kafka, wanted.get()) : null) {
            terminal.note("processing " + kafka + "; stop with Ctrl-C");
            if (metrics != null) {
                metrics.measure(service);
                terminal.note(metrics.place());
            }
            stop.await(() -> terminal.status(describe(service.metrics())));
        }
        return ExitCode.GOOD;
    }

    private static String describe(FlowMetrics metrics) {
        return String.format(
                "%,d inferences received, %,d paned, %,d late, %,d duplicate, %,d malformed; %,d records behind",
                metrics.received(),
                metrics.paned(),
                metrics.late(),
                metrics.duplicate(),
                metrics.malformed(),
                metrics.lag());
    }
}
