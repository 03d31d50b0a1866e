package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.statistics.ClopperPearson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which compiler answers right and in time most often. */
final class OnTimeAdvice {

    private static final String TOPIC = "correct and on time";
    private static final double EACH_SIDE = 0.975;

    /** @param low and {@code high}: reached by all its runs */
    private record Range(String compiler, double low, double high) {

        static Range of(String compiler, List<CorrectOnTime> runs) {
            return new Range(
                    compiler,
                    runs.stream()
                            .mapToDouble(run -> ClopperPearson.lower(run.count(), run.trials(), EACH_SIDE))
                            .min()
                            .orElse(0),
                    runs.stream()
                            .mapToDouble(run -> ClopperPearson.upper(run.count(), run.trials(), EACH_SIDE))
                            .max()
                            .orElse(1));
        }

        String text() {
            return compiler + " [" + Figures.rate(low) + ", " + Figures.rate(high) + "]";
        }
    }

    private OnTimeAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        if (facts.names().runs().isEmpty()) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>();
        facts.names().byCompiler().forEach((compiler, runs) -> {
            List<CorrectOnTime> known = runs.stream()
                    .map(RunSummary::correctOnTime)
                    .filter(Objects::nonNull)
                    .toList();
            if (!known.isEmpty() && known.size() == runs.size()) {
                ranges.add(Range.of(compiler, known));
            }
        });
        if (ranges.isEmpty()) {
            return List.of(Recommendation.refused(
                    TOPIC,
                    "How often answers are right and in time cannot be said.",
                    missing(facts.names().runs())));
        }
        return ranges.size() < 2 ? List.of() : List.of(compare(ranges));
    }

    private static Recommendation compare(List<Range> ranges) {
        Range best = ranges.stream().max(Comparator.comparingDouble(Range::low)).orElseThrow();
        String intervals = "95 % intervals over all runs: "
                + ranges.stream().map(Range::text).collect(Collectors.joining(", ")) + ".";
        boolean apart = ranges.stream().allMatch(range -> range.equals(best) || range.high < best.low);
        return apart
                ? Recommendation.todo(
                        TOPIC, "Choose " + best.compiler + " where answers must be right and in time.", intervals)
                : Recommendation.refused(
                        TOPIC,
                        "Which compiler is most often right and in time cannot be said.",
                        intervals + " They overlap.");
    }

    /** What the runs lack to say it. */
    static String missing(List<RunSummary> runs) {
        if (runs.isEmpty()) {
            return "No run was recorded.";
        }
        boolean labels = runs.stream()
                .anyMatch(run -> run.conditions() != null && run.conditions().labelledInputs() > 0);
        boolean deadline = runs.stream()
                .anyMatch(run ->
                        run.predictability() != null && run.predictability().deadline() != null);
        if (!labels && !deadline) {
            return "It takes expected labels (--labels) and a deadline (--deadline); the runs have neither.";
        }
        if (!labels) {
            return "The inputs have no expected labels; give them with --labels.";
        }
        return deadline
                ? "The answers to the labelled inputs are not known."
                : "No deadline was set; give one with --deadline.";
    }
}
