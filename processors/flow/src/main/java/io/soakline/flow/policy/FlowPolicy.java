package io.soakline.flow.policy;

import io.soakline.record.Severity;
import io.soakline.statistics.VerdictPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is judged steady, what is worth an alert and how loud it is.
 *
 * @param verdict what a window needs to be judged
 * @param drift rules and budgets of {@link AlertKind#LATENCY_DRIFT}
 * @param rules of every other kind; kinds that are left out get their default
 * @param groupWithin streams of one device that alarm for the same cause within this time make one group
 * @param validity under which conditions the figures of a run count
 */
public record FlowPolicy(
        VerdictPolicy verdict,
        DriftPolicy drift,
        Map<AlertKind, AlertRule> rules,
        Duration groupWithin,
        ValidityPolicy validity) {

    /** Three panes: what hits a device hits its streams within that. */
    public static final Duration DEFAULT_GROUP_WITHIN = Duration.ofSeconds(30);

    public static final FlowPolicy DEFAULT =
            new FlowPolicy(VerdictPolicy.DEFAULT, DriftPolicy.DEFAULT, Map.of(), DEFAULT_GROUP_WITHIN);

    /** The same with the default of validity. */
    public FlowPolicy(VerdictPolicy verdict, DriftPolicy drift, Map<AlertKind, AlertRule> rules, Duration groupWithin) {
        this(verdict, drift, rules, groupWithin, ValidityPolicy.DEFAULT);
    }

    public FlowPolicy {
        if (groupWithin.isNegative()) {
            throw new IllegalArgumentException("groupWithin is a time from 0, not " + groupWithin);
        }
        if (rules.containsKey(AlertKind.LATENCY_DRIFT)) {
            throw new IllegalArgumentException("latency-drift has a rule per feature; set them under drift");
        }
        Map<AlertKind, AlertRule> complete = defaults();
        complete.putAll(rules);
        rules = Map.copyOf(complete);
    }

    private static Map<AlertKind, AlertRule> defaults() {
        Map<AlertKind, AlertRule> rules = new EnumMap<>(AlertKind.class);
        AlertRule critical = AlertRule.of(Severity.CRITICAL);
        AlertRule warning = AlertRule.of(Severity.WARNING);
        AlertRule budget = warning.withResolveAfter(Duration.ofMinutes(1));
        rules.put(
                AlertKind.DEADLINE_MISSES,
                budget.withSeverity(Severity.CRITICAL).withLimit(0.001));
        rules.put(AlertKind.REPEATABILITY_BROKEN, critical.withLimit(0.0));
        rules.put(AlertKind.NON_FINITE_OUTPUT, critical.withLimit(0.0));
        rules.put(AlertKind.THROTTLING, budget.withLimit(0.01));
        rules.put(AlertKind.POWER_BUDGET, budget);
        // Three panes in a row: one alone is a passing visitor.
        rules.put(AlertKind.CORE_CONTENTION, budget.withLimit(20.0).withPendingFor(Duration.ofSeconds(20)));
        rules.put(AlertKind.TELEMETRY_LOST, warning.withLimit(0.0));
        // Beyond the turns of many interleaved engines; an engine that hangs is known within a minute.
        rules.put(AlertKind.RUN_SILENT, warning.withLimit(60.0));
        rules.put(AlertKind.ENGINE_CRASHED, critical);
        // Long enough to be seen, short enough to be forgotten.
        rules.put(AlertKind.MALFORMED_RECORD, warning.withLimit(0.0).withResolveAfter(Duration.ofMinutes(10)));
        return rules;
    }

    /** @throws IllegalArgumentException for {@link AlertKind#LATENCY_DRIFT}, which has a rule per feature */
    public AlertRule rule(AlertKind kind) {
        AlertRule rule = rules.get(kind);
        if (rule == null) {
            throw new IllegalArgumentException(kind.id() + " has a rule per feature");
        }
        return rule;
    }

    public FlowPolicy withRule(AlertKind kind, AlertRule rule) {
        Map<AlertKind, AlertRule> changed = new EnumMap<>(rules);
        changed.put(kind, rule);
        return new FlowPolicy(verdict, drift, changed, groupWithin, validity);
    }

    public FlowPolicy withDrift(DriftPolicy newDrift) {
        return new FlowPolicy(verdict, newDrift, rules, groupWithin, validity);
    }

    public FlowPolicy withVerdict(VerdictPolicy newVerdict) {
        return new FlowPolicy(newVerdict, drift, rules, groupWithin, validity);
    }

    public FlowPolicy withValidity(ValidityPolicy newValidity) {
        return new FlowPolicy(verdict, drift, rules, groupWithin, newValidity);
    }
}
