package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.sink.page.LivePage;
import io.soakline.sink.page.PageSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The live page alone. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Serve the live page of what is on Kafka.",
        footerHeading = "%nExamples:%n",
        footer = {"  soakline watch --kafka broker:9092", "  soakline watch --kafka broker:9092 --port 0"})
public final class WatchCommand implements Callable<Integer> {

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        KafkaSettings kafka = settings.kafka();
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Terminal terminal = Terminal.standard();
        try (LivePage page = LivePage.start(
                PageSettings.of(settings.get(SettingKey.HOST), settings.port(), settings.environment()))) {
            page.attach(kafka);
            terminal.note("page: " + page.url() + "; stop with Ctrl-C");
            Foreground.untilStopped(() -> {}, page::close);
        }
        return ExitCode.GOOD;
    }
}
