package io.soakline.launch;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.kafka.KafkaSettings;
import io.soakline.sink.report.SoakSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole arrow in one go: four engines of one model are built, soaked in turns and judged, with an embedded broker
 * and store, and a page to look at.
 */
public final class Demo implements AutoCloseable {

    /**
     * What the command line asks for.
     *
     * @param data folder that keeps everything, or null for a temporary one
     * @param disturbance or null
     * @param load as {@link io.soakline.produce.soak.LoadSpec} reads it
     * @param policy what the processors judge by
     */
    public record Wish(
            Duration length,
            List<String> compilers,
            @Nullable Path data,
            @Nullable Disturbance disturbance,
            Duration block,
            String load,
            String waiting,
            @Nullable Duration deadline,
            FlowPolicy policy) {

        public Wish {
            compilers = List.copyOf(compilers);
        }
    }

    private final Home home;
    private final Settings settings;
    private final Wish wish;
    private final Terminal terminal;
    private final Cores cores = Cores.ofThisHost();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final Pipeline pipeline;
    private volatile boolean complete;

    public Demo(Home home, Settings settings, Wish wish, Terminal terminal) throws LaunchException {
        this.home = home;
        this.settings = settings;
        this.wish = wish;
        this.terminal = terminal;
        pipeline = new Pipeline(home, settings, wish.data(), wish.policy(), cores, this::note);
    }

    private void note(String line) {
        notes.add(line);
        terminal.note(line);
        pipeline.tellPage(line);
    }

    /** Whether every engine that was asked for could be built. */
    public boolean complete() {
        return complete;
    }

    /** Runs to the end and returns what was found. */
    public SoakSummary run() throws LaunchException, InterruptedException {
        Path cache = settings.writableCache();
        terminal.note("page: " + pipeline.startPage());
        // Building needs neither broker nor store: both go on at the same time.
        ModelFiles model = DemoModel.CLASSIFIER.unpack(cache);
        FutureTask<List<SoakOrder.Engine>> building = new FutureTask<>(() -> build(model, cache));
        Thread builder = new Thread(building, "build");
        builder.setDaemon(true);
        builder.start();
        pipeline.start();
        KafkaSettings kafka = pipeline.kafka();
        terminal.note("log: Kafka at " + kafka + ", store: " + pipeline.storeUrl());
        List<String> runIds = new ArrayList<>(closeOrphans(kafka));
        List<SoakOrder.Engine> engines = result(building);
        if (engines.isEmpty()) {
            throw new LaunchException("no engine could be built; the reasons stand above");
        }
        runIds.addAll(soak(kafka, engines, model));
        cores.useAll();
        terminal.status("waiting until everything that was produced is counted …");
        pipeline.awaitCounted(runIds);
        terminal.clearStatus();
        return pipeline.summary(List.copyOf(notes));
    }

    private static <T> T result(FutureTask<T> task) throws LaunchException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof LaunchException known ? known : new LaunchException(String.valueOf(cause), e);
        }
    }

    private List<String> closeOrphans(KafkaSettings kafka) {
        if (!pipeline.hasHistory()) {
            return List.of();
        }
        List<String> orphans = RunEnds.closeAll(kafka, "the launcher that ran it went away");
        if (!orphans.isEmpty()) {
            note("runs left open by an earlier session are closed as killed: " + String.join(", ", orphans));
        }
        return orphans;
    }

    private List<SoakOrder.Engine> build(ModelFiles model, Path cache) throws LaunchException, InterruptedException {
        EngineShelf shelf = new EngineShelf(home, cache, pipeline.logs(), cores, terminal, pipeline::tellPage);
        List<EngineBuild.Order> orders = new ArrayList<>();
        for (String compiler : wish.compilers()) {
            orders.add(new EngineBuild.Order(compiler, compiler, model.model(), options(model, compiler, cache), 1));
        }
        List<SoakOrder.Engine> engines =
                shelf.build(orders).stream().map(EngineShelf.Built::engine).toList();
        notes.addAll(shelf.failures());
        complete = shelf.failures().isEmpty();
        return engines;
    }

    /** Tuners build from records that come with the program: nobody waits for a search to see a demo. */
    private static Map<String, String> options(ModelFiles model, String compiler, Path cache) throws LaunchException {
        Map<String, String> options = new HashMap<>(model.options());
        if (DemoModel.hasRecords(compiler)) {
            options.put("records", DemoModel.unpackRecords(compiler, cache).toString());
        }
        return options;
    }

    /** @return ids of the runs that took part */
    private Set<String> soak(KafkaSettings kafka, List<SoakOrder.Engine> engines, ModelFiles model)
            throws LaunchException, InterruptedException {
        SoakOrder order = new SoakOrder(
                engines,
                model.inputs(),
                OutputOrder.of(model),
                new RecordsPlace.Kafka(kafka, settings.kafkaPropertiesFile()),
                settings.deviceId(),
                wish.load(),
                wish.waiting(),
                wish.deadline(),
                wish.block(),
                SoakOrder.DEFAULT_WARM_UP,
                Map.of("cores", cores.describe(), "block", wish.block().toMillis() + " ms"),
                pipeline.fingerprint());
        // Only now: until here there is no engine to disturb, and building takes every core there is.
        cores.leaveEngineCore();
        terminal.note(cores.describe());
        terminal.status("loading the engines …");
        try (Baton baton = Baton.start(home, order, cores, pipeline.logs(), this::note);
                DisturbanceClock disturbance = new DisturbanceClock(wish.disturbance(), cores, this::note)) {
            complete = complete && baton.complete();
            pipeline.tellPage("soaking");
            pipeline.tellAlerts(terminal::note);
            boolean running = baton.soak(wish.length(), elapsed -> {
                disturbance.at(elapsed);
                terminal.status(HumanDuration.format(elapsed) + " of " + HumanDuration.format(wish.length()) + ", "
                        + String.format("%,d", baton.produced()) + " inferences, " + pipeline.pageUrl());
            });
            if (!running) {
                note("no engine is left running; the soak ends early");
            }
            baton.end();
            return baton.runIds();
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }

    /** Starts the disturbance when its time has come and says so. */
    private static final class DisturbanceClock implements AutoCloseable {

        private final Disturbance.@Nullable Running running;
        private final Consumer<String> notes;
        private final @Nullable Disturbance disturbance;

        DisturbanceClock(@Nullable Disturbance disturbance, Cores cores, Consumer<String> notes) {
            this.disturbance = disturbance;
            this.notes = notes;
            running = disturbance == null ? null : new Disturbance.Running(disturbance, cores);
        }

        void at(Duration elapsed) {
            if (running == null || disturbance == null) {
                return;
            }
            try {
                if (running.startWhenDue(elapsed)) {
                    notes.accept("disturbance " + disturbance.kind() + " began at " + HumanDuration.format(elapsed)
                            + ", for " + HumanDuration.format(disturbance.length()));
                } else if (running.endWhenDue(elapsed)) {
                    notes.accept("disturbance " + disturbance.kind() + " ended at " + HumanDuration.format(elapsed));
                }
            } catch (LaunchException e) {
                notes.accept(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void close() {
            if (running != null) {
                running.close();
            }
        }
    }
}
