package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Whether a compiler may be asked to build the same engine again. */
final class RebuildAdvice {

    private static final String TOPIC = "rebuilds";

    /** It has no records; what it chose is in its cache of measured times. */
    private static final String TENSORRT = "tensorrt";

    private RebuildAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        List<Recommendation> all = new ArrayList<>();
        List<String> single = new ArrayList<>();
        facts.names().byCompiler().forEach((compiler, runs) -> {
            if (runs.stream().map(run -> run.buildKey()).distinct().count() < 2) {
                single.add(compiler);
            } else {
                all.add(of(compiler, facts));
            }
        });
        if (!single.isEmpty()) {
            all.add(Recommendation.refused(
                    TOPIC,
                    "What a rebuild changes cannot be said of " + String.join(", ", single) + ".",
                    (single.size() == 1 ? "There is one build of it" : "There is one build of each")
                            + "; an audit with --builds 3 or more compares rebuilds."));
        }
        return all;
    }

    private static Recommendation of(String compiler, AuditFacts facts) {
        List<AgreementSummary> pairs = facts.rebuildsOf(compiler).stream()
                .filter(pair -> pair.bitwiseRate() != null)
                .toList();
        List<AgreementSummary> differing =
                pairs.stream().filter(pair -> differing(pair) > 0).toList();
        if (pairs.isEmpty()) {
            return Recommendation.refused(
                    TOPIC,
                    "What a rebuild of " + compiler + " changes cannot be said.",
                    "No outputs of two of its builds were compared on the same inputs.");
        }
        return differing.isEmpty() ? same(compiler, facts, pairs) : differs(compiler, facts, pairs, differing);
    }

    private static Recommendation same(String compiler, AuditFacts facts, List<AgreementSummary> pairs) {
        int inputs = pairs.stream().mapToInt(AgreementSummary::inputs).min().orElse(0);
        String bound = pairs.stream()
                .map(AgreementSummary::mismatchRateUpper95)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(upper -> "; with 95 % confidence fewer than " + Figures.rate(upper) + " of such inputs differ")
                .orElse("");
        return Recommendation.todo(
                TOPIC,
                "Rebuilds of " + compiler + cached(compiler, facts, pairs) + " can stand in for each other.",
                Figures.counted(pairs.size(), "pair") + " of runs, " + Figures.counted(inputs, "input")
                        + " each, all bit for bit the same" + bound + ".");
    }

    /** A timing cache makes a builder choose again what it chose before: without it the same is not said. */
    private static String cached(String compiler, AuditFacts facts, List<AgreementSummary> pairs) {
        Set<String> compared = new HashSet<>();
        pairs.forEach(pair -> {
            compared.add(pair.runA());
            compared.add(pair.runB());
        });
        boolean all = facts.names().byCompiler().getOrDefault(compiler, List.of()).stream()
                .filter(run -> compared.contains(run.run()))
                .noneMatch(run ->
                        run.configuration().getOrDefault("timing-cache", "").isEmpty());
        return all ? " with a timing cache" : "";
    }

    private static Recommendation differs(
            String compiler, AuditFacts facts, List<AgreementSummary> pairs, List<AgreementSummary> differing) {
        AgreementSummary worst = differing.stream()
                .max(Comparator.comparingInt(RebuildAdvice::differing))
                .orElseThrow();
        return Recommendation.todo(
                TOPIC,
                advice(compiler, differing),
                String.format(
                        Locale.ROOT,
                        "Outputs differ in %d of %d pairs of runs; worst %s and %s, %d of %d inputs%s.",
                        differing.size(),
                        pairs.size(),
                        facts.names().run(worst.runA()),
                        facts.names().run(worst.runB()),
                        differing(worst),
                        worst.inputs(),
                        flips(differing)));
    }

    private static String advice(String compiler, List<AgreementSummary> differing) {
        if (any(differing, "same_artefact")) {
            return "Do not rely on " + compiler + " to repeat an output: the same artefact gave different ones.";
        }
        if (any(differing, "same_schedule")) {
            return "Keep the built artefact of " + compiler
                    + ": rebuilds with the same schedules still give other outputs.";
        }
        if (any(differing, "other_schedule")) {
            return (compiler.equals(TENSORRT) ? "Keep the timing cache of " : "Pin the tuning records of ") + compiler
                    + ", or keep the built artefact: rebuilds choose other schedules and give other outputs.";
        }
        return "Keep the built artefact of " + compiler + ": rebuilds give other outputs.";
    }

    private static boolean any(List<AgreementSummary> pairs, String difference) {
        return pairs.stream().anyMatch(pair -> difference.equals(pair.buildDifference()));
    }

    private static String flips(List<AgreementSummary> pairs) {
        return pairs.stream()
                .map(AgreementSummary::flips)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(most ->
                        most == 0 ? ", no label changes" : ", up to " + Figures.counted(most, "label") + " changed")
                .orElse("");
    }

    private static int differing(AgreementSummary pair) {
        return Objects.requireNonNullElse(pair.differing(), 0);
    }
}
