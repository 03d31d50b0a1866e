package io.soakline.sink.report;

import io.soakline.record.Load;
import io.soakline.record.Run;
import io.soakline.variance.Observation;
import io.soakline.variance.PlatformInversion;
import io.soakline.variance.VarianceComponents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What differs between builds, runs and devices of one model. */
final class FactorComparison {

    /** What is compared with its like only. */
    private record Subject(String model, String compiler) implements Comparable<Subject> {

        @Override
        public int compareTo(Subject other) {
            int byModel = model.compareTo(other.model);
            return byModel != 0 ? byModel : compiler.compareTo(other.compiler);
        }
    }

    private final Map<Subject, List<Run>> runs;
    private final Map<String, PaneMedians> panes;

    /** @param panes by run id; runs without any are left out */
    FactorComparison(Collection<Run> runs, Map<String, PaneMedians> panes) {
        this.panes = panes;
        this.runs = runs.stream()
                .filter(run -> panes.containsKey(run.getRunId()))
                .collect(Collectors.groupingBy(
                        run -> new Subject(run.getModelName(), run.getCompiler()), TreeMap::new, Collectors.toList()));
    }

    /** One entry for each model and compiler. */
    List<VarianceSummary> variance() {
        List<VarianceSummary> all = new ArrayList<>();
        runs.forEach((subject, members) -> all.add(VarianceSummary.of(
                subject.model,
                subject.compiler,
                VarianceComponents.of(members.stream()
                        .flatMap(run -> observations(run).stream())
                        .toList()))));
        return all;
    }

    private List<Observation> observations(Run run) {
        return panesOf(run).logarithms(VarianceSummary.MOST_PANES_OF_A_RUN).stream()
                .map(value ->
                        new Observation(build(run), run.getRunId(), run.getDeviceId(), load(run.getLoad()), value))
                .toList();
    }

    /** Rebuilds of one configuration share the engine's identity; before build ids were kept their artefacts tell them apart. */
    private static String build(Run run) {
        return run.getBuild() == null
                ? run.getEngineId() + "/" + run.getArtefactDigest()
                : run.getBuild().getBuildId();
    }

    private static String load(Load load) {
        return load.getPattern() + "/" + load.getPeriodNanos() + "/" + load.getGapFromNanos() + "/"
                + load.getGapToNanos();
    }

    private PaneMedians panesOf(Run run) {
        return panes.getOrDefault(run.getRunId(), new PaneMedians());
    }

    /** One entry for each compiler and pair of devices that its model ran on. */
    List<PlatformSummary> platforms() {
        List<PlatformSummary> all = new ArrayList<>();
        runs.forEach((subject, members) -> {
            List<String> devices =
                    members.stream().map(Run::getDeviceId).distinct().sorted().toList();
            for (int a = 0; a < devices.size(); a++) {
                for (int b = a + 1; b < devices.size(); b++) {
                    all.add(platform(subject, devices.get(a), devices.get(b)));
                }
            }
        });
        return all;
    }

    private PlatformSummary platform(Subject subject, String a, String b) {
        OptionalDouble advantage = advantageUnderOthers(subject, a, b);
        if (advantage.isEmpty()) {
            return new PlatformSummary(
                    subject.model,
                    subject.compiler,
                    a,
                    b,
                    "refused",
                    null,
                    null,
                    null,
                    null,
                    "no other compiler ran this model on both devices: which of them is the faster is not known");
        }
        String faster = advantage.getAsDouble() <= 0 ? a : b;
        String slower = faster.equals(a) ? b : a;
        return PlatformSummary.of(
                subject.model,
                subject.compiler,
                faster,
                slower,
                PlatformInversion.test(medians(subject, faster), medians(subject, slower)));
    }

    /** Mean over the other compilers of ln(latency on a / latency on b); below 0: a is the faster. */
    private OptionalDouble advantageUnderOthers(Subject subject, String a, String b) {
        return runs.keySet().stream()
                .filter(other -> other.model.equals(subject.model) && !other.compiler.equals(subject.compiler))
                .filter(other -> medians(other, a).length > 0 && medians(other, b).length > 0)
                .mapToDouble(other -> meanLogarithm(medians(other, a)) - meanLogarithm(medians(other, b)))
                .average();
    }

    private static double meanLogarithm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.log(value);
        }
        return sum / values.length;
    }

    /** Of each run of the subject on the device. */
    private double[] medians(Subject subject, String device) {
        return runs.getOrDefault(subject, List.of()).stream()
                .filter(run -> run.getDeviceId().equals(device))
                .mapToDouble(run -> panesOf(run).median())
                .toArray();
    }
}
