package io.soakline.launch.commands;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Baton;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import io.soakline.produce.device.DeviceFingerprint;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Soaks built engines and writes what they do to Kafka. */
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Soak engines in turns and write every inference to Kafka.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline produce --kafka broker:9092 --engine engines/tvm --for 10m",
            "  soakline produce --kafka broker:9092 --engine engines/a --engine engines/b --load periodic:10ms --deadline 8ms"
        })
public final class ProduceCommand implements Callable<Integer> {

    @Option(
            names = "--engine",
            required = true,
            paramLabel = "DIR",
            description = "folder of a built engine; may be repeated")
    private List<Path> engines = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "DIR",
            description = "folder of an input set (default: generated pictures)")
    private @Nullable Path inputs;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long, all engines together (default: ${DEFAULT-VALUE})",
            defaultValue = "60s")
    private Duration length = Duration.ofSeconds(60);

    @Option(
            names = "--load",
            paramLabel = "PATTERN",
            description = "closed, or periodic:10ms (default: ${DEFAULT-VALUE})",
            defaultValue = "closed")
    private String load = "closed";

    @Option(
            names = "--waiting",
            paramLabel = "HOW",
            description = "wait for the next start by spin or park (default: ${DEFAULT-VALUE})",
            defaultValue = "spin")
    private String waiting = "spin";

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "from intended start to end")
    private @Nullable Duration deadline;

    @Option(
            names = "--block",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long one engine runs before the next (default: ${DEFAULT-VALUE})",
            defaultValue = "500ms")
    private Duration block = SoakOrder.DEFAULT_BLOCK;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "inferences of each run that are not judged (default: 50, at least 500 ms)",
            defaultValue = "-1",
            hidden = true)
    private int warmUp = -1;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        KafkaSettings kafka = settings.kafka();
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, Duration.ofSeconds(15));
        Cores cores = Cores.ofThisHost();
        cores.leaveEngineCore();
        Terminal terminal = Terminal.standard();
        terminal.note(cores.describe());
        SoakOrder order = new SoakOrder(
                read(engines),
                inputs,
                kafka,
                settings.kafkaPropertiesFile(),
                settings.deviceId(),
                load,
                waiting,
                deadline,
                block,
                warmUp,
                Map.of("cores", cores.describe(), "block", block.toMillis() + " ms"),
                DeviceFingerprint.read());
        try (Baton baton =
                Baton.start(Home.ofThisProcess(), order, cores, settings.state().resolve("logs"), terminal::note)) {
            boolean running = baton.soak(
                    length,
                    elapsed -> terminal.status(HumanDuration.format(elapsed) + " of " + HumanDuration.format(length)
                            + ", " + String.format("%,d", baton.produced()) + " inferences"));
            baton.end();
            terminal.clearStatus();
            baton.producedByRun().forEach((run, produced) -> System.out.println(run + " " + produced));
            return running ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
        }
    }

    private static List<SoakOrder.Engine> read(List<Path> folders) throws LaunchException {
        List<SoakOrder.Engine> read = new ArrayList<>();
        for (Path folder : folders) {
            try {
                read.add(new SoakOrder.Engine(EngineManifest.read(folder).compiler(), folder.toAbsolutePath()));
            } catch (EngineException e) {
                throw new LaunchException(e.getMessage(), e);
            }
        }
        return read;
    }
}
