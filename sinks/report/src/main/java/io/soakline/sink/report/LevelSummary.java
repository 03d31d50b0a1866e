package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether outputs stay the same across one kind of change, by its worst comparison.
 *
 * @param level L0 to L5
 * @param comparisons runs for L0, pairs of runs beyond
 * @param inputs of the worst comparison
 * @param bitwiseRate of the worst comparison; null when nothing was compared
 * @param differing inputs of the worst comparison with unequal outputs; null for L0, which counts calls
 * @param labelFlips inputs with unequal labels in the worst comparison by that; null when labels are not known
 * @param mismatchRateUpper95 largest bound of the comparisons; null when one of them has none
 * @param worst which comparison it is, in words; empty when nothing was compared
 */
@JsonPropertyOrder({
    "level",
    "factor",
    "comparisons",
    "inputs",
    "bitwiseRate",
    "differing",
    "labelFlips",
    "mismatchRateUpper95",
    "worst"
})
public record LevelSummary(
        Level level,
        String factor,
        int comparisons,
        int inputs,
        @Nullable Double bitwiseRate,
        @Nullable Integer differing,
        @Nullable Integer labelFlips,
        @Nullable Double mismatchRateUpper95,
        String worst) {

    /** All six, measured or not. */
    static List<LevelSummary> of(Names names, List<AgreementSummary> agreements) {
        List<LevelSummary> all = new ArrayList<>();
        all.add(callToCall(names));
        for (Level level : Level.values()) {
            if (level != Level.L0) {
                all.add(of(
                        level,
                        names,
                        agreements.stream()
                                .filter(a -> a.pair() && a.level().equals(level.name()) && a.bitwiseRate() != null)
                                .toList()));
            }
        }
        return List.copyOf(all);
    }

    private static LevelSummary callToCall(Names names) {
        List<RunSummary> runs = names.runs().stream()
                .filter(run -> run.repeatability().bitwiseRate() != null)
                .toList();
        return runs.stream()
                .min(Comparator.comparingDouble(LevelSummary::bitwise))
                .map(worst -> new LevelSummary(
                        Level.L0,
                        Level.L0.factor(),
                        runs.size(),
                        worst.repeatability().inputs(),
                        worst.repeatability().bitwiseRate(),
                        null,
                        null,
                        largest(runs.stream()
                                .map(run -> run.repeatability().mismatchRateUpper95())
                                .toList()),
                        names.run(worst.run())))
                .orElseGet(() -> notCompared(Level.L0));
    }

    private static double bitwise(RunSummary run) {
        return Objects.requireNonNullElse(run.repeatability().bitwiseRate(), 1.0);
    }

    private static LevelSummary of(Level level, Names names, List<AgreementSummary> pairs) {
        return pairs.stream()
                .min(Comparator.comparingDouble(pair -> Objects.requireNonNullElse(pair.bitwiseRate(), 1.0)))
                .map(worst -> new LevelSummary(
                        level,
                        level.factor(),
                        pairs.size(),
                        worst.inputs(),
                        worst.bitwiseRate(),
                        worst.differing(),
                        pairs.stream()
                                .map(AgreementSummary::flips)
                                .filter(Objects::nonNull)
                                .max(Comparator.naturalOrder())
                                .orElse(null),
                        largest(pairs.stream()
                                .map(AgreementSummary::mismatchRateUpper95)
                                .toList()),
                        names.run(worst.runA()) + " and " + names.run(worst.runB())))
                .orElseGet(() -> notCompared(level));
    }

    private static LevelSummary notCompared(Level level) {
        return new LevelSummary(level, level.factor(), 0, 0, null, null, null, null, "");
    }

    /** Null when one is not known: the others bound nothing then. */
    private static @Nullable Double largest(List<@Nullable Double> bounds) {
        double largest = 0;
        for (Double bound : bounds) {
            if (bound == null) {
                return null;
            }
            largest = Math.max(largest, bound);
        }
        return bounds.isEmpty() ? null : Double.valueOf(largest);
    }

    /** {@code rebuild} … */
    String words() {
        return level.words();
    }

    /** With the worst comparison and its figures. */
    String told() {
        String differ = differing == null
                ? "down to " + Figures.rate(bitwiseRate == null ? 1 : bitwiseRate) + " equal calls"
                : differing + " of " + inputs + " inputs differ";
        String flips = labelFlips == null
                ? ""
                : labelFlips == 0
                        ? ", no label changes"
                        : ", up to " + Figures.counted(labelFlips, "label") + " changed";
        return level.words() + " (worst " + worst + ": " + differ + flips + ")";
    }

    boolean known() {
        return bitwiseRate != null;
    }

    boolean same() {
        return bitwiseRate != null && bitwiseRate == 1.0;
    }
}
