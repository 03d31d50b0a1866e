package io.soakline.launch.audit;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.Baton;
import io.soakline.launch.Cores;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.OutputOrder;
import io.soakline.launch.Pipeline;
import io.soakline.launch.RecordsPlace;
import io.soakline.launch.SelfTests;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rounds of an audit: every producer is started anew, and all engines are soaked in turns. */
final class AuditRounds {

    /** Told how long the round has taken, and what it is doing. */
    @FunctionalInterface
    interface Progress {
        void at(Duration inRound, String line);
    }

    private final Home home;
    private final Settings settings;
    private final AuditPlan plan;
    private final AuditFolder folder;
    private final Cores cores;
    private final Pipeline pipeline;
    private final Terminal terminal;
    private final Consumer<String> notes;

    AuditRounds(
            Home home,
            Settings settings,
            AuditPlan plan,
            AuditFolder folder,
            Cores cores,
            Pipeline pipeline,
            Terminal terminal,
            Consumer<String> notes) {
        this.home = home;
        this.settings = settings;
        this.plan = plan;
        this.folder = folder;
        this.cores = cores;
        this.pipeline = pipeline;
        this.terminal = terminal;
        this.notes = notes;
    }

    /**
     * Has the reference keep its golden outputs.
     *
     * @return what hindered it, one line; empty when it did
     */
    String keepGolden(AuditState state) throws InterruptedException {
        String head = "no engine is compared exactly with the reference " + plan.referenceEngine() + ": ";
        Optional<AuditState.BuiltEngine> reference = state.builds().stream()
                .filter(build -> build.engine().equals(plan.referenceEngine()))
                .findFirst();
        if (reference.isEmpty()) {
            return head + "it was not built";
        }
        OutputOrder outputs = OutputOrder.of(plan.model()).keeping(folder.golden(), plan.probes());
        KafkaSettings topics = GoldenPass.topics(pipeline.kafka());
        SoakOrder order = order(List.of(engine(reference.get())), topics, outputs, GoldenPass.LOAD);
        try {
            boolean whole = GoldenPass.run(topics, order, pass -> Baton.start(home, pass, cores, folder.logs(), notes));
            return whole ? "" : head + "it did not come to the end of the inputs";
        } catch (LaunchException e) {
            return head + e.getMessage();
        }
    }

    /** The round after those that {@code state} holds. */
    AuditState.Round soak(AuditState state, Progress progress) throws LaunchException, InterruptedException {
        long start = System.nanoTime();
        int round = state.rounds().size();
        List<AuditState.BuiltEngine> builds = state.builds();
        List<Long> bytes =
                builds.stream().map(build -> EngineGroups.bytes(build.folder())).toList();
        List<List<Integer>> groups = EngineGroups.of(bytes, EngineGroups.budget(), round);
        if (groups.size() > 1 && round == 0) {
            notes.accept(builds.size() + " engines do not fit into memory together; they are soaked in " + groups.size()
                    + " groups, put together anew in each round");
        }
        OutputOrder outputs = OutputOrder.of(plan.model());
        List<String> runs = new ArrayList<>();
        boolean whole = true;
        for (List<Integer> group : groups) {
            List<SoakOrder.Engine> engines =
                    group.stream().map(builds::get).map(AuditRounds::engine).toList();
            SoakOrder order = order(
                    engines,
                    pipeline.kafka(),
                    state.golden() ? outputs.comparedWith(folder.golden()) : outputs,
                    plan.load());
            whole &= soak(order, round, start, progress, runs);
        }
        return new AuditState.Round(runs, (System.nanoTime() - start) / 1e9, whole);
    }

    private static SoakOrder.Engine engine(AuditState.BuiltEngine build) {
        return new SoakOrder.Engine(build.compiler(), build.folder());
    }

    /**
     * @param runs gets the ids of the runs that took part
     * @return whether all engines were loaded and soaked to the end
     */
    private boolean soak(SoakOrder order, int round, long start, Progress progress, List<String> runs)
            throws LaunchException, InterruptedException {
        progress.at(since(start), "loading " + order.engines().size() + " engines");
        Duration length = plan.length().multipliedBy(order.engines().size());
        try (Baton baton = Baton.start(home, order, cores, folder.logs(), notes)) {
            String head = "round " + (round + 1) + " of " + plan.rounds();
            pipeline.tellPage(head);
            terminal.note(head + ": " + order.engines().size() + " engines are loaded, " + HumanDuration.format(length)
                    + " to soak");
            boolean running = baton.soak(
                    length,
                    elapsed -> progress.at(
                            since(start),
                            HumanDuration.format(elapsed) + " of " + HumanDuration.format(length) + ", "
                                    + String.format("%,d", baton.produced()) + " inferences"));
            if (!running) {
                notes.accept("no engine is left running; round " + (round + 1) + " ends early");
            }
            baton.end();
            runs.addAll(baton.runIds());
            return running && baton.complete();
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private SoakOrder order(List<SoakOrder.Engine> engines, KafkaSettings kafka, OutputOrder outputs, String load) {
        return new SoakOrder(
                engines,
                plan.model().inputs(),
                outputs,
                new RecordsPlace.Kafka(kafka, settings.kafkaPropertiesFile()),
                plan.device(),
                load,
                plan.waiting(),
                plan.deadline(),
                plan.block(),
                SoakOrder.DEFAULT_WARM_UP,
                Map.of("cores", cores.describe(), "block", plan.block().toMillis() + " ms"),
                pipeline.fingerprint());
    }

    /**
     * Tests each engine alone, without a reference; the outcome goes to the log, and what failed to the notes as well.
     * Rebuilds that came out the same, byte for byte, are one engine and tested once.
     *
     * @return whether all of them could be tested
     */
    boolean selfTest(List<AuditState.BuiltEngine> builds, Consumer<String> progress) throws LaunchException {
        Map<String, SoakOrder.Engine> distinct = new LinkedHashMap<>();
        for (AuditState.BuiltEngine build : builds) {
            distinct.putIfAbsent(identity(build), engine(build));
        }
        SoakOrder order =
                order(List.copyOf(distinct.values()), pipeline.kafka(), OutputOrder.of(plan.model()), GoldenPass.LOAD);
        SelfTests.Result result = new SelfTests(home, cores, folder.logs()).run(order, List.of(), progress, notes);
        result.outcomes().stream()
                .filter(SelfTests.Outcome::failed)
                .forEach(outcome -> notes.accept("self-test " + outcome.line()));
        return result.complete();
    }

    private static String identity(AuditState.BuiltEngine build) throws LaunchException {
        try {
            EngineManifest manifest = EngineManifest.read(build.folder());
            return manifest.engineId() + " " + manifest.artefactDigest();
        } catch (EngineException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }
}
