package io.soakline.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Builds several engines and keeps people informed: as many at a time as there are cores, but one at a time of those
 * that measure while they search, because a neighbour would decide what they find. One that cannot be built is noted
 * and left out.
 */
public final class EngineShelf {

    /** An engine that was built, and how long that took. */
    public record Built(EngineBuild.Order order, Path folder, Duration took) {

        public SoakOrder.Engine engine() {
            return new SoakOrder.Engine(order.compiler(), folder);
        }
    }

    /** What becomes of the orders, told on the thread that builds. */
    public interface Listener {

        /** An engine is there. */
        void built(Built built) throws LaunchException;

        /** One second has passed. */
        void waiting(String line);
    }

    private record Running(CompletableFuture<Path> build, long sinceNanos) {}

    private final Home home;
    private final Path cache;
    private final Path logs;
    private final Cores cores;
    private final Terminal terminal;
    private final EngineBuild.Progress page;
    private final BuildLine line = new BuildLine(System::nanoTime);
    private final List<String> failures = new ArrayList<>();

    /** @param page told the progress too */
    public EngineShelf(Home home, Path cache, Path logs, Cores cores, Terminal terminal, EngineBuild.Progress page) {
        this.home = home;
        this.cache = cache;
        this.logs = logs;
        this.cores = cores;
        this.terminal = terminal;
        this.page = page;
    }

    /** @return the engines that could be built, in the order given */
    public List<Built> build(List<EngineBuild.Order> orders) throws LaunchException, InterruptedException {
        long start = System.nanoTime();
        List<Built> built = build(orders, new Listener() {
            @Override
            public void built(Built engine) {
                // The list that is returned holds it.
            }

            @Override
            public void waiting(String text) {
                terminal.status(text);
            }
        });
        terminal.clearStatus();
        terminal.note(built.size() + " of " + orders.size() + " engines ready after "
                + HumanDuration.format(Duration.ofNanos(System.nanoTime() - start)));
        return built;
    }

    /** @return the engines that could be built, in the order given */
    public List<Built> build(List<EngineBuild.Order> orders, Listener listener)
            throws LaunchException, InterruptedException {
        Map<EngineBuild.Order, Built> built = new LinkedHashMap<>();
        int atATime = cores.count();
        run(
                orders.stream().filter(order -> !order.measures()).toList(),
                atATime,
                cores.everywherePrefix(),
                listener,
                built);
        // On a core that nothing else of ours uses: what a search measures must not depend on its neighbours.
        run(orders.stream().filter(EngineBuild.Order::measures).toList(), 1, cores.onEnginePrefix(), listener, built);
        return orders.stream().filter(built::containsKey).map(built::get).toList();
    }

    private void run(
            List<EngineBuild.Order> orders,
            int atATime,
            List<String> prefix,
            Listener listener,
            Map<EngineBuild.Order, Built> built)
            throws LaunchException, InterruptedException {
        Deque<EngineBuild.Order> waiting = new ArrayDeque<>(orders);
        Map<EngineBuild.Order, Running> running = new LinkedHashMap<>();
        while (!waiting.isEmpty() || !running.isEmpty()) {
            while (running.size() < atATime && !waiting.isEmpty()) {
                EngineBuild.Order order = waiting.pop();
                line.at(order.engine(), "starting", Double.NaN);
                running.put(
                        order,
                        new Running(
                                EngineBuild.start(home, order, cache, logs, prefix, this::progress),
                                System.nanoTime()));
            }
            awaitAny(running);
            listener.waiting(line.text());
            for (var entry : List.copyOf(running.entrySet())) {
                if (entry.getValue().build().isDone()) {
                    running.remove(entry.getKey());
                    line.over(entry.getKey().engine());
                    collect(entry.getKey(), entry.getValue(), listener, built);
                }
            }
        }
    }

    /** Returns after a second at the latest. */
    private static void awaitAny(Map<EngineBuild.Order, Running> running) throws InterruptedException {
        CompletableFuture<?>[] open =
                running.values().stream().map(Running::build).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(open).get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The order's own future tells; here only that time has passed counts.
        }
    }

    private void collect(EngineBuild.Order order, Running done, Listener listener, Map<EngineBuild.Order, Built> built)
            throws LaunchException, InterruptedException {
        try {
            Built engine =
                    new Built(order, done.build().get(), Duration.ofNanos(System.nanoTime() - done.sinceNanos()));
            built.put(order, engine);
            listener.built(engine);
        } catch (ExecutionException e) {
            String message = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            failures.add(message);
            terminal.note(message);
        }
    }

    private void progress(String engine, String stage, double fraction) {
        line.at(engine, stage, fraction);
        page.at(engine, stage, fraction);
    }

    /** Names of the engines that are being built. */
    public Set<String> running() {
        return line.engines();
    }

    /** How long the builds that run now still take, or null when that cannot be told yet. */
    public @Nullable Duration left() {
        return line.left();
    }

    /** One line for each engine that could not be built. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
