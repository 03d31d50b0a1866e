package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.RecordsPlace;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.launch.sample.DeviceKinds;
import io.soakline.launch.sample.DeviceSession;
import io.soakline.produce.publish.RecordPublisher;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Samples devices alone: load, pressure, power, heat, clocks. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sample this host (load, pressure, throttling, RAPL energy, heat, clocks), a Jetson module and GPUs, without",
            "running an engine. Run it beside produce; one for each device is enough."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline sample --kafka broker:9092",
            "  soakline sample --kafka broker:9092 --device bench-7 --every 20ms --for 10m",
            "  soakline sample --records power.ndjson.gz --for 1h --json",
            "  soakline devices                          what there is to sample here"
        })
public final class SampleCommand implements Callable<Integer> {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Of a file: what a kill may cost. */
    private static final int FLUSH_EVERY_SECONDS = 10;

    private record Result(List<DeviceSession.Told> devices, List<DeviceSession.Absent> absent) {}

    @Mixin
    private final RecordsFlag records = new RecordsFlag();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "time between two samples, at least 1ms (default: ${DEFAULT-VALUE})",
            defaultValue = "100ms")
    private Duration period = Duration.ofMillis(100);

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long (default: until stopped)")
    private @Nullable Duration length;

    @Option(names = "--json", description = "what was sampled, as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, InterruptedException, JsonProcessingException {
        if (period.compareTo(Duration.ofMillis(1)) < 0) {
            throw new ParameterException(spec.commandLine(), "--every is below 1ms; expected at least 1ms");
        }
        Settings settings = flags.load();
        RecordsPlace place = records.place(spec, flags, settings);
        place.prepare();
        Terminal terminal = Terminal.standard();
        try (StopSignal stop = StopSignal.listen();
                DeviceKinds kinds = DeviceKinds.of(Home.ofThisProcess())) {
            DeviceSession session;
            try (RecordPublisher publisher = place.open();
                    DeviceSession begun =
                            DeviceSession.begin(publisher, settings.deviceId(), period, kinds.providers())) {
                session = begun;
                tellBegin(session, kinds, place, terminal);
                run(session, publisher, stop, terminal);
            } catch (UncheckedIOException e) {
                throw new LaunchException(e.getMessage() + " to " + place + ": " + e.getCause(), e);
            }
            terminal.clearStatus();
            return tellEnd(session);
        }
    }

    private static void tellBegin(DeviceSession session, DeviceKinds kinds, RecordsPlace place, Terminal terminal) {
        String names = session.told().stream().map(DeviceSession.Told::name).collect(Collectors.joining(", "));
        terminal.note("sampling " + names + " to " + place + "; stop with Ctrl-C");
        session.absent().forEach(none -> terminal.note("no " + none.kind() + ": " + none.reason()));
        if (!kinds.notLookedFor().isEmpty()) {
            terminal.note(kinds.notLookedFor());
        }
    }

    private void run(DeviceSession session, RecordPublisher publisher, StopSignal stop, Terminal terminal)
            throws InterruptedException {
        long start = System.nanoTime();
        for (int seconds = 1; ; seconds++) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            Duration left = length == null ? SECOND : length.minus(elapsed);
            if (left.isNegative() || left.isZero() || stop.await(left.compareTo(SECOND) < 0 ? left : SECOND)) {
                return;
            }
            long samples = session.told().stream()
                    .mapToLong(DeviceSession.Told::samples)
                    .sum();
            terminal.status(HumanDuration.format(elapsed) + ", " + String.format("%,d", samples) + " samples");
            if (records.isGiven() && seconds % FLUSH_EVERY_SECONDS == 0) {
                publisher.flush();
            }
        }
    }

    private int tellEnd(DeviceSession session) throws JsonProcessingException {
        Result result = new Result(session.told(), session.absent());
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } else {
            result.devices.forEach(device -> System.out.printf(
                    "%-12s %,d samples of %d quantities (%d not offered here), %,d ticks skipped%n",
                    device.name(),
                    device.samples(),
                    device.offered(),
                    device.channels() - device.offered(),
                    device.skippedTicks()));
        }
        boolean delivered = true;
        for (DeviceSession.Told device : result.devices) {
            if (device.undelivered() > 0) {
                delivered = false;
                spec.commandLine()
                        .getErr()
                        .printf(
                                "soakline: %,d batches of %s are lost: %s%n",
                                device.undelivered(), device.name(), device.reason());
            }
        }
        return delivered ? ExitCode.GOOD : ExitCode.ENVIRONMENT;
    }
}
