package io.soakline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One build of an engine in a producer process of its own. */
public final class EngineBuild {

    /** Told how far the build is; see {@code BuildProgress}. */
    @FunctionalInterface
    public interface Progress {
        void at(String engine, String stage, double fraction);
    }

    /**
     * What is to be built.
     *
     * @param engine name for people, and of the log
     * @param number 1 for the first; a rebuild really compiles again
     */
    public record Order(String engine, String compiler, Path model, Map<String, String> options, int number) {

        private static final Set<String> TUNERS = Set.of("autotvm", "autoscheduler", "metaschedule");

        public Order {
            options = Map.copyOf(options);
        }

        /** Whether the compiler searches by measuring on this machine; with records it has nothing to search. */
        public boolean measures() {
            return tunes(compiler) && !options.containsKey("records");
        }

        /** Whether the compiler can search. */
        public static boolean tunes(String compiler) {
            return TUNERS.contains(compiler);
        }

        /** {@code tvm}, or {@code tvm-2} where there is more than one build. */
        public static String name(String engine, int number, int builds) {
            return builds == 1 ? engine : engine + "-" + number;
        }
    }

    private EngineBuild() {}

    /**
     * Starts the build.
     *
     * @param prefix put before the command: the cores it may use
     * @return the engine's folder, or a {@link LaunchException} with the builder's own line
     */
    public static CompletableFuture<Path> start(
            Home home, Order order, Path cache, Path logs, List<String> prefix, Progress progress)
            throws LaunchException {
        EngineFamily family = EngineFamily.of(order.compiler());
        AtomicReference<JsonNode> last = new AtomicReference<>();
        ProducerProcess process = ProducerProcess.start(
                home,
                family,
                prefix,
                arguments(order, cache),
                logs.resolve("build-" + order.engine() + ".log"),
                event -> {
                    switch (event.path("event").asText()) {
                        case "progress" ->
                            progress.at(
                                    order.engine(),
                                    event.path("stage").asText(),
                                    event.path("fraction").asDouble(Double.NaN));
                        case "built", "failed" -> last.set(event);
                        default -> {}
                    }
                });
        return process.onExit()
                .thenCompose(exit -> outcome(order, exit, last.get(), logs))
                .whenComplete((folder, failure) -> process.close());
    }

    private static List<String> arguments(Order order, Path cache) {
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--model",
                order.model().toString(),
                "--compiler",
                order.compiler(),
                "--name",
                order.engine(),
                "--cache",
                cache.toString(),
                "--build-number",
                Integer.toString(order.number())));
        order.options().forEach((key, value) -> arguments.addAll(List.of("--option", key + "=" + value)));
        return arguments;
    }

    private static CompletableFuture<Path> outcome(Order order, int exit, @Nullable JsonNode last, Path logs) {
        if (last != null && "built".equals(last.path("event").asText())) {
            return CompletableFuture.completedFuture(
                    Path.of(last.path("directory").asText()));
        }
        String reason = last != null
                ? last.path("message").asText()
                : "the builder ended with status " + exit + "; see " + logs.resolve("build-" + order.engine() + ".log");
        return CompletableFuture.failedFuture(
                new LaunchException("engine " + order.engine() + " was not built: " + reason));
    }
}
