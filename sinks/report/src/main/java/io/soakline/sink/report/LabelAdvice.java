package io.soakline.sink.report;

import io.soakline.statistics.ClopperPearson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether answers change, which weighs more than whether bits do. */
final class LabelAdvice {

    private static final String TOPIC = "labels";
    private static final int MOST_INPUTS = 8;

    private LabelAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        List<AgreementSummary> known =
                facts.pairs().stream().filter(pair -> pair.flips() != null).toList();
        if (facts.pairs().isEmpty()) {
            return List.of();
        }
        if (known.isEmpty()) {
            return List.of(Recommendation.refused(
                    TOPIC,
                    "Whether labels change cannot be said.",
                    "No two outputs are known well enough to compare their labels."));
        }
        List<Recommendation> all = new ArrayList<>();
        for (Level level : Level.values()) {
            flips(facts, level, known).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            all.add(kept(facts, known));
        }
        return all;
    }

    private static Optional<Recommendation> flips(AuditFacts facts, Level level, List<AgreementSummary> known) {
        List<AgreementSummary> flipped = known.stream()
                .filter(pair -> pair.level().equals(level.name()) && flips(pair) > 0)
                .toList();
        return flipped.stream().max(Comparator.comparingInt(LabelAdvice::flips)).map(worst -> {
            TreeSet<Integer> inputs = new TreeSet<>();
            flipped.forEach(pair -> inputs.addAll(pair.labelFlips()));
            return Recommendation.todo(
                    TOPIC,
                    "Measure accuracy again after each change of this kind: " + level.words() + ".",
                    String.format(
                            Locale.ROOT,
                            "Labels differ in %d of %d pairs of runs; worst %s and %s, %d of %d inputs.%s",
                            flipped.size(),
                            known.stream()
                                    .filter(pair -> pair.level().equals(level.name()))
                                    .count(),
                            facts.names().run(worst.runA()),
                            facts.names().run(worst.runB()),
                            flips(worst),
                            worst.inputs(),
                            listed(inputs)));
        });
    }

    private static String listed(Set<Integer> inputs) {
        if (inputs.isEmpty()) {
            return "";
        }
        return (inputs.size() == 1 ? " Input " : " Inputs ") + Figures.listed(inputs, MOST_INPUTS) + ".";
    }

    private static Recommendation kept(AuditFacts facts, List<AgreementSummary> known) {
        int inputs = known.stream().mapToInt(AgreementSummary::inputs).min().orElse(0);
        double bound = ClopperPearson.upper(0, inputs, 0.95);
        String risk = facts.pairs().stream()
                .map(AgreementSummary::flipRisk)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(share ->
                        " " + Figures.rate(share) + " of the inputs decide by less than twice the differences seen.")
                .orElse("");
        return Recommendation.todo(
                TOPIC,
                "No label changed, whether outputs differ in bits or not.",
                Figures.counted(known.size(), "pair") + " of runs, " + Figures.counted(inputs, "input")
                        + " each; with 95 % confidence fewer than " + Figures.rate(bound)
                        + " of such inputs would change." + risk);
    }

    private static int flips(AgreementSummary pair) {
        return Objects.requireNonNullElse(pair.flips(), 0);
    }
}
