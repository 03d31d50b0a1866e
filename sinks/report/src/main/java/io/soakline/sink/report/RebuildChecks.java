package io.soakline.sink.report;

import io.soakline.sink.report.GateCheck.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules about rebuilds: each is held against every pair of runs of two builds, and the worst pair is told. */
final class RebuildChecks {

    private final SoakSummary summary;
    private final Names names;
    private final GateRules rules;

    RebuildChecks(SoakSummary summary, GateRules rules) {
        this.summary = summary;
        this.rules = rules;
        this.names = new Names(summary.runs());
    }

    List<GateCheck> all() {
        List<GateCheck> checks = new ArrayList<>();
        Double least = rules.rebuildBitwiseRateMinimum();
        if (least != null) {
            checks.add(check(
                    "bitwise equal across rebuilds at least " + Figures.percent(least),
                    least,
                    pair -> pair.bitwiseRate() == null ? null : Double.valueOf(-pair.bitwiseRate()),
                    -least,
                    Figures::percent));
        }
        Long most = rules.rebuildLabelFlipsMaximum();
        if (most != null) {
            checks.add(check(
                    "labels that differ across rebuilds at most " + most,
                    most,
                    pair -> pair.flips() == null ? null : Double.valueOf(pair.flips()),
                    most,
                    flips -> String.format(Locale.ROOT, "%.0f", flips)));
        }
        return checks;
    }

    /**
     * @param badness the larger, the worse; null when it is not known
     * @param worstAllowed the badness that still passes
     */
    private GateCheck check(
            String rule,
            double limit,
            Function<AgreementSummary, @Nullable Double> badness,
            double worstAllowed,
            Function<Double, String> text) {
        List<AgreementSummary> pairs = summary.agreements().stream()
                .filter(pair -> pair.level().equals(Level.L2.name()))
                .filter(pair -> badness.apply(pair) != null)
                .toList();
        return pairs.stream()
                .max(Comparator.comparing(badness))
                .map(worst -> judged(rule, limit, worst, badness.apply(worst), worstAllowed, text))
                .orElseGet(() -> new GateCheck(
                        rule,
                        Outcome.NOT_JUDGED,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        limit,
                        null,
                        "no outputs of two builds were compared; audit with --builds 2 or more"));
    }

    private GateCheck judged(
            String rule,
            double limit,
            AgreementSummary worst,
            @Nullable Double badness,
            double worstAllowed,
            Function<Double, String> text) {
        double bad = badness == null ? Double.POSITIVE_INFINITY : badness;
        double measured = Math.abs(bad);
        return new GateCheck(
                rule,
                bad <= worstAllowed ? Outcome.PASSED : Outcome.FAILED,
                true,
                worst.runA(),
                worst.a(),
                measured,
                measured,
                measured,
                limit,
                (long) worst.inputs(),
                names.run(worst.runA()) + " and " + names.run(worst.runB()) + " " + text.apply(measured) + ", "
                        + Figures.counted(worst.inputs(), "input"));
    }
}
