package io.soakline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The engines of one family while they soak: one process, one run per engine. */
final class SoakProducer implements AutoCloseable {

    /** A run that this process holds. */
    record SoakRun(String runId, String engine, String compiler) {}

    /** What an engine's failure is told to. */
    @FunctionalInterface
    interface EngineFailure {
        void failed(SoakRun run, String message);
    }

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    /** A turn that takes so much longer than its block has hung. */
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final ProducerProcess process;
    private final CompletableFuture<List<SoakRun>> ready = new CompletableFuture<>();
    private final Map<String, Long> produced = new ConcurrentHashMap<>();
    private final Map<String, SoakRun> runs = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private final EngineFailure failure;
    private volatile @Nullable CompletableFuture<Void> turn;
    private volatile @Nullable String lastMessage;
    private volatile boolean endedInOrder;

    private SoakProducer(
            Home home,
            EngineFamily family,
            List<String> prefix,
            List<String> arguments,
            Path log,
            EngineFailure failure)
            throws LaunchException {
        this.failure = failure;
        process = ProducerProcess.start(home, family, prefix, arguments, log, this::told);
        var unused = process.onExit().thenAccept(exit -> {
            ready.completeExceptionally(new LaunchException(ending(exit)));
            releaseTurn();
        });
    }

    /**
     * Starts the process and returns at once; {@link #awaitReady()} waits for its engines.
     *
     * @param number of this process among those that the order starts, from 1
     */
    static SoakProducer start(
            Home home,
            EngineFamily family,
            List<SoakOrder.Engine> engines,
            SoakOrder plan,
            Cores cores,
            Path logs,
            int number,
            EngineFailure failure)
            throws LaunchException {
        return new SoakProducer(
                home,
                family,
                cores.offEnginePrefix(),
                arguments(engines, plan, cores, number),
                logs.resolve("producer-" + family.name().toLowerCase(java.util.Locale.ROOT) + ".log"),
                failure);
    }

    private static List<String> arguments(List<SoakOrder.Engine> engines, SoakOrder plan, Cores cores, int number) {
        List<String> arguments = new ArrayList<>(List.of("soak"));
        engines.forEach(
                engine -> arguments.addAll(List.of("--engine", engine.folder().toString())));
        arguments.addAll(plan.placeAndInputs(number));
        arguments.addAll(plan.outputs().comparisons());
        arguments.addAll(List.of("--load", plan.load(), "--waiting", plan.waiting()));
        Duration deadline = plan.deadline();
        if (deadline != null) {
            arguments.addAll(List.of("--deadline", deadline.toNanos() + "ns"));
        }
        if (plan.warmUp() >= 0) {
            arguments.addAll(List.of("--warm-up", Integer.toString(plan.warmUp())));
        }
        if (cores.apart()) {
            arguments.addAll(List.of("--core", Integer.toString(cores.engine())));
        }
        plan.environment().forEach((key, value) -> arguments.addAll(List.of("--environment", key + "=" + value)));
        plan.fingerprint().forEach((key, value) -> arguments.addAll(List.of("--fingerprint", key + "=" + value)));
        return arguments;
    }

    private void told(JsonNode event) {
        switch (event.path("event").asText()) {
            case "ready" -> ready.complete(readRuns(event));
            case "turn" -> {
                produced.put(event.path("run").asText(), event.path("produced").asLong());
                releaseTurn();
            }
            case "engine-failed" -> engineFailed(event);
            case "ended" -> {
                event.path("runs")
                        .forEach(run -> produced.put(
                                run.path("run").asText(), run.path("produced").asLong()));
                endedInOrder = true;
            }
            case "failed" -> lastMessage = event.path("message").asText();
            default -> {}
        }
    }

    private List<SoakRun> readRuns(JsonNode event) {
        List<SoakRun> read = new ArrayList<>();
        for (JsonNode run : event.path("runs")) {
            SoakRun soak = new SoakRun(
                    run.path("run").asText(),
                    run.path("engine").asText(),
                    run.path("compiler").asText());
            runs.put(soak.runId(), soak);
            read.add(soak);
        }
        return read;
    }

    private void engineFailed(JsonNode event) {
        String runId = event.path("run").asText();
        String message = event.path("message").asText();
        failed.put(runId, message);
        SoakRun run = runs.get(runId);
        if (run != null) {
            failure.failed(run, message);
        }
        releaseTurn();
    }

    private void releaseTurn() {
        CompletableFuture<Void> waiting = turn;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Waits until every engine is loaded. */
    List<SoakRun> awaitReady() throws LaunchException, InterruptedException {
        try {
            return ready.get(READY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LaunchException known ? known : new LaunchException(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new LaunchException(
                    process.family().module() + " engines were not loaded within " + READY_TIMEOUT.toSeconds() + " s",
                    e);
        }
    }

    /** Runs one block of one run and returns when it is over, or when the process is gone. */
    void turn(SoakRun run, Duration block) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        turn = over;
        if (process.onExit().isDone()) {
            return;
        }
        process.send("turn " + run.runId() + " " + block.toMillis());
        try {
            over.get(block.plus(HUNG).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lastMessage = run.engine() + " did not come back from a turn of " + block.toMillis() + " ms";
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a turn is only ever completed normally", e);
        }
    }

    /** Runs that can take turns. */
    List<SoakRun> running() {
        if (process.onExit().isDone()) {
            return List.of();
        }
        return runs.values().stream()
                .filter(run -> !failed.containsKey(run.runId()))
                .toList();
    }

    /** Every run of this process, failed ones too. */
    List<SoakRun> runs() {
        return List.copyOf(runs.values());
    }

    /** Inferences handed to the log so far, by run id. */
    Map<String, Long> produced() {
        return Map.copyOf(produced);
    }

    EngineFamily family() {
        return process.family();
    }

    boolean alive() {
        return !process.onExit().isDone();
    }

    /** True once the process has written the end of its runs itself. */
    boolean endedInOrder() {
        return endedInOrder;
    }

    /** One line on how the process ended. Only after its end. */
    String ending() {
        return ending(process.onExit().join());
    }

    private String ending(int exit) {
        String message = lastMessage;
        if (message != null) {
            return message;
        }
        // The shell's convention: 128 + signal.
        String how = exit == 137
                ? "was killed (signal 9)"
                : exit == 139
                        ? "crashed (signal 11)"
                        : exit == 134 ? "aborted (signal 6)" : "ended with status " + exit;
        return "the " + process.family().module() + " process " + how;
    }

    /** Lets the process flush and write the end of its runs. */
    void end() {
        process.send("end");
    }

    @Override
    public void close() {
        process.close();
    }
}
