package io.soakline.sink.report;

import io.soakline.sink.report.Predictability.Quantile;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Predictable? Reproducible? Correct and on time? */
final class Headlines {

    private static final Set<Level> DECIDING = EnumSet.of(Level.L0, Level.L1, Level.L2);

    private final Names names;
    private final List<LevelSummary> levels;

    Headlines(Names names, List<LevelSummary> levels) {
        this.names = names;
        this.levels = levels;
    }

    List<Headline> all() {
        return List.of(predictable(), reproducible(), correctOnTime());
    }

    private Headline predictable() {
        List<RunSummary> runs = names.runs();
        long steady = runs.stream()
                .filter(run -> run.verdict().state().equals(Verdict.STEADY))
                .count();
        String worst =
                Verdict.worst(runs.stream().map(run -> run.verdict().state()).toList());
        String answer = switch (worst) {
            case Verdict.STEADY -> Headline.YES;
            case Verdict.INSUFFICIENT -> Headline.UNSURE;
            default -> Headline.NO;
        };
        long n = runs.stream().mapToLong(RunSummary::inferences).sum();
        String text = runs.isEmpty()
                ? "No run was recorded."
                : steady + " of " + runs.size() + (runs.size() == 1 ? " run is steady." : " runs are steady.")
                        + reasons(runs) + tail(runs);
        return new Headline("predictable", answer, answer, text, n == 0 ? null : Long.valueOf(n), missBound(runs));
    }

    private String reasons(List<RunSummary> runs) {
        List<RunSummary> others = runs.stream()
                .filter(run -> !run.verdict().state().equals(Verdict.STEADY))
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        RunSummary first = others.get(0);
        return " " + names.run(first.run()) + ": " + first.reason()
                + (others.size() > 1 ? "; " + (others.size() - 1) + " more below." : ".");
    }

    private String tail(List<RunSummary> runs) {
        return runs.stream()
                .filter(run -> ratio(run) != null)
                .max(Comparator.comparingDouble(run -> Objects.requireNonNullElse(ratio(run), 0.0)))
                .map(run -> String.format(
                        Locale.ROOT,
                        " Widest tail: %s, its p99 %s is %.2f times its median.",
                        names.run(run.run()),
                        p99(run),
                        ratio(run)))
                .orElse("");
    }

    private static @Nullable Double ratio(RunSummary run) {
        Long p50 = run.latencyNanos().p50();
        Long p99 = run.latencyNanos().p99();
        return p50 == null || p99 == null || p50 <= 0 ? null : Double.valueOf((double) p99 / p50);
    }

    private static String p99(RunSummary run) {
        Quantile quantile =
                run.predictability() == null ? null : run.predictability().latencyQuantile(0.99);
        return quantile == null ? "" : Figures.interval(quantile);
    }

    private static @Nullable Double missBound(List<RunSummary> runs) {
        return runs.stream()
                .map(RunSummary::predictability)
                .filter(Objects::nonNull)
                .map(Predictability::deadline)
                .filter(Objects::nonNull)
                .map(Predictability.Deadline::missRateUpper95)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Decided by what changes under an engine's user: calls, restarts, rebuilds. Devices and compilers are told. */
    private Headline reproducible() {
        List<LevelSummary> deciding = levels.stream()
                .filter(level -> DECIDING.contains(level.level()))
                .toList();
        String answer = deciding.stream().anyMatch(level -> level.known() && !level.same())
                ? Headline.NO
                : deciding.stream().allMatch(LevelSummary::same) ? Headline.YES : Headline.UNSURE;
        String text = sentence("The same bit for bit: ", LevelSummary::same, LevelSummary::words)
                + sentence("Not the same: ", level -> level.known() && !level.same(), LevelSummary::told)
                + sentence("Not compared: ", level -> !level.known(), LevelSummary::words);
        return new Headline("reproducible", answer, answer, text.strip(), inputsCompared(), bound(deciding));
    }

    private @Nullable Long inputsCompared() {
        long most = levels.stream()
                .filter(LevelSummary::known)
                .mapToLong(LevelSummary::inputs)
                .max()
                .orElse(0);
        return most == 0 ? null : Long.valueOf(most);
    }

    private String sentence(String lead, Predicate<LevelSummary> which, Function<LevelSummary, String> words) {
        String list = levels.stream().filter(which).map(words).collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : lead + list + ". ";
    }

    private static @Nullable Double bound(List<LevelSummary> levels) {
        return levels.stream()
                .map(LevelSummary::mismatchRateUpper95)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private Headline correctOnTime() {
        List<RunSummary> known = new ArrayList<>();
        names.runs().stream().filter(run -> run.correctOnTime() != null).forEach(known::add);
        RunSummary worst =
                known.stream().min(Comparator.comparingDouble(Headlines::lower)).orElse(null);
        CorrectOnTime figures = worst == null ? null : worst.correctOnTime();
        if (worst == null || figures == null) {
            return new Headline(
                    "correctOnTime", Headline.UNSURE, Headline.UNSURE, OnTimeAdvice.missing(names.runs()), null, null);
        }
        int without = names.runs().size() - known.size();
        return new Headline(
                "correctOnTime",
                Headline.FIGURE,
                Figures.rate(figures.rate()),
                String.format(
                        Locale.ROOT,
                        "%s, the worst of %s: %,d of %,d inferences had the right label within the deadline, at least %s"
                                + " with 95 %% confidence.%s",
                        names.run(worst.run()),
                        Figures.counted(known.size(), "run"),
                        figures.count(),
                        figures.trials(),
                        Figures.rate(lower(worst)),
                        without == 0 ? "" : " " + Figures.counted(without, "run") + " cannot say."),
                figures.trials(),
                figures.rateLower95());
    }

    private static double lower(RunSummary run) {
        CorrectOnTime figures = run.correctOnTime();
        return figures == null ? 1 : Objects.requireNonNullElse(figures.rateLower95(), 0.0);
    }
}
