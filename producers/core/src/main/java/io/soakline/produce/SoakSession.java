package io.soakline.produce;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.soak.Affinity;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.Soak;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.SoakSampling;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.record.RunExit;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Soaks several engines in turns, as the launcher commands: opens them, announces the runs, executes {@code turn} lines,
 * and brings every run to an orderly end. Runs on the soak thread; everything else of the process was started before,
 * because threads inherit the core that this one binds itself to.
 */
final class SoakSession {

    private static final Logger LOG = LoggerFactory.getLogger(SoakSession.class);

    private final SoakPlan plan;
    private final EngineCatalog catalog;
    private final RecordPublisher publisher;
    private final PauseMonitor pauses;
    private final ThrottleMonitor throttling;
    private final Publication publication;
    private final SoakSampling sampling;
    private final LauncherLines lines;
    private final EventStream events;
    private final Map<String, EngineRun> runs = new LinkedHashMap<>();
    private String coresAtStart = "";

    private record Announced(String run, String engine, String compiler, String directory) {}

    private record Ended(String run, long produced) {}

    SoakSession(SoakPlan plan, EngineCatalog catalog, SoakHarness harness, LauncherLines lines, EventStream events) {
        this.plan = plan;
        this.catalog = catalog;
        publisher = harness.publisher();
        pauses = harness.pauses();
        throttling = harness.throttling();
        publication = harness.publication();
        sampling = harness.sampling();
        this.lines = lines;
        this.events = events;
    }

    /** @return the process's exit code */
    int run() throws EngineException, InterruptedException {
        Map<String, String> environment = environment();
        try {
            open(environment);
            announce();
        } catch (EngineException | RuntimeException e) {
            runs.values().forEach(EngineRun::close);
            throw e;
        }
        try {
            return obey();
        } finally {
            // Whatever went wrong: no run stays open on the log.
            endAll(RunExit.FAILED, "the producer failed");
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("affinity", bind());
        environment.put("throttling", throttling.description());
        environment.put("threads", Integer.toString(plan.engineSettings().threads()));
        environment.put("load", plan.load().pattern().text());
        environment.put("warmUp", plan.soak().warmUpText());
        environment.put("byteOrder", ByteOrder.nativeOrder().toString());
        environment.put("java", Runtime.version().toString());
        environment.put("process", Long.toString(ProcessHandle.current().pid()));
        environment.putAll(plan.environment());
        return environment;
    }

    private String bind() {
        String cores = plan.cores();
        String othersCores = Affinity.currentThreadCores();
        if (cores == null) {
            sampling.watchCurrentThread(null);
            coresAtStart = othersCores;
            return "not asked for, cores " + othersCores;
        }
        Affinity.Result result = Affinity.bindCurrentThread(cores);
        coresAtStart = Affinity.currentThreadCores();
        sampling.watchCurrentThread(result.granted() ? cores : null);
        if (!result.granted()) {
            LOG.warn("The soak thread is not bound to core {}: {}", cores, result.description());
            return result.description();
        }
        if (Affinity.overlap(cores, othersCores)) {
            return result.description() + ", shared with the producer's other threads on " + othersCores;
        }
        pauses.soakHasOwnCore();
        return result.description() + ", the producer's other threads on " + othersCores;
    }

    private void open(Map<String, String> environment) throws EngineException {
        RunFactory factory = new RunFactory(plan, catalog, publication, lines::interrupted);
        for (Path directory : plan.engines()) {
            EngineRun run = factory.open(directory, environment);
            runs.put(run.id(), run);
        }
    }

    private void announce() throws EngineException {
        Delivery delivery = new Delivery();
        runs.values().forEach(run -> run.publish(publisher, delivery));
        publisher.flush();
        if (delivery.failures() > 0) {
            throw new EngineException("the log did not take the runs' records: " + delivery.firstReason());
        }
        List<Announced> announced = new ArrayList<>();
        for (EngineRun run : runs.values()) {
            announced.add(new Announced(
                    run.id(),
                    run.record().getEngineName(),
                    run.record().getCompiler(),
                    run.directory().toString()));
        }
        events.event("ready").with("runs", announced).send();
    }

    private int obey() throws InterruptedException {
        while (true) {
            String line = lines.next().strip();
            switch (line.split("\\s+", 2)[0]) {
                case "turn" -> turn(line);
                case "end" -> {
                    endAll(RunExit.COMPLETED, "");
                    return ExitCode.GOOD;
                }
                case LauncherLines.TERMINATED -> {
                    runs.values().forEach(run -> run.record().getEnvironment().put("endedBy", "signal"));
                    endAll(RunExit.COMPLETED, "");
                    return ExitCode.GOOD;
                }
                case LauncherLines.GONE -> {
                    endAll(RunExit.FAILED, "launcher went away");
                    return ExitCode.ENVIRONMENT;
                }
                case "" -> {}
                default -> refuse("command \"" + line + "\" is not known; use: turn RUN MILLIS, end");
            }
        }
    }

    private void turn(String line) {
        String[] words = line.split("\\s+", -1);
        EngineRun run = words.length == 3 ? runs.get(words[1]) : null;
        Long millis = words.length == 3 ? positive(words[2]) : null;
        if (run == null || millis == null) {
            refuse("\"" + line + "\": expected turn RUN MILLIS with one of the runs " + runs.keySet());
        } else if (run.ended()) {
            refuse("run " + run.id() + " has ended");
        } else {
            turn(run, millis);
        }
    }

    private static @Nullable Long positive(String text) {
        try {
            long value = Long.parseLong(text);
            return value > 0 ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void refuse(String message) {
        events.event("refused").with("message", message).send();
    }

    private void turn(EngineRun run, long millis) {
        long waitedBefore = publication.waitedNanos();
        try {
            Soak.Turn turn = sampledTurn(run, millis);
            run.writeGolden();
            events.event("turn")
                    .with("run", run.id())
                    .with("inferences", turn.inferences())
                    .with("produced", run.soak().produced())
                    .with("unserved", turn.unserved())
                    .with("undelivered", run.soak().delivery().failures())
                    .with("backPressureMillis", (publication.waitedNanos() - waitedBefore) / 1_000_000)
                    .send();
        } catch (EngineException | RuntimeException | LinkageError e) {
            // A failing engine is a finding; the others go on.
            LOG.warn("Engine of run {} failed", run.id(), e);
            String message = oneLine(e);
            end(run, RunExit.FAILED, message);
            publisher.flush();
            run.close();
            events.event("engine-failed")
                    .with("run", run.id())
                    .with("message", message)
                    .with("produced", run.soak().produced())
                    .send();
        }
    }

    private Soak.Turn sampledTurn(EngineRun run, long millis) throws EngineException {
        sampling.turnBegins(run.id());
        try {
            return run.soak().turn(Duration.ofMillis(millis).toNanos());
        } finally {
            sampling.turnEnds();
        }
    }

    static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }

    private void endAll(RunExit exit, String reason) {
        List<EngineRun> open = runs.values().stream().filter(r -> !r.ended()).toList();
        if (open.isEmpty()) {
            return;
        }
        open.forEach(run -> end(run, exit, reason));
        publisher.flush();
        open.forEach(EngineRun::close);
        List<Ended> ended = new ArrayList<>();
        for (EngineRun run : runs.values()) {
            ended.add(new Ended(run.id(), run.soak().produced()));
        }
        events.event("ended").with("runs", ended).send();
    }

    /** What is wrong with the hand-over, in one line; empty when nothing. A run is ended all the same. */
    private String drain() {
        try {
            publication.drain();
            return "";
        } catch (RuntimeException e) {
            LOG.error("What was measured last may be missing", e);
            return oneLine(e);
        }
    }

    private void end(EngineRun run, RunExit exit, String reason) {
        String undrained = drain();
        run.writeGolden();
        Map<String, String> environment = run.record().getEnvironment();
        environment.put("harnessPauses", Long.toString(pauses.intervals().count()));
        environment.put(
                "publisherBackPressure",
                String.format(
                        Locale.ROOT, "%d waits, %d ms", publication.waits(), publication.waitedNanos() / 1_000_000));
        environment.put("unservedInferences", Long.toString(run.soak().unserved()));
        String cores = Affinity.currentThreadCores();
        if (!cores.equals(coresAtStart)) {
            environment.put("affinityChanged", "cores " + coresAtStart + " at the start, " + cores + " at the end");
        }
        run.end(
                SoakClock.SYSTEM.wallNanos(),
                undrained.isEmpty() ? exit : RunExit.FAILED,
                Stream.of(reason, undrained).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")));
        run.publish(publisher, failure -> {
            if (failure != null) {
                LOG.error("The end of run {} did not reach the log", run.id(), failure);
            }
        });
    }
}
