package io.soakline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Tests of engines that need no reference: one engine after the other, each in a process of its own that may die. */
public final class SelfTests {

    private static final String FAILED = "FAILED";

    /**
     * One test of one engine.
     *
     * @param kind as in the record, for example {@code BATCH_POSITION}
     * @param outcome {@code PASSED}, {@code FAILED} or {@code NOT_OFFERED}
     * @param trials comparisons made
     */
    public record Outcome(String engine, String kind, String outcome, long trials, long mismatches, String evidence) {

        /** For people. */
        public String line() {
            return String.format(Locale.ROOT, "%s: %s, %s: %s", words(outcome), engine, words(kind), evidence);
        }

        /** Whether it found what it looks for. */
        public boolean failed() {
            return outcome.equals(FAILED);
        }

        private static String words(String symbol) {
            return symbol.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * What the tests said.
     *
     * @param complete whether every engine was tested to the end
     */
    public record Result(List<Outcome> outcomes, boolean complete) {

        public Result {
            outcomes = List.copyOf(outcomes);
        }

        /** Whether any test found what it looks for. */
        public boolean failed() {
            return outcomes.stream().anyMatch(Outcome::failed);
        }
    }

    private final Home home;
    private final Cores cores;
    private final Path logs;

    public SelfTests(Home home, Cores cores, Path logs) {
        this.home = home;
        this.cores = cores;
        this.logs = logs;
    }

    /**
     * Tests the order's engines; the outcomes are where its records go when this returns.
     *
     * @param companions engines of the same compilers for other batch sizes
     * @param progress told each test that ended
     * @param notes told what kept an engine from being tested
     */
    public Result run(
            SoakOrder order, List<SoakOrder.Engine> companions, Consumer<String> progress, Consumer<String> notes)
            throws LaunchException {
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        boolean complete = true;
        int number = 0;
        for (SoakOrder.Engine engine : order.engines()) {
            complete &= run(engine, arguments(engine, order, companions, ++number), outcomes, progress, notes);
        }
        return new Result(outcomes, complete);
    }

    private boolean run(
            SoakOrder.Engine engine,
            List<String> arguments,
            List<Outcome> outcomes,
            Consumer<String> progress,
            Consumer<String> notes)
            throws LaunchException {
        EngineFamily family = EngineFamily.of(engine.compiler());
        AtomicReference<String> failure = new AtomicReference<>();
        Path log = logs.resolve("selftest-" + family.name().toLowerCase(Locale.ROOT) + ".log");
        // On every core: whether the number of threads counts is one of the questions, and nothing is timed.
        try (ProducerProcess process =
                ProducerProcess.start(home, family, cores.everywherePrefix(), arguments, log, event -> {
                    switch (event.path("event").asText()) {
                        case "selftest" -> {
                            Outcome outcome = outcome(event);
                            outcomes.add(outcome);
                            progress.accept("self-test of " + outcome.engine() + ": " + Outcome.words(outcome.kind())
                                    + " " + Outcome.words(outcome.outcome()));
                        }
                        case "failed" -> failure.set(event.path("message").asText());
                        default -> {}
                    }
                })) {
            int exit = process.onExit().join();
            String message = failure.get();
            if (exit != 0 || message != null) {
                notes.accept("the self-tests of " + engine.folder().getFileName() + " did not end: "
                        + (message == null ? "status " + exit + "; see " + log : message));
                return false;
            }
            return true;
        }
    }

    private static Outcome outcome(JsonNode event) {
        return new Outcome(
                event.path("engine").asText(),
                event.path("kind").asText(),
                event.path("outcome").asText(),
                event.path("trials").asLong(),
                event.path("mismatches").asLong(),
                event.path("evidence").asText());
    }

    private static List<String> arguments(
            SoakOrder.Engine engine, SoakOrder order, List<SoakOrder.Engine> companions, int number) {
        List<String> arguments =
                new ArrayList<>(List.of("selftest", "--engine", engine.folder().toString()));
        for (SoakOrder.Engine companion : companions) {
            if (companion.compiler().equals(engine.compiler())) {
                arguments.addAll(List.of("--companion", companion.folder().toString()));
            }
        }
        arguments.addAll(order.placeAndInputs(number));
        return arguments;
    }
}
