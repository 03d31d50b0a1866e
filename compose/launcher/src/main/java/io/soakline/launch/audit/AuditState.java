package io.soakline.launch.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.launch.EngineBuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an audit is. Never changed: each step makes a new one, which is written before the next step begins, so that a
 * kill at any moment loses one build or one round and nothing else.
 *
 * @param version format, {@value #VERSION}
 * @param plan what is measured, as {@link AuditPlan#description()} says it
 * @param builds engines that are there
 * @param golden whether the reference's golden outputs were kept
 * @param rounds process starts that ended in order, the first first
 * @param selfTested names of the engines that were asked to test themselves
 * @param selfTestsWhole whether all of them could be tested
 * @param notes what happened in rounds and self-tests, one line each
 */
@JsonPropertyOrder({"version", "plan", "builds", "golden", "rounds", "selfTested", "selfTestsWhole", "notes"})
public record AuditState(
        int version,
        SortedMap<String, String> plan,
        List<BuiltEngine> builds,
        boolean golden,
        List<Round> rounds,
        List<String> selfTested,
        boolean selfTestsWhole,
        List<String> notes) {

    static final int VERSION = 1;

    /** An engine that is there. */
    @JsonPropertyOrder({"engine", "compiler", "number", "folder", "seconds"})
    public record BuiltEngine(String engine, String compiler, int number, Path folder, double seconds) {}

    /**
     * A process start that ended in order.
     *
     * @param runs ids
     * @param seconds how long all of it took
     * @param whole whether every engine was loaded and soaked to the end
     */
    @JsonPropertyOrder({"runs", "seconds", "whole"})
    public record Round(List<String> runs, double seconds, boolean whole) {

        public Round {
            runs = List.copyOf(runs);
        }
    }

    /** What an audit does next. */
    public enum Step {
        BUILD,
        ROUND,
        SELF_TEST,
        REPORT
    }

    public AuditState {
        if (version != VERSION) {
            throw new IllegalArgumentException("version is " + version + ", this program reads " + VERSION);
        }
        plan = new TreeMap<>(plan);
        builds = List.copyOf(builds);
        rounds = List.copyOf(rounds);
        selfTested = List.copyOf(selfTested);
        notes = List.copyOf(notes);
    }

    /** Nothing is done yet. */
    static AuditState of(SortedMap<String, String> plan) {
        return new AuditState(VERSION, plan, List.of(), false, List.of(), List.of(), true, List.of());
    }

    /** Orders whose engines are not there; in the order given. */
    List<EngineBuild.Order> missing(List<EngineBuild.Order> orders) {
        Set<String> there = new LinkedHashSet<>();
        builds.forEach(build -> there.add(build.engine()));
        return orders.stream().filter(order -> !there.contains(order.engine())).toList();
    }

    /**
     * What to do next.
     *
     * @param buildsOver whether this start has tried to build what was missing: what failed then is left out
     * @param wantedRounds of the plan
     */
    Step next(boolean buildsOver, int wantedRounds) {
        if (!buildsOver) {
            return Step.BUILD;
        }
        if (rounds.isEmpty()) {
            return Step.ROUND;
        }
        if (!untested().isEmpty()) {
            return Step.SELF_TEST;
        }
        return rounds.size() < wantedRounds ? Step.ROUND : Step.REPORT;
    }

    /** Engines whose self-tests are missing. */
    List<BuiltEngine> untested() {
        return builds.stream()
                .filter(build -> !selfTested.contains(build.engine()))
                .toList();
    }

    AuditState withBuild(BuiltEngine build) {
        return with(and(builds, build), golden, rounds);
    }

    AuditState withGolden() {
        return with(builds, true, rounds);
    }

    AuditState withRound(Round round) {
        return with(builds, golden, and(rounds, round));
    }

    /** Without builds: their engines are gone, and nothing was measured of them. */
    AuditState withoutBuilds(List<BuiltEngine> gone) {
        return with(builds.stream().filter(build -> !gone.contains(build)).toList(), golden, rounds);
    }

    private AuditState with(List<BuiltEngine> otherBuilds, boolean otherGolden, List<Round> otherRounds) {
        return new AuditState(version, plan, otherBuilds, otherGolden, otherRounds, selfTested, selfTestsWhole, notes);
    }

    /** @param whole whether all of them could be tested */
    AuditState withSelfTests(List<BuiltEngine> engines, boolean whole) {
        List<String> tested = new ArrayList<>(selfTested);
        engines.forEach(engine -> tested.add(engine.engine()));
        return new AuditState(version, plan, builds, golden, rounds, tested, selfTestsWhole && whole, notes);
    }

    AuditState withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new AuditState(version, plan, builds, golden, rounds, selfTested, selfTestsWhole, all);
    }

    private static <T> List<T> and(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** Whether everything that is there is there as it was meant: nothing failed to load, to run, to be compared. */
    boolean sound() {
        return golden && selfTestsWhole && rounds.stream().allMatch(Round::whole);
    }

    /** Ids of the runs of all rounds that ended in order. */
    Set<String> runIds() {
        Set<String> ids = new LinkedHashSet<>();
        rounds.forEach(round -> ids.addAll(round.runs()));
        return ids;
    }

    /** {@code 3 of 7 builds and 1 of 2 rounds are there}. */
    String found(int wantedBuilds, int wantedRounds) {
        return builds.size() + " of " + wantedBuilds + " builds and " + rounds.size() + " of " + wantedRounds
                + " rounds are there";
    }
}
