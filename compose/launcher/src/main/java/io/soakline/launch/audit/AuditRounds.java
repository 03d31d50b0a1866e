package io.soakline.launch.audit;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.Baton;
import io.soakline.launch.Cores;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.OutputOrder;
import io.soakline.launch.Pipeline;
import io.soakline.launch.SelfTests;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Consumer<String> notes;
    private final Terminal terminal;
    private boolean complete = true;

    AuditRounds(
            Home home,
            Settings settings,
            AuditPlan plan,
            AuditFolder folder,
            Cores cores,
            Pipeline pipeline,
            Consumer<String> notes,
            Terminal terminal) {
        this.home = home;
        this.settings = settings;
        this.plan = plan;
        this.folder = folder;
        this.cores = cores;
        this.pipeline = pipeline;
        this.notes = notes;
        this.terminal = terminal;
    }

    /** Whether all engines were loaded, soaked to the end, tested, and compared with the reference. */
    boolean complete() {
        return complete;
    }

    /**
     * Has the reference keep its golden outputs.
     *
     * @return whether it did; what hindered it is noted
     */
    boolean keepGolden(AuditState state) throws InterruptedException {
        Optional<AuditState.BuiltEngine> reference = state.builds().stream()
                .filter(build -> build.engine().equals(plan.referenceEngine()))
                .findFirst();
        String hindrance;
        if (reference.isEmpty()) {
            hindrance = "it was not built";
        } else {
            try {
                OutputOrder outputs = OutputOrder.of(plan.model()).keeping(folder.golden(), plan.probes());
                SoakOrder order =
                        order(List.of(engine(reference.get())), GoldenPass.topics(pipeline.kafka()), outputs, "closed");
                if (GoldenPass.run(order, pass -> Baton.start(home, pass, cores, folder.logs(), notes))) {
                    return true;
                }
                hindrance = "it did not come to the end of the inputs";
            } catch (LaunchException e) {
                hindrance = String.valueOf(e.getMessage());
            }
        }
        complete = false;
        notes.accept("no engine is compared exactly with the reference " + plan.referenceEngine() + ": " + hindrance);
        return false;
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
        for (List<Integer> group : groups) {
            List<SoakOrder.Engine> engines =
                    group.stream().map(builds::get).map(AuditRounds::engine).toList();
            SoakOrder order = order(
                    engines,
                    pipeline.kafka(),
                    state.golden() ? outputs.comparedWith(folder.golden()) : outputs,
                    plan.load());
            runs.addAll(soak(order, round, start, progress));
        }
        return new AuditState.Round(runs, (System.nanoTime() - start) / 1e9);
    }

    private static SoakOrder.Engine engine(AuditState.BuiltEngine build) {
        return new SoakOrder.Engine(build.compiler(), build.folder());
    }

    private List<String> soak(SoakOrder order, int round, long start, Progress progress)
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
            complete &= running && baton.complete();
            baton.end();
            return List.copyOf(baton.runIds());
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
                kafka,
                settings.kafkaPropertiesFile(),
                plan.device(),
                load,
                plan.waiting(),
                plan.deadline(),
                plan.block(),
                SoakOrder.DEFAULT_WARM_UP,
                Map.of("cores", cores.describe(), "block", plan.block().toMillis() + " ms"),
                pipeline.fingerprint());
    }

    /** Tests each engine alone, without a reference; the outcome goes to the log. */
    void selfTest(List<AuditState.BuiltEngine> builds, Consumer<String> progress) throws LaunchException {
        List<SoakOrder.Engine> engines =
                builds.stream().map(AuditRounds::engine).toList();
        SoakOrder order = order(engines, pipeline.kafka(), OutputOrder.of(plan.model()), "closed");
        complete &= new SelfTests(home, cores, folder.logs())
                .run(order, List.of(), progress, notes)
                .complete();
    }
}
