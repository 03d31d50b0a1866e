package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which compiler takes the least energy per inference. Readings have no interval of their own, so every run of one must lie
 * below every run of the others, with at least {@value #LEAST_RUNS} runs each.
 */
final class EnergyAdvice {

    private static final String TOPIC = "energy";
    private static final int LEAST_RUNS = 3;

    private record Range(String compiler, double lowJoules, double highJoules, int runs) {

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s %.3g to %.3g J (%s)",
                    compiler,
                    lowJoules,
                    highJoules,
                    Figures.counted(runs, "run"));
        }
    }

    private EnergyAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        if (facts.names().runs().isEmpty()) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>();
        facts.names().byCompiler().forEach((compiler, runs) -> {
            List<Double> joules = runs.stream()
                    .map(RunSummary::energyJoulesPerInference)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            if (!joules.isEmpty()) {
                ranges.add(new Range(compiler, joules.get(0), joules.get(joules.size() - 1), joules.size()));
            }
        });
        if (ranges.isEmpty()) {
            return List.of(Recommendation.refused(
                    TOPIC, "Nothing can be said of energy.", "The device offers no energy reading."));
        }
        return ranges.size() < 2 ? List.of() : List.of(compare(ranges));
    }

    private static Recommendation compare(List<Range> ranges) {
        Range best = ranges.stream()
                .min(Comparator.comparingDouble(Range::highJoules))
                .orElseThrow();
        String readings = "Per inference: " + ranges.stream().map(Range::text).collect(Collectors.joining(", ")) + ".";
        boolean enough = ranges.stream().allMatch(range -> range.runs >= LEAST_RUNS);
        boolean apart = ranges.stream().allMatch(range -> range.equals(best) || range.lowJoules > best.highJoules);
        if (enough && apart) {
            return Recommendation.todo(
                    TOPIC, "Choose " + best.compiler + " where energy matters.", readings + " No run overlaps.");
        }
        return Recommendation.refused(
                TOPIC,
                "Which compiler takes the least energy cannot be said.",
                readings + (enough ? " They overlap." : " It takes " + LEAST_RUNS + " runs of each."));
    }
}
