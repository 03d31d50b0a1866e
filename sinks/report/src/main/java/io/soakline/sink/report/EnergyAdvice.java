package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which compiler takes the least energy per inference, per model and device: net of idle where that is known of all runs that
 * are compared, else gross. Most readings have no interval of their own, so every run of one must lie below every run of the
 * others, with at least {@value #LEAST_RUNS} runs each. What cannot be put down to one run is not compared.
 */
final class EnergyAdvice {

    private static final String TOPIC = "energy";
    private static final int LEAST_RUNS = 3;

    private record Range(String compiler, double lowJoules, double highJoules, int runs) {

        static Range of(String compiler, List<RunSummary> runs, EnergyBasis basis) {
            List<double[]> intervals = runs.stream()
                    .map(run -> Objects.requireNonNull(basis.interval(run), "known of all"))
                    .toList();
            return new Range(
                    compiler,
                    intervals.stream()
                            .mapToDouble(interval -> interval[0])
                            .min()
                            .orElseThrow(),
                    intervals.stream()
                            .mapToDouble(interval -> interval[1])
                            .max()
                            .orElseThrow(),
                    runs.size());
        }

        String text() {
            return compiler + " " + Figures.joules(lowJoules) + " to " + Figures.joules(highJoules) + " ("
                    + Figures.counted(runs, "run") + ")";
        }
    }

    private EnergyAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        List<RunSummary> runs = facts.names().runs().stream()
                .filter(run -> run.inferences() > 0)
                .toList();
        if (runs.isEmpty()) {
            return List.of();
        }
        if (runs.stream().noneMatch(run -> run.energy() != null || EnergyBasis.GROSS.isKnownOf(run))) {
            return List.of(Recommendation.refused(
                    TOPIC, "Nothing can be said of energy.", "The device offers no energy reading."));
        }
        List<Recommendation> all = new ArrayList<>();
        by(run -> run.model() + " on " + run.device(), runs).forEach((place, there) -> all.addAll(of(place, there)));
        return all;
    }

    private static Map<String, List<RunSummary>> by(Function<RunSummary, String> key, List<RunSummary> runs) {
        return runs.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<Recommendation> of(String place, List<RunSummary> runs) {
        Map<String, List<RunSummary>> compared = by(RunSummary::compiler, runs);
        if (compared.size() < 2) {
            return List.of();
        }
        Map<String, String> refusals = new LinkedHashMap<>();
        compared.forEach((compiler, its) -> its.stream()
                .map(EnergyAdvice::refusal)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(why -> refusals.put(compiler, why)));
        compared.keySet().removeAll(refusals.keySet());
        List<Recommendation> all = new ArrayList<>();
        if (!refusals.isEmpty()) {
            all.add(Recommendation.refused(
                    TOPIC,
                    "The energy of " + String.join(", ", refusals.keySet()) + " cannot be compared, " + place + ".",
                    "Not every run has a figure. " + why(refusals)));
        }
        if (compared.size() > 1) {
            all.add(compare(place, compared));
        }
        return all;
    }

    /** Why there is no figure of the run; null where there is one. */
    private static @Nullable String refusal(RunSummary run) {
        if (EnergyBasis.NET.isKnownOf(run) || EnergyBasis.GROSS.isKnownOf(run)) {
            return null;
        }
        EnergySummary energy = run.energy();
        return energy == null || energy.reason().isBlank() ? "no energy reading" : energy.reason();
    }

    private static String why(Map<String, String> refusals) {
        return refusals.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static Recommendation compare(String place, Map<String, List<RunSummary>> byCompiler) {
        List<RunSummary> runs =
                byCompiler.values().stream().flatMap(List::stream).toList();
        EnergyBasis basis = EnergyBasis.ofAll(runs);
        if (basis == null) {
            return refused(place, "Of some runs only net of idle is known, of others only gross.");
        }
        if (basis == EnergyBasis.GROSS && methods(runs) > 1) {
            return refused(
                    place,
                    "Net of idle is not known of every run, and gross is not comparable: of some runs it holds the pauses, of"
                            + " others only the turns.");
        }
        List<Range> ranges = new ArrayList<>();
        byCompiler.forEach((compiler, its) -> ranges.add(Range.of(compiler, its, basis)));
        return judged(place, ranges, basis, doubt(runs));
    }

    /** How many ways of telling whose the energy is. */
    private static long methods(List<RunSummary> runs) {
        return runs.stream()
                .map(run -> run.energy() == null ? "" : run.energy().method())
                .distinct()
                .count();
    }

    private static Recommendation judged(String place, List<Range> ranges, EnergyBasis basis, String doubt) {
        Range best = ranges.stream()
                .min(Comparator.comparingDouble(Range::highJoules))
                .orElseThrow();
        String readings = "Per inference, " + basis.words() + ": "
                + ranges.stream().map(Range::text).collect(Collectors.joining(", ")) + ".";
        if (ranges.stream().anyMatch(range -> range.runs < LEAST_RUNS)) {
            return refused(place, readings + " It takes " + LEAST_RUNS + " runs of each." + doubt);
        }
        boolean apart = ranges.stream().allMatch(range -> range.equals(best) || range.lowJoules > best.highJoules);
        return apart
                ? Recommendation.todo(
                        TOPIC,
                        "Choose " + best.compiler + " for " + place + " where energy matters.",
                        readings + " No run of another reaches into its own." + doubt)
                : refused(place, readings + " They overlap." + doubt);
    }

    private static Recommendation refused(String place, String evidence) {
        return Recommendation.refused(
                TOPIC, "Which compiler takes the least energy cannot be said, " + place + ".", evidence);
    }

    /** By how much the device's own sensors contradict each other; empty where they do not. */
    private static String doubt(List<RunSummary> runs) {
        return runs.stream()
                .map(RunSummary::energy)
                .filter(energy -> energy != null && energy.doubt() != null)
                .map(energy -> Objects.requireNonNull(energy).sensorDifference())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(most ->
                        " The device's energy counter and power sensor differ by up to " + Figures.percent(most) + ".")
                .orElse("");
    }
}
