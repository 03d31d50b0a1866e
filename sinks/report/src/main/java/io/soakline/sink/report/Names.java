package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What builds and runs are called before people: the shortest name that tells them apart. {@code tvm} where a compiler has
 * one build, {@code tvm build 2} where it has several, {@code tvm build 2 run 1} where a build ran more than once.
 */
public final class Names {

    private final Map<String, List<RunSummary>> runsOfBuild = new LinkedHashMap<>();
    private final Map<String, String> buildNames = new LinkedHashMap<>();
    private final Map<String, RunSummary> runs = new LinkedHashMap<>();

    public Names(Collection<RunSummary> all) {
        all.stream().sorted(order()).forEach(run -> {
            runs.put(run.run(), run);
            runsOfBuild
                    .computeIfAbsent(run.buildKey(), build -> new ArrayList<>())
                    .add(run);
        });
        nameBuilds();
    }

    private static Comparator<RunSummary> order() {
        return Comparator.comparing(RunSummary::model)
                .thenComparing(RunSummary::compiler)
                .thenComparing(RunSummary::engine)
                .thenComparing(run -> run.build() == null ? 0 : run.build().number())
                .thenComparing(RunSummary::buildKey)
                .thenComparing(
                        run -> run.conditions() == null ? "" : run.conditions().startedAt())
                .thenComparing(RunSummary::run);
    }

    private void nameBuilds() {
        List<Function<String, String>> fromShortToLong = List.of(
                key -> ofCompiler(key, first(key).compiler()),
                key -> ofCompiler(key, first(key).engine()),
                key -> first(key).model() + " " + ofCompiler(key, first(key).engine()),
                key -> ofCompiler(key, first(key).engine()) + " " + key);
        for (Function<String, String> naming : fromShortToLong) {
            runsOfBuild.keySet().forEach(key -> buildNames.put(key, naming.apply(key)));
            if (new HashSet<>(buildNames.values()).size() == buildNames.size()) {
                return;
            }
        }
    }

    private String ofCompiler(String key, String name) {
        List<String> siblings = runsOfBuild.keySet().stream()
                .filter(other -> first(other).compiler().equals(first(key).compiler())
                        && first(other).model().equals(first(key).model()))
                .toList();
        if (siblings.size() == 1) {
            return name;
        }
        BuildOfRun build = first(key).build();
        return name + " build " + (build == null ? siblings.indexOf(key) + 1 : build.number());
    }

    private RunSummary first(String buildKey) {
        return runsOf(buildKey).get(0);
    }

    /** Build keys by model, compiler and number. */
    public List<String> builds() {
        return List.copyOf(runsOfBuild.keySet());
    }

    /** Runs of a build in the order of time; at least one. */
    public List<RunSummary> runsOf(String buildKey) {
        return runsOfBuild.getOrDefault(buildKey, List.of());
    }

    /** All runs, builds together. */
    public List<RunSummary> runs() {
        return runsOfBuild.values().stream().flatMap(List::stream).toList();
    }

    /** The key itself when it is not known. */
    public String build(String buildKey) {
        return buildNames.getOrDefault(buildKey, buildKey);
    }

    /** The run id itself when it is not known. */
    public String buildOfRun(String runId) {
        RunSummary run = runs.get(runId);
        return run == null ? runId : build(run.buildKey());
    }

    /** The run id itself when it is not known. */
    public String compilerOfRun(String runId) {
        RunSummary run = runs.get(runId);
        return run == null ? runId : run.compiler();
    }

    /** Empty when the run is not known. */
    public String modelOfRun(String runId) {
        RunSummary run = runs.get(runId);
        return run == null ? "" : run.model();
    }

    /** The run id itself when it is not known. */
    public String run(String runId) {
        RunSummary run = runs.get(runId);
        if (run == null) {
            return runId;
        }
        List<RunSummary> siblings = runsOf(run.buildKey());
        return siblings.size() == 1
                ? build(run.buildKey())
                : build(run.buildKey()) + " run " + (siblings.indexOf(run) + 1);
    }

    /** What the members of a group have in common. */
    public String group(AgreementSummary group) {
        RunSummary first =
                group.members().isEmpty() ? null : runs.get(group.members().get(0));
        if (first == null) {
            return group.a().isEmpty() ? "runs of unknown origin" : group.a();
        }
        return switch (Level.of(group.factor())) {
            case L0 -> run(first.run());
            case L1, L3 -> build(first.buildKey());
            case L2 -> first.compiler() + " on " + first.device();
            case L4 -> first.compiler();
            case L5 -> "compilers on " + first.device();
        };
    }

    /** The build that was tested; the engine's name where several have the same bytes, or none has them. */
    public String tested(SelfTestSummary test) {
        List<String> builds = runsOfBuild.keySet().stream()
                .filter(key -> first(key).engine().equals(test.engine())
                        && test.artefactDigest().equals(first(key).artefactDigest()))
                .toList();
        return builds.size() == 1 ? build(builds.get(0)) : test.engine();
    }

    /** {@code tvm b2 r1}: for columns. */
    String shortRun(String runId) {
        return run(runId).replace(" build ", " b").replace(" run ", " r");
    }

    /** By compiler, in order. */
    public Map<String, List<RunSummary>> byCompiler() {
        return runs().stream()
                .collect(Collectors.groupingBy(RunSummary::compiler, LinkedHashMap::new, Collectors.toList()));
    }
}
