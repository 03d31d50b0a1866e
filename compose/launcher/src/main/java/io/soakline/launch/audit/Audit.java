package io.soakline.launch.audit;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.Cores;
import io.soakline.launch.EngineBuild;
import io.soakline.launch.EngineShelf;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Pipeline;
import io.soakline.launch.RunEnds;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.sink.report.ReportData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One audit from where it stands to its end: what is missing is built, rounds that are missing are soaked, engines are
 * tested once, and everything that the log then holds is summed up. What is done is written down at once; a new start
 * with the same plan goes on there.
 */
public final class Audit implements AutoCloseable {

    /**
     * What an audit ends with.
     *
     * @param complete whether every engine could be built, loaded, soaked to the end, tested and compared
     */
    public record Outcome(ReportData report, boolean complete) {}

    private final Home home;
    private final Settings settings;
    private final AuditPlan plan;
    private final AuditFolder folder;
    private final Terminal terminal;
    private final Cores cores = Cores.ofThisHost();
    private final Pipeline pipeline;
    /** What happened in the present step; written down with it. */
    private final List<String> stepNotes = Collections.synchronizedList(new ArrayList<>());
    /** What holds for this start only: another one tries again. */
    private final List<String> passingNotes = Collections.synchronizedList(new ArrayList<>());

    private AuditState state;

    /**
     * Finds out how far the audit is.
     *
     * @param data folder that it lives in
     * @param fresh whether to forget what was done there before
     */
    public Audit(
            Home home,
            Settings settings,
            AuditPlan plan,
            Path data,
            boolean fresh,
            FlowPolicy policy,
            Terminal terminal)
            throws LaunchException {
        this.home = home;
        this.settings = settings;
        this.plan = plan;
        this.terminal = terminal;
        folder = AuditFolder.open(data, fresh);
        try {
            state = withEnginesThatAreThere(folder.read(plan.description()));
            pipeline = new Pipeline(home, settings, data, policy, cores, line -> tell(line, passingNotes));
        } catch (LaunchException | RuntimeException e) {
            closeFolder();
            throw e;
        }
    }

    private void tell(String line, List<String> notes) {
        notes.add(line);
        terminal.note(line);
        pipeline.tellPage(line);
    }

    /** Engines may have gone from the cache. One that was measured cannot be had again: a rebuild is another. */
    private AuditState withEnginesThatAreThere(AuditState read) throws LaunchException {
        List<AuditState.BuiltEngine> gone = read.builds().stream()
                .filter(build -> !Files.exists(build.folder().resolve(EngineManifest.FILE_NAME)))
                .toList();
        boolean needed = read.next(true, plan.rounds()) != AuditState.Step.REPORT;
        if (gone.isEmpty() || !needed) {
            return read;
        }
        if (!read.rounds().isEmpty()) {
            throw new LaunchException("engine " + gone.get(0).engine() + " of the audit in " + folder.path()
                    + " is gone from " + gone.get(0).folder() + " after it was measured; start afresh with --fresh");
        }
        return read.withoutBuilds(gone);
    }

    /** Runs to the end. */
    public Outcome run() throws LaunchException, InterruptedException {
        terminal.note("audit: " + plan.summary() + "; kept in " + folder.path());
        if (!state.builds().isEmpty()) {
            terminal.note(state.found(plan.orders().size(), plan.rounds()) + "; going on from there");
        }
        folder.write(state);
        terminal.note("page: " + pipeline.startPage());
        // Before the log is started: while a compiler measures, nothing else of ours has work to do.
        build();
        if (state.builds().isEmpty()) {
            throw new LaunchException("no engine could be built; the reasons stand above");
        }
        pipeline.start();
        KafkaSettings kafka = pipeline.kafka();
        terminal.note("log: Kafka at " + kafka + ", store: " + pipeline.storeUrl());
        leaveOutCutOffRuns(kafka);
        cores.leaveEngineCore();
        measure();
        cores.useAll();
        return report(kafka);
    }

    private void build() throws LaunchException, InterruptedException {
        List<EngineBuild.Order> missing = state.missing(plan.orders());
        if (missing.isEmpty() || !state.rounds().isEmpty()) {
            // After the first round an engine would come too late: it would have fewer runs than the others.
            return;
        }
        cores.leaveEngineCore();
        EngineShelf shelf =
                new EngineShelf(home, settings.writableCache(), folder.logs(), cores, terminal, pipeline::tellPage);
        shelf.build(missing, new EngineShelf.Listener() {
            @Override
            public void built(EngineShelf.Built built) throws LaunchException {
                EngineBuild.Order order = built.order();
                advance(state.withBuild(new AuditState.BuiltEngine(
                        order.engine(),
                        order.compiler(),
                        order.number(),
                        built.folder(),
                        built.took().toMillis() / 1000.0)));
            }

            @Override
            public void waiting(String line) {
                String built = state.builds().size() + " of " + plan.orders().size() + " built";
                AuditEstimate.Now now = new AuditEstimate.Now(shelf.running(), shelf.left(), Duration.ZERO);
                status(built + (line.isEmpty() ? "" : ", " + line), now);
            }
        });
        terminal.clearStatus();
        passingNotes.addAll(shelf.failures());
        terminal.note(state.builds().size() + " of " + plan.orders().size() + " engines are ready");
    }

    private void measure() throws LaunchException, InterruptedException {
        AuditRounds rounds =
                new AuditRounds(home, settings, plan, folder, cores, pipeline, terminal, line -> tell(line, stepNotes));
        if (next() != AuditState.Step.REPORT && !state.golden()) {
            String hindrance = rounds.keepGolden(state);
            if (hindrance.isEmpty()) {
                advance(state.withGolden());
            } else {
                tell(hindrance, passingNotes);
            }
        }
        for (AuditState.Step step = next(); step != AuditState.Step.REPORT; step = next()) {
            if (step == AuditState.Step.ROUND) {
                advance(state.withRound(rounds.soak(state, this::tellRound)));
            } else {
                List<AuditState.BuiltEngine> untested = state.untested();
                boolean whole = rounds.selfTest(untested, line -> status(line, AuditEstimate.Now.BETWEEN));
                advance(state.withSelfTests(untested, whole));
            }
        }
    }

    private AuditState.Step next() {
        return state.next(true, plan.rounds());
    }

    private void advance(AuditState reached) throws LaunchException {
        AuditState written;
        synchronized (stepNotes) {
            written = reached.withNotes(stepNotes);
            stepNotes.clear();
        }
        folder.write(written);
        state = written;
    }

    private void tellRound(Duration inRound, String line) {
        String head = "round " + (state.rounds().size() + 1) + " of " + plan.rounds() + ": ";
        status(head + line, new AuditEstimate.Now(Set.of(), null, inRound));
    }

    /** The time that is left stands first: a narrow terminal cuts the end. */
    private void status(String line, AuditEstimate.Now now) {
        terminal.status(AuditEstimate.of(plan, state, now, cores.count()).text() + " | " + line);
    }

    /** Runs of a round that was cut off: their producers ended them as failed, or nobody did. */
    private void leaveOutCutOffRuns(KafkaSettings kafka) {
        if (!pipeline.hasHistory()) {
            return;
        }
        RunEnds.closeAll(kafka, "the launcher that ran it went away");
        int cutOff = otherRuns(kafka).size();
        if (cutOff > 0) {
            tell(
                    "a round was cut off and is repeated; its " + cutOff + " runs are left out of the figures",
                    passingNotes);
        }
    }

    /** Runs on the log that no finished round holds. */
    private Set<String> otherRuns(KafkaSettings kafka) {
        Set<String> others = new HashSet<>();
        RunEnds.runs(kafka).forEach(run -> others.add(run.getRunId()));
        others.removeAll(state.runIds());
        return others;
    }

    private Outcome report(KafkaSettings kafka) throws InterruptedException {
        terminal.status("waiting until everything that was produced is counted …");
        pipeline.awaitCounted(state.runIds());
        terminal.clearStatus();
        // Figures over all runs of an engine are only there for a whole log.
        Set<String> chosen = otherRuns(kafka).isEmpty() ? Set.of() : state.runIds();
        List<EngineBuild.Order> missing = state.missing(plan.orders());
        List<String> notes = new ArrayList<>(state.notes());
        notes.addAll(passingNotes);
        for (EngineBuild.Order order : missing) {
            String head = "engine " + order.engine() + " was not built";
            if (notes.stream().noneMatch(note -> note.startsWith(head))) {
                notes.add(head + " and has no runs");
            }
        }
        return new Outcome(pipeline.report(chosen, notes), state.sound() && missing.isEmpty());
    }

    @Override
    public void close() {
        pipeline.close();
        closeFolder();
    }

    private void closeFolder() {
        try {
            folder.close();
        } catch (IOException e) {
            terminal.note("the lock of " + folder.path() + " could not be given back: " + e);
        }
    }
}
