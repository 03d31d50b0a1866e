package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.sink.alerts.AlertDelivery;
import io.soakline.sink.alerts.Target;
import io.soakline.sink.alerts.TargetFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells targets about alerts. */
@Command(
        name = "deliver",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tell Alertmanager, Slack, webhooks or the log about alerts until stopped.",
            "Addresses and tokens are in the file of targets, or in files or variables that it names."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline alerts deliver --targets alerts.properties --kafka broker:9092",
            "with, in alerts.properties,",
            "  fleet.format=alertmanager",
            "  fleet.url=http://alertmanager:9093",
            "  team.format=slack",
            "  team.url-file=/run/secrets/slack-url",
            "  watchdog.format=heartbeat",
            "  watchdog.url-env=WATCHDOG_URL"
        })
public final class AlertsDeliverCommand implements Callable<Integer> {

    @Option(names = "--targets", paramLabel = "FILE", required = true, description = "who is told, and how")
    private Path targets = Path.of("");

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = HumanDuration.class,
            description = "how long a group of alerts gathers before it is told (default: 5s)")
    private Duration window = Duration.ofSeconds(5);

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        List<Target> told;
        try {
            told = TargetFile.read(targets, settings.environment(), HumanDuration::parse);
        } catch (IllegalArgumentException e) {
            throw new LaunchException(e.getMessage(), e);
        }
        KafkaSettings kafka = settings.kafka();
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Terminal terminal = Terminal.standard();
        try (StopSignal stop = StopSignal.listen();
                AlertDelivery delivery = AlertDelivery.start(kafka, told, window)) {
            terminal.note("telling "
                    + String.join(", ", told.stream().map(Target::place).toList()) + "; stop with Ctrl-C");
            stop.await(() -> terminal.status(String.format(
                    "%,d messages taken, %,d repeated, %,d alerts refused",
                    delivery.taken(), delivery.repeated(), delivery.refused())));
        }
        return ExitCode.GOOD;
    }
}
