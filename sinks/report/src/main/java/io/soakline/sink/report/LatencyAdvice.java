package io.soakline.sink.report;

import io.soakline.sink.report.Predictability.Quantile;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which compiler to choose by its p99, per model and device. A compiler is slower than another when the 95 % intervals of
 * all its runs lie above those of all the other's: what varies between builds and runs counts against every claim.
 */
final class LatencyAdvice {

    private static final String TOPIC = "latency";
    private static final double P = 0.99;

    /** The intervals of all runs of a compiler together. */
    private record Range(String compiler, double lowNanos, double highNanos, int runs, long fewest) {

        String text() {
            return compiler + " [" + Figures.duration(Math.round(lowNanos)) + ", "
                    + Figures.duration(Math.round(highNanos)) + "]";
        }

        boolean below(Range other) {
            return highNanos < other.lowNanos;
        }

        /** How much shorter than the other, at least and at most. */
        String shorterThan(Range other) {
            return Figures.percent(1 - highNanos / other.lowNanos) + " to "
                    + Figures.percent(1 - lowNanos / other.highNanos);
        }
    }

    private LatencyAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        Map<String, List<RunSummary>> byPlace = facts.names().runs().stream()
                .collect(Collectors.groupingBy(
                        run -> run.model() + " on " + run.device(), LinkedHashMap::new, Collectors.toList()));
        List<Recommendation> all = new ArrayList<>();
        byPlace.forEach((place, runs) -> {
            if (runs.stream().map(RunSummary::compiler).distinct().count() > 1) {
                all.addAll(of(place, runs));
            }
        });
        return all;
    }

    private static List<Recommendation> of(String place, List<RunSummary> runs) {
        List<Range> ranges = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        runs.stream()
                .collect(Collectors.groupingBy(RunSummary::compiler, LinkedHashMap::new, Collectors.toList()))
                .forEach((compiler, its) ->
                        range(compiler, its).ifPresentOrElse(ranges::add, () -> unknown.add(compiler)));
        List<Recommendation> all = new ArrayList<>();
        if (!unknown.isEmpty()) {
            all.add(Recommendation.refused(
                    TOPIC,
                    "The p99 of " + String.join(", ", unknown) + " cannot be compared, " + place + ".",
                    "A bounded p99 takes 368 inferences in every run; soak longer."));
        }
        if (ranges.size() > 1) {
            all.addAll(compare(place, ranges));
        }
        return all;
    }

    /** Empty when a run has no bounded p99. */
    private static Optional<Range> range(String compiler, List<RunSummary> runs) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        long fewest = Long.MAX_VALUE;
        for (RunSummary run : runs) {
            Quantile p99 =
                    run.predictability() == null ? null : run.predictability().latencyQuantile(P);
            if (p99 == null || p99.lowNanos() == null || p99.highNanos() == null) {
                return Optional.empty();
            }
            low = Math.min(low, p99.lowNanos());
            high = Math.max(high, p99.highNanos());
            fewest = Math.min(fewest, run.inferences());
        }
        return Optional.of(new Range(compiler, low, high, runs.size(), fewest));
    }

    private static List<Recommendation> compare(String place, List<Range> ranges) {
        Range best = ranges.stream()
                .min(Comparator.comparingDouble(Range::highNanos))
                .orElseThrow();
        List<Range> slower = ranges.stream().filter(best::below).toList();
        List<Range> level = ranges.stream()
                .filter(range -> !range.equals(best) && !best.below(range))
                .toList();
        List<Recommendation> all = new ArrayList<>();
        if (level.isEmpty()) {
            all.add(Recommendation.todo(
                    TOPIC,
                    "Choose " + best.compiler + " for " + place + ": its p99 is the shortest.",
                    slower.stream()
                                    .map(other -> "shorter than " + other.compiler + "'s by " + best.shorterThan(other))
                                    .collect(Collectors.joining("; "))
                            + ". "
                            + basis(Stream.concat(Stream.of(best), slower.stream())
                                    .toList()) + "; no interval of one reaches into one of another."));
        } else {
            if (!slower.isEmpty()) {
                all.add(Recommendation.todo(
                        TOPIC,
                        "Leave out " + slower.stream().map(Range::compiler).collect(Collectors.joining(", ")) + " for "
                                + place + " where the p99 matters.",
                        slower.stream()
                                        .map(other -> best.compiler + "'s is shorter than " + other.compiler + "'s by "
                                                + best.shorterThan(other))
                                        .collect(Collectors.joining("; "))
                                + "."));
            }
            List<Range> close = Stream.concat(Stream.of(best), level.stream()).toList();
            all.add(Recommendation.refused(
                    TOPIC,
                    "Which of " + close.stream().map(Range::compiler).collect(Collectors.joining(", "))
                            + " has the shortest p99 cannot be said, " + place + ".",
                    basis(close) + "; they overlap. Longer soaks narrow the intervals, more builds do not."));
        }
        return all;
    }

    private static String basis(List<Range> ranges) {
        return "95 % intervals over all runs: "
                + ranges.stream()
                        .map(range -> range.text() + " (" + Figures.counted(range.runs, "run") + " of at least "
                                + Figures.count(range.fewest) + " inferences)")
                        .collect(Collectors.joining(", "));
    }
}
