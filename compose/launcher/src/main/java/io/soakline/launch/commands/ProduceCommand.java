package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.Baton;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.OutputOrder;
import io.soakline.launch.RecordsPlace;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import io.soakline.produce.device.DeviceFingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Soaks built engines and writes what they do to Kafka or a file. */
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Soak engines in turns and write every inference to Kafka, or to a file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline produce --kafka broker:9092 --engine engines/tvm --for 10m",
            "  soakline produce --kafka broker:9092 --engine engines/a --engine engines/b --load periodic:10ms --deadline 8ms",
            "  soakline produce --kafka broker:9092 --engine engines/tvm --inputs photos --labels labels.csv",
            "  soakline produce --kafka broker:9092 --engine engines/onnxruntime --keep-golden golden --probes 16 --for 10s",
            "  soakline produce --kafka broker:9092 --engine engines/tvm --golden golden --for 10m",
            "  soakline produce --kafka broker:9092 --engine engines/tvm --load idle-gaps:100us..1s --for 10m",
            "  soakline produce --records soak.ndjson.gz --engine engines/tensorrt --for 10m   # no network needed"
        })
public final class ProduceCommand implements Callable<Integer> {

    @Mixin
    private final EngineFlags engines = new EngineFlags();

    @Option(names = "--golden", paramLabel = "DIR", description = "compare outputs exactly with these golden ones")
    private @Nullable Path golden;

    @Option(
            names = "--keep-golden",
            paramLabel = "DIR",
            description = "keep outputs of the first engine there as golden ones")
    private @Nullable Path keepGolden;

    @Option(
            names = "--probes",
            paramLabel = "N",
            description = "how many inputs --keep-golden keeps, spread evenly over the set (default: 8)")
    private int probes = OutputOrder.DEFAULT_PROBES;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long to soak, all engines together (default: ${DEFAULT-VALUE})",
            defaultValue = "60s")
    private Duration length = Duration.ofSeconds(60);

    @Mixin
    private final LoadFlags soak = new LoadFlags();

    @Mixin
    private final RecordsFlag records = new RecordsFlag();

    @Option(names = "--json", description = "inferences by run, as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, InterruptedException, JsonProcessingException {
        requireSense();
        Settings settings = flags.load();
        RecordsPlace place = records.place(spec, flags, settings);
        OutputOrder outputs = new OutputOrder(engines.labels, engines.declaration, golden, keepGolden, probes);
        place.prepare();
        Cores cores = Cores.ofThisHost();
        cores.leaveEngineCore();
        Terminal terminal = Terminal.standard();
        terminal.note(cores.describe());
        SoakOrder order = new SoakOrder(
                engines.read(),
                engines.inputs,
                outputs,
                place,
                settings.deviceId(),
                soak.load.text(),
                soak.waiting,
                soak.deadline,
                soak.block,
                SoakOrder.DEFAULT_WARM_UP,
                Map.of("cores", cores.describe(), "block", soak.block.toMillis() + " ms"),
                DeviceFingerprint.read());
        Path logs = settings.state().resolve("logs");
        try (StopSignal stop = StopSignal.listen();
                Baton baton = Baton.start(Home.ofThisProcess(), order, cores, logs, terminal::note)) {
            boolean running = baton.soak(
                    length,
                    stop::isAsked,
                    elapsed -> terminal.status(HumanDuration.format(elapsed) + " of " + HumanDuration.format(length)
                            + ", " + String.format("%,d", baton.produced()) + " inferences"));
            baton.end();
            terminal.clearStatus();
            tell(baton.producedByRun());
            return running && baton.complete() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
        }
    }

    private void requireSense() {
        if (keepGolden == null && probes != OutputOrder.DEFAULT_PROBES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--probes says how many outputs are kept; name their folder with --keep-golden");
        }
        if (probes != OutputOrder.DEFAULT_PROBES && probes < 1) {
            throw new ParameterException(spec.commandLine(), "--probes is " + probes + "; expected at least 1");
        }
        if (keepGolden != null && golden != null) {
            throw new ParameterException(
                    spec.commandLine(), "--keep-golden makes what --golden compares with; use one after the other");
        }
        engines.requireSense(spec);
    }

    private void tell(Map<String, Long> produced) throws JsonProcessingException {
        Map<String, Long> sorted = new TreeMap<>(produced);
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(sorted));
        } else {
            sorted.forEach((run, inferences) -> System.out.println(run + " " + inferences));
        }
    }
}
