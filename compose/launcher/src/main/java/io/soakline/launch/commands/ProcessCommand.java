package io.soakline.launch.commands;

import io.soakline.flow.FlowMetrics;
import io.soakline.flow.FlowSettings;
import io.soakline.flow.ProcessService;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.launch.policy.PolicyException;
import java.time.Duration;
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
            "  soakline process --kafka broker:9092 --policy policy.yaml"
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
        try (ProcessService service = ProcessService.start(kafka, flow)) {
            terminal.note("processing " + kafka + "; stop with Ctrl-C");
            Foreground.untilStopped(() -> terminal.status(describe(service.metrics())), service::close);
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
