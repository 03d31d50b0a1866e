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
            "  soakline produce --kafka broker:9092 --engine engines/a --engine engines/b --load periodic:10ms --deadline 8ms",
            "  soakline produce --kafka broker:9092 --engine engines/tvm --load idle-gaps:100us..1s --for 10m"
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

    @Mixin
    private final LoadFlags soak = new LoadFlags();

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
                soak.load.text(),
                soak.waiting,
                soak.deadline,
                soak.block,
                SoakOrder.DEFAULT_WARM_UP,
                Map.of("cores", cores.describe(), "block", soak.block.toMillis() + " ms"),
                DeviceFingerprint.read());
        try (Baton baton =
                Baton.start(Home.ofThisProcess(), order, cores, settings.state().resolve("logs"), terminal::note)) {
            boolean running = baton.soak(
                    soak.length,
                    elapsed ->
                            terminal.status(HumanDuration.format(elapsed) + " of " + HumanDuration.format(soak.length)
                                    + ", " + String.format("%,d", baton.produced()) + " inferences"));
            baton.end();
            terminal.clearStatus();
            baton.producedByRun().forEach((run, produced) -> System.out.println(run + " " + produced));
            return running && baton.complete() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
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
