package io.soakline.sink.report;

import io.soakline.sink.report.GateCheck.Outcome;
import io.soakline.sink.report.SoakSummary.AlertSummary;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds a summary against rules. A rule with a limit is kept when the whole 95 % interval of the figure keeps it, and
 * broken when none of the interval does; in between more inferences are needed, and the rule is not judged.
 */
public final class Gate {

    private final SoakSummary summary;
    private final Set<FailOn> failOn;
    private final List<GateCheck> checks = new ArrayList<>();

    private Gate(SoakSummary summary, Set<FailOn> failOn) {
        this.summary = summary;
        this.failOn = failOn;
    }

    /** @param failOn what closes the gate; {@link FailOn#DEFAULT} unless asked for otherwise */
    public static GateResult judge(SoakSummary summary, GateRules rules, Set<FailOn> failOn) {
        Gate gate = new Gate(summary, failOn);
        gate.verdicts();
        gate.alerts();
        gate.ledger();
        new RuleChecks(summary.runs(), rules).all().forEach(gate::rule);
        new RebuildChecks(summary, rules).all().forEach(gate::rule);
        boolean passed = gate.checks.stream().noneMatch(GateCheck::closesTheGate);
        return new GateResult(
                1,
                passed,
                summary.verdict(),
                failOn.stream().map(FailOn::id).sorted().toList(),
                gate.checks);
    }

    private void rule(GateCheck check) {
        checks.add(check.counting(
                failOn.contains(check.outcome() == Outcome.NOT_JUDGED ? FailOn.UNJUDGED : FailOn.RULES)));
    }

    private void verdicts() {
        verdict(FailOn.BROKEN, "no run is broken", Verdict.BROKEN::equals);
        verdict(FailOn.DRIFTED, "no run drifted", Verdict.DRIFTED::equals);
        verdict(FailOn.INSUFFICIENT, "every run can be judged", Verdict.INSUFFICIENT::equals);
        if (failOn.contains(FailOn.CONDITIONS)) {
            GateCheck kept = ConditionsCheck.of(summary.runs());
            checks.add(kept.counting(kept.outcome() != Outcome.NOT_JUDGED || failOn.contains(FailOn.UNJUDGED)));
        }
    }

    private void verdict(FailOn cause, String rule, Predicate<String> bad) {
        if (!failOn.contains(cause)) {
            return;
        }
        List<RunSummary> those = summary.runs().stream()
                .filter(run -> bad.test(run.verdict().state()) || unknown(cause, run))
                .toList();
        int all = summary.runs().size();
        if (all == 0) {
            // Without runs nothing is broken and nothing is shown.
            checks.add(GateCheck.ofAll(rule, cause != FailOn.INSUFFICIENT, "there is no run"));
        } else if (those.isEmpty()) {
            checks.add(GateCheck.ofAll(rule, true, all + (all == 1 ? " run" : " runs")));
        } else {
            checks.add(GateCheck.ofAll(
                    rule,
                    false,
                    those.size() + " of " + all + ": "
                            + those.stream()
                                    .map(run ->
                                            run.engine() + ", " + run.verdict().reason())
                                    .collect(Collectors.joining("; "))));
        }
    }

    /** A state that this version does not know is taken for the worst. */
    private static boolean unknown(FailOn cause, RunSummary run) {
        return cause == FailOn.BROKEN && !Verdict.isKnown(run.verdict().state());
    }

    private void alerts() {
        alerts(FailOn.FIRING, "no alert is firing", alert -> alert.state().equals("firing"));
        alerts(
                FailOn.ALERTS,
                "no alert has fired",
                alert -> alert.fired() > 0 || alert.state().equals("firing"));
    }

    private void alerts(FailOn cause, String rule, Predicate<AlertSummary> bad) {
        if (!failOn.contains(cause)) {
            return;
        }
        List<AlertSummary> those = summary.alerts().stream()
                .filter(bad)
                .filter(alert -> !"info".equals(alert.severity()))
                .toList();
        checks.add(GateCheck.ofAll(
                rule,
                those.isEmpty(),
                those.isEmpty()
                        ? "none of " + summary.alerts().size()
                        : those.stream()
                                .map(alert -> new AlertText(alert).what())
                                .collect(Collectors.joining("; "))));
    }

    private void ledger() {
        if (!failOn.contains(FailOn.LOST)) {
            return;
        }
        SoakSummary.LedgerSummary ledger = summary.ledger();
        checks.add(GateCheck.ofAll(
                "nothing is lost",
                ledger.lost() == 0 && ledger.closes(),
                String.format(
                        Locale.ROOT,
                        "%,d of %,d received inferences lost, %s",
                        ledger.lost(),
                        ledger.received(),
                        ledger.closes() ? "the sums close" : "the sums do not close")));
    }
}
