package io.soakline.launch;

import io.soakline.record.RunExit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Soaks engines of several families on one device: passes the baton in short blocks, in an order shuffled each round,
 * so that no engine always follows the same other. A producer that dies is a finding: its runs are closed as killed and
 * it is started anew.
 */
public final class Baton implements AutoCloseable {

    /** After so many deaths of one family it stays down. */
    private static final int RESTARTS = 3;

    private final Home home;
    private final SoakOrder plan;
    private final Cores cores;
    private final Path logs;
    private final Consumer<String> notes;
    private final Map<EngineFamily, SoakProducer> producers = new LinkedHashMap<>();
    private final Map<EngineFamily, Integer> restarts = new HashMap<>();
    private final Map<String, Long> producedByDead = new HashMap<>();
    private final Set<String> deadRuns = new HashSet<>();
    private final Random order = new Random(1);
    private boolean complete = true;
    private int started;

    private Baton(Home home, SoakOrder plan, Cores cores, Path logs, Consumer<String> notes) {
        this.home = home;
        this.plan = plan;
        this.cores = cores;
        this.logs = logs;
        this.notes = notes;
    }

    /**
     * Starts every producer and waits until its engines are loaded.
     *
     * @param notes told each finding, one line
     */
    public static Baton start(Home home, SoakOrder plan, Cores cores, Path logs, Consumer<String> notes)
            throws LaunchException, InterruptedException {
        Baton baton = new Baton(home, plan, cores, logs, notes);
        try {
            for (EngineFamily family : baton.families()) {
                baton.startProducer(family);
            }
            baton.awaitReady();
            return baton;
        } catch (LaunchException | InterruptedException | RuntimeException e) {
            baton.close();
            throw e;
        }
    }

    /** A family whose engines cannot be loaded is noted and left out, unless none is left. */
    private void awaitReady() throws LaunchException, InterruptedException {
        LaunchException last = null;
        for (SoakProducer producer : List.copyOf(producers.values())) {
            try {
                producer.awaitReady();
            } catch (LaunchException e) {
                last = e;
                complete = false;
                producers.remove(producer.family());
                producer.close();
                notes.accept(e.getMessage() + "; the other engines go on");
            }
        }
        if (producers.isEmpty() && last != null) {
            throw last;
        }
    }

    /** Whether every engine of the order was loaded. */
    public boolean complete() {
        return complete;
    }

    private List<EngineFamily> families() throws LaunchException {
        List<EngineFamily> families = new ArrayList<>();
        for (SoakOrder.Engine engine : plan.engines()) {
            EngineFamily family = EngineFamily.of(engine.compiler());
            if (!families.contains(family)) {
                families.add(family);
            }
        }
        return families;
    }

    private void startProducer(EngineFamily family) throws LaunchException {
        List<SoakOrder.Engine> engines = plan.engines().stream()
                .filter(engine -> family.compilers().contains(engine.compiler()))
                .toList();
        producers.put(
                family,
                SoakProducer.start(
                        home,
                        family,
                        engines,
                        plan,
                        cores,
                        logs,
                        ++started,
                        (run, message) -> notes.accept(
                                "engine " + run.engine() + " failed: " + message + "; the other engines go on")));
    }

    /**
     * Runs all engines in turns for {@code duration}.
     *
     * @param progress called between turns with the time used so far
     * @return whether any engine is still running
     */
    public boolean soak(Duration duration, Consumer<Duration> progress) throws InterruptedException {
        return soak(duration, () -> false, progress);
    }

    /**
     * The same, ended early between two turns.
     *
     * @param stop asked before each turn
     */
    public boolean soak(Duration duration, BooleanSupplier stop, Consumer<Duration> progress)
            throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < duration.toNanos() && !stop.getAsBoolean()) {
            List<Map.Entry<SoakProducer, SoakProducer.SoakRun>> round = round();
            if (round.isEmpty()) {
                return false;
            }
            for (var next : round) {
                long left = duration.toNanos() - (System.nanoTime() - start);
                if (left <= 0 || stop.getAsBoolean()) {
                    break;
                }
                next.getKey().turn(next.getValue(), min(plan.block(), Duration.ofNanos(left)));
                progress.accept(Duration.ofNanos(System.nanoTime() - start));
            }
            restartDead();
        }
        return true;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b.plusMillis(1);
    }

    private List<Map.Entry<SoakProducer, SoakProducer.SoakRun>> round() {
        List<Map.Entry<SoakProducer, SoakProducer.SoakRun>> round = new ArrayList<>();
        producers.values().forEach(producer -> producer.running().forEach(run -> round.add(Map.entry(producer, run))));
        Collections.shuffle(round, order);
        return round;
    }

    private void restartDead() throws InterruptedException {
        for (SoakProducer producer : List.copyOf(producers.values())) {
            if (!producer.alive()) {
                closeRunsOf(producer);
                restart(producer);
            }
        }
    }

    private void closeRunsOf(SoakProducer producer) {
        Map<String, String> reasons = producer.runs().stream()
                .collect(Collectors.toMap(SoakProducer.SoakRun::runId, run -> producer.ending()));
        producedByDead.putAll(producer.produced());
        deadRuns.addAll(reasons.keySet());
        plan.place().closeRuns(reasons, RunExit.KILLED);
    }

    private void restart(SoakProducer dead) throws InterruptedException {
        EngineFamily family = dead.family();
        producers.remove(family);
        String engines = dead.runs().stream().map(SoakProducer.SoakRun::engine).collect(Collectors.joining(", "));
        int count = restarts.merge(family, 1, Integer::sum);
        if (count > RESTARTS) {
            notes.accept(dead.ending() + " for the " + count + "th time; " + engines + " stay down, the others go on");
            return;
        }
        notes.accept(dead.ending() + "; its runs (" + engines + ") are closed as killed, it is started anew");
        try {
            startProducer(family);
            SoakProducer started = producers.get(family);
            if (started != null) {
                started.awaitReady();
            }
        } catch (LaunchException e) {
            producers.remove(family);
            notes.accept(engines + " could not be started again: " + e.getMessage() + "; the others go on");
        }
    }

    /** Inferences handed to the log so far, all runs together. */
    public long produced() {
        return producedByRun().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Inferences handed to the log so far, by run id; of a killed producer what it had said last. */
    public Map<String, Long> producedByRun() {
        Map<String, Long> all = new HashMap<>(producedByDead);
        producers.values().forEach(producer -> all.putAll(producer.produced()));
        return all;
    }

    /** Every run that took part, killed ones too. */
    public Set<String> runIds() {
        Set<String> all = new HashSet<>(deadRuns);
        producers.values().forEach(producer -> producer.runs().forEach(run -> all.add(run.runId())));
        return all;
    }

    /** Ends every run in order. Runs of a producer that does not manage to are closed as killed. */
    public void end() {
        producers.values().forEach(SoakProducer::end);
        for (SoakProducer producer : producers.values()) {
            producer.close();
            if (!producer.endedInOrder()) {
                notes.accept(producer.ending() + " before it had closed its runs; they are closed as killed");
                closeRunsOf(producer);
            }
        }
    }

    @Override
    public void close() {
        producers.values().forEach(SoakProducer::close);
    }
}
