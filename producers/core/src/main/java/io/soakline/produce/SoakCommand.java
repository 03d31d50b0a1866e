package io.soakline.produce;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.soak.DurationText;
import io.soakline.produce.soak.LoadSettings;
import io.soakline.produce.soak.LoadSpec;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.SoakSampling;
import io.soakline.produce.soak.SoakSettings;
import io.soakline.produce.soak.ThrottleCounters;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.soak.Waiting;
import io.soakline.produce.watch.DeviceWatch;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code soak}: opens engines and executes the launcher's turns, see {@link SoakSession}. */
@Command(name = "soak", description = "Soaks engines in turns.")
@SuppressWarnings("NullAway.Init") // picocli fills the required options
final class SoakCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SoakCommand.class);
    private static final long SHUTDOWN_PATIENCE_SECONDS = 15;

    private final EngineCatalog catalog;
    private final EventStream events;
    private final InputStream in;
    private final Function<KafkaSettings, RecordPublisher> log;

    @Option(names = "--engine", required = true, description = "Folder of a built engine; may be repeated.")
    private List<Path> engines;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private LogOptions logOptions;

    @Option(names = "--load", defaultValue = "closed", description = LoadSpec.FORMS + ".")
    private String load;

    @Option(names = "--waiting", defaultValue = "spin", description = "How the next start is waited for: spin or park.")
    private String waiting;

    @Option(names = "--deadline", description = "From the intended start, for example 5ms.")
    private @Nullable String deadline;

    @Option(names = "--warm-up", defaultValue = "50", description = "Inferences flagged as warm-up at least.")
    private int warmUp;

    @Option(names = "--warm-up-time", defaultValue = "500ms", description = "Time flagged as warm-up at least.")
    private String warmUpTime;

    @Option(
            names = "--turn-warm-up",
            defaultValue = "2",
            description = "Inferences flagged at each later turn's start.")
    private int turnWarmUp;

    @Option(names = "--threads", defaultValue = "1", description = "Threads that one inference may use.")
    private int threads;

    @Option(
            names = "--core",
            description = "Core for the engine, or a list such as 2-3; nothing else of this process runs there.")
    private @Nullable String core;

    @Option(names = "--golden", description = "Folder of golden outputs to compare with.")
    private @Nullable Path golden;

    @Option(names = "--keep-golden", description = "Folder for the first engine's outputs of probe inputs.")
    private @Nullable Path keepGolden;

    @Option(
            names = "--probes",
            defaultValue = "8",
            description = "How many inputs --keep-golden keeps, spread evenly over the set.")
    private int probes;

    @Option(names = "--environment", description = "Environment fact for the runs' records, key=value.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(names = "--fingerprint", description = "Device fact for the runs' records, key=value.")
    private Map<String, String> fingerprint = new LinkedHashMap<>();

    SoakCommand(
            EngineCatalog catalog, EventStream events, InputStream in, Function<KafkaSettings, RecordPublisher> log) {
        this.catalog = catalog;
        this.events = events;
        this.in = in;
        this.log = log;
    }

    @Override
    public Integer call() throws InterruptedException {
        SoakPlan plan;
        RecordPublisher connected;
        try {
            plan = plan();
            connected = logOptions.connect(log);
        } catch (IllegalArgumentException e) {
            return fail(e, ExitCode.USAGE);
        } catch (LogOptions.LogException e) {
            return fail(e, e.exitCode());
        }
        try (RecordPublisher publisher = connected;
                PauseMonitor pauses = PauseMonitor.start();
                ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime());
                Publication publication = new Publication(publisher, pauses.intervals(), throttling);
                SoakSampling sampling = SoakSampling.start(publisher, plan.deviceId(), throttling);
                DeviceWatch.Watching devices = new DeviceWatches().begin(publisher, plan.deviceId())) {
            LauncherLines lines = new LauncherLines(in);
            SoakHarness harness = new SoakHarness(publisher, pauses, throttling, publication, sampling, devices);
            return onSoakThread(new SoakSession(plan, catalog, harness, lines, events), lines);
        } catch (KafkaUnreachableException e) {
            return fail(e, ExitCode.ENVIRONMENT);
        }
    }

    /** On a thread of its own, which binds itself to a core, and with an orderly end when the process is told to go. */
    private int onSoakThread(SoakSession session, LauncherLines lines) throws InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(session::run);
        CountDownLatch finished = new CountDownLatch(1);
        Thread hook = new Thread(() -> terminate(lines, finished), "terminate");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Thread soak = new Thread(task, "soak");
            soak.start();
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return fail(cause, cause instanceof EngineException ? ExitCode.FAILED : ExitCode.ENVIRONMENT);
        } finally {
            finished.countDown();
            removeQuietly(hook);
        }
    }

    private static void terminate(LauncherLines lines, CountDownLatch finished) {
        lines.terminate();
        try {
            if (!finished.await(SHUTDOWN_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The soak did not end within " + SHUTDOWN_PATIENCE_SECONDS
                        + " s of the request to terminate; its last inferences may be missing on the log.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeQuietly(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is shutting down already", e);
        }
    }

    private int fail(Throwable failure, int exitCode) {
        events.event("failed").with("message", SoakSession.oneLine(failure)).send();
        return exitCode;
    }

    private SoakPlan plan() {
        return new SoakPlan(
                List.copyOf(engines),
                inputs.inputs(),
                logOptions.device(),
                LoadSettings.parse(
                        load, inputs.seed(), waiting(), deadline == null ? null : DurationText.parse(deadline)),
                new SoakSettings(
                        warmUp,
                        DurationText.parse(warmUpTime),
                        turnWarmUp,
                        SoakSettings.DEFAULT.flushAfter(),
                        SoakSettings.DEFAULT.sketchLimit()),
                new EngineSettings(threads),
                core,
                new SoakPlan.GoldenPlan(golden, keepGolden, probes),
                Map.copyOf(environment),
                Map.copyOf(fingerprint));
    }

    private Waiting waiting() {
        try {
            return Waiting.valueOf(waiting.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--waiting is \"" + waiting + "\", expected spin or park", e);
        }
    }
}
