package io.soakline.launch.policy;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.AlertRule;
import io.soakline.flow.policy.DriftPolicy;
import io.soakline.flow.policy.ValidityPolicy;
import io.soakline.produce.soak.DurationText;
import io.soakline.sink.report.GateRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A policy as a commented file that reads back as the same. */
public final class PolicyText {

    private static final int COMMENT_COLUMN = 40;

    private final StringBuilder out = new StringBuilder();

    private PolicyText() {}

    /** Every key with its value. */
    public static String of(Policy policy) {
        PolicyText text = new PolicyText();
        text.write(policy);
        return text.out.toString();
    }

    private void write(Policy policy) {
        line("# Soakline policy. Every line may be left out: what is not said keeps the default that stands here.");
        line("version: 1");
        comment("deadline: " + duration(policy.deadline()), "from intended start to end; 10ms, none");
        line("");
        line("verdict:");
        comment(
                "  minimum-inferences: " + policy.flow().verdict().minimumInferences(),
                "fewer are INSUFFICIENT to judge by");
        drift(policy.flow().drift());
        alerts(policy);
        validity(policy.flow().validity());
        gate(policy.gate());
    }

    private void drift(DriftPolicy drift) {
        line("");
        line("# Change of the latency against what was learnt, or pinned with \"soakline baseline pin\".");
        line("drift:");
        comment(
                "  alarms-per-stream-week: " + number(drift.alarmsPerStreamWeek()),
                "false alarms of one engine on one device while nothing changes");
        comment("  alarms-per-fleet-week: " + number(drift.alarmsPerFleetWeek()), "the same of all streams together");
        comment("  minimum-ratio: " + number(drift.minimumRatio()), "smallest change worth an alert; 1.05 is 5 %");
        comment("  reference-panes: " + drift.referencePanes(), "panes of 10 s that are learnt as normal");
        rule("  level", drift.level(), false, "the median");
        rule("  spread", drift.spread(), false, "the middle half");
        rule("  tail", drift.tail(), false, "the slowest");
        rule("  periodic", drift.periodic(), false, "a pattern that comes again and again");
    }

    private void alerts(Policy policy) {
        line("");
        line("# pending: how long it lasts before it fires; resolve: how long it is gone before it is over.");
        line("alerts:");
        comment(
                "  group-within: " + duration(policy.flow().groupWithin()),
                "engines of a device that alarm for one cause in this time are one group");
        for (AlertKind kind : AlertKind.values()) {
            if (kind != AlertKind.LATENCY_DRIFT) {
                rule("  " + kind.id(), policy.flow().rule(kind), !kind.unit().isEmpty(), kind.unit());
            }
        }
    }

    private void validity(ValidityPolicy validity) {
        line("");
        line("# Under which conditions a run's figures count. Broken ones are said with the verdict and change none;");
        line("# \"soakline gate --fail-on conditions\" fails for them.");
        line("validity:");
        comment(
                "  clock-spread-max: " + number(validity.clockSpreadMaximum()),
                "largest less smallest clock over the largest; 0.01 wants locked clocks, none takes any");
        comment(
                "  throttled-share-max: " + number(validity.throttledShareMaximum()),
                "inferences while the device throttled");
        comment(
                "  temperature-slope-max: " + number(validity.slopeMaximumCelsiusPerMinute()),
                "degrees Celsius a minute, up or down");
        comment("  gpu-alone: " + validity.gpuAlone(), "no process of others on the GPU");
        comment(
                "  core-taken-max: " + number(validity.coreTakenMaximumPercent()),
                "percent of the time that others had the engine's core");
        comment("  real-inputs: " + validity.realInputs(), "finite, different, not constant");
        comment(
                "  sync: "
                        + (validity.syncModes().isEmpty()
                                ? "any"
                                : String.join(" ", new TreeSet<>(validity.syncModes()))),
                "how the host may wait for a GPU: spin, block, spin block, any");
        comment("  everything-known: " + validity.known(), "true: what is not measured is broken");
    }

    /** @param about what the rule, or its limit, is about */
    private void rule(String key, AlertRule rule, boolean limited, String about) {
        String limit = limited ? "limit: " + number(rule.limit()) + ", " : "";
        comment(
                key + ": {on: " + rule.on() + ", severity: "
                        + rule.severity().name().toLowerCase(Locale.ROOT) + ", " + limit + "pending: "
                        + duration(rule.pendingFor()) + ", resolve: " + duration(rule.resolveAfter()) + "}",
                limited ? "limit in " + about : about);
    }

    private void gate(GateRules gate) {
        line("");
        line("# What every run must keep for \"soakline gate\"; none is not asked for.");
        line("gate:");
        comment("  p99-max: " + nanos(gate.p99MaximumNanos()), "12ms");
        comment("  p99.9-max: " + nanos(gate.p999MaximumNanos()), "");
        comment("  latency-max: " + nanos(gate.latencyMaximumNanos()), "of every single inference");
        comment("  p99-over-p50-max: " + number(gate.p99OverP50Maximum()), "1.5");
        comment(
                "  miss-rate-max: " + number(gate.missRateMaximum()),
                "share past the deadline, 95 % upper bound; 0.0001");
        comment("  bitwise-rate-min: " + number(gate.bitwiseRateMinimum()), "same input, same output, bit for bit; 1");
        comment("  top1-accuracy-min: " + number(gate.top1AccuracyMinimum()), "0.98");
        comment("  joules-per-inference-max: " + number(gate.joulesPerInferenceMaximum()), "0.05");
        comment(
                "  rebuild-bitwise-rate-min: " + number(gate.rebuildBitwiseRateMinimum()),
                "share of inputs with the same output in every build of a configuration; 1");
        Long flips = gate.rebuildLabelFlipsMaximum();
        comment(
                "  rebuild-label-flips-max: " + (flips == null ? "none" : flips.toString()),
                "inputs that two builds of a configuration label differently; 0");
    }

    private static String nanos(@Nullable Long nanos) {
        return duration(nanos == null ? null : Duration.ofNanos(nanos));
    }

    private static String duration(@Nullable Duration duration) {
        return duration == null ? "none" : DurationText.format(duration);
    }

    private static String number(@Nullable Double value) {
        return value == null
                ? "none"
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private void comment(String text, String about) {
        if (about.isEmpty()) {
            line(text);
        } else {
            line(text + " ".repeat(Math.max(2, COMMENT_COLUMN - text.length())) + "# " + about);
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
