package io.soakline.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Builds several engines, as many at a time as there are cores, and keeps people informed. One that cannot be built is
 * noted and left out.
 */
public final class EngineShelf {

    private final Home home;
    private final Path cache;
    private final Path logs;
    private final Terminal terminal;
    private final EngineBuild.Progress page;
    private final Map<String, String> stages = new ConcurrentHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** @param page told the progress too */
    public EngineShelf(Home home, Path cache, Path logs, Terminal terminal, EngineBuild.Progress page) {
        this.home = home;
        this.cache = cache;
        this.logs = logs;
        this.terminal = terminal;
        this.page = page;
    }

    /** @return the engines that could be built, in the order given */
    public List<SoakOrder.Engine> build(List<EngineBuild.Order> orders) throws LaunchException, InterruptedException {
        int atATime = Math.max(1, Runtime.getRuntime().availableProcessors());
        long start = System.nanoTime();
        List<SoakOrder.Engine> built = new ArrayList<>();
        Map<EngineBuild.Order, CompletableFuture<Path>> running = new LinkedHashMap<>();
        for (EngineBuild.Order order : orders) {
            while (running.values().stream().filter(build -> !build.isDone()).count() >= atATime) {
                awaitAny(running);
            }
            running.put(order, EngineBuild.start(home, order, cache, logs, List.of(), this::progress));
        }
        for (var entry : running.entrySet()) {
            collect(entry.getKey(), entry.getValue(), built);
        }
        terminal.clearStatus();
        terminal.note(built.size() + " of " + orders.size() + " engines ready after "
                + HumanDuration.format(Duration.ofNanos(System.nanoTime() - start)));
        return built;
    }

    private static void awaitAny(Map<EngineBuild.Order, CompletableFuture<Path>> running) throws InterruptedException {
        CompletableFuture<?>[] open =
                running.values().stream().filter(build -> !build.isDone()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(open).get();
        } catch (ExecutionException e) {
            // The order's own future tells; here only its end counts.
        }
    }

    private void collect(EngineBuild.Order order, CompletableFuture<Path> build, List<SoakOrder.Engine> built)
            throws InterruptedException {
        try {
            built.add(new SoakOrder.Engine(order.compiler(), build.get()));
        } catch (ExecutionException e) {
            String message = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            failures.add(message);
            terminal.note(message);
        }
    }

    private void progress(String engine, String stage, double fraction) {
        stages.put(engine, Double.isNaN(fraction) ? stage : Math.round(fraction * 100) + " % " + stage);
        terminal.status(stages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(" | ")));
        page.at(engine, stage, fraction);
    }

    /** One line for each engine that could not be built. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
