package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.OutputOrder;
import io.soakline.launch.RecordsPlace;
import io.soakline.launch.SelfTests;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import io.soakline.produce.device.DeviceFingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tests of engines that need no reference. */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Test engines without a reference: does an output depend on the row of a batch, on the batch's size, on the",
            "number of threads, on an idle time before, or on what runs beside it? The outcome goes to Kafka or a file, too.",
            "Exit code 1 when a test fails."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline selftest --kafka broker:9092 --engine engines/tvm",
            "  soakline selftest --kafka broker:9092 --engine engines/a --engine engines/b --inputs photos --json",
            "  soakline selftest --records selftest.ndjson.gz --engine engines/tensorrt"
        })
public final class SelfTestCommand implements Callable<Integer> {

    @Mixin
    private final EngineFlags engines = new EngineFlags();

    @Option(
            names = "--companion",
            paramLabel = "DIR",
            description = "engine of the same compiler for another batch size, to compare with; may be repeated")
    private List<Path> companions = List.of();

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Mixin
    private final RecordsFlag records = new RecordsFlag();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        engines.requireSense(spec);
        Settings settings = flags.load();
        RecordsPlace place = records.place(spec, flags, settings);
        place.prepare();
        Terminal terminal = Terminal.standard();
        Cores cores = Cores.ofThisHost();
        SoakOrder order = new SoakOrder(
                engines.read(),
                engines.inputs,
                new OutputOrder(engines.labels, engines.declaration, null, null, OutputOrder.DEFAULT_PROBES),
                place,
                settings.deviceId(),
                "closed",
                "spin",
                null,
                SoakOrder.DEFAULT_BLOCK,
                SoakOrder.DEFAULT_WARM_UP,
                Map.of(),
                DeviceFingerprint.read());
        SelfTests.Result result = new SelfTests(
                        Home.ofThisProcess(), cores, settings.state().resolve("logs"))
                .run(order, EngineFlags.read(companions), terminal::status, terminal::note);
        terminal.clearStatus();
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result.outcomes()));
        } else {
            result.outcomes().forEach(outcome -> System.out.println(outcome.line()));
        }
        if (!result.complete()) {
            return ExitCode.ENVIRONMENT;
        }
        return result.failed() ? ExitCode.VERDICT_BAD : ExitCode.GOOD;
    }
}
