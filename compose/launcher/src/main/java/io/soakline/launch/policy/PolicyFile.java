package io.soakline.launch.policy;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.AlertRule;
import io.soakline.flow.policy.DriftPolicy;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.flow.policy.ValidityPolicy;
import io.soakline.record.Severity;
import io.soakline.sink.report.GateRules;
import io.soakline.statistics.VerdictPolicy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a policy file. Nothing is guessed: an unknown key, a wrong type or an impossible value stops with one line. */
public final class PolicyFile {

    /** Fewer make no reference. */
    static final int LEAST_REFERENCE_PANES = 12;

    private static final int VERSION = 1;
    private static final double MOST_ALARMS_PER_WEEK = 1_000;

    private PolicyFile() {}

    /** @throws PolicyException naming file, line, key, value and expectation */
    public static Policy read(Path file) throws PolicyException {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (CharacterCodingException e) {
            throw new PolicyException(file + " is no UTF-8 text; a policy is a YAML file", e);
        } catch (IOException e) {
            throw new PolicyException(
                    "cannot read the policy " + file + " (" + e + "); soakline gate --print-policy writes one", e);
        }
    }

    /** @param name of the file, for messages */
    static Policy parse(String text, String name) throws PolicyException {
        Section root = Section.root(name, YamlFile.read(text, name));
        root.count("version", VERSION, VERSION, VERSION);
        Duration deadline = root.durationOrNone("deadline");
        FlowPolicy flow = flow(root);
        GateRules gate = gate(root.part("gate"), deadline);
        root.end();
        return new Policy(deadline, flow, gate);
    }

    private static FlowPolicy flow(Section root) throws PolicyException {
        FlowPolicy normal = FlowPolicy.DEFAULT;
        Section verdict = root.part("verdict");
        VerdictPolicy verdicts = new VerdictPolicy(verdict.count(
                "minimum-inferences", Math.toIntExact(normal.verdict().minimumInferences()), 1, Integer.MAX_VALUE));
        DriftPolicy drift = drift(root.part("drift"), normal.drift());
        Section alerts = root.part("alerts");
        Duration groupWithin = alerts.duration("group-within", normal.groupWithin());
        Map<AlertKind, AlertRule> rules = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            if (kind != AlertKind.LATENCY_DRIFT) {
                rules.put(
                        kind,
                        rule(
                                alerts.part(kind.id()),
                                normal.rule(kind),
                                !kind.unit().isEmpty()));
            }
        }
        return new FlowPolicy(verdicts, drift, rules, groupWithin, validity(root.part("validity"), normal.validity()));
    }

    private static ValidityPolicy validity(Section section, ValidityPolicy normal) throws PolicyException {
        return new ValidityPolicy(
                section.numberOrNone("clock-spread-max", normal.clockSpreadMaximum(), 0, 1),
                section.numberOrNone("throttled-share-max", normal.throttledShareMaximum(), 0, 1),
                section.numberOrNone(
                        "temperature-slope-max", normal.slopeMaximumCelsiusPerMinute(), 0, Double.MAX_VALUE),
                section.flag("gpu-alone", normal.gpuAlone()),
                section.numberOrNone("core-taken-max", normal.coreTakenMaximumPercent(), 0, 100),
                section.flag("real-inputs", normal.realInputs()),
                section.wordsOrAny("sync", normal.syncModes()),
                section.flag("everything-known", normal.known()));
    }

    private static DriftPolicy drift(Section section, DriftPolicy normal) throws PolicyException {
        AlertRule level = rule(section.part("level"), normal.level(), false);
        AlertRule spread = rule(section.part("spread"), normal.spread(), false);
        AlertRule tail = rule(section.part("tail"), normal.tail(), false);
        AlertRule periodic = rule(section.part("periodic"), normal.periodic(), false);
        double perStream = section.number(
                "alarms-per-stream-week", normal.alarmsPerStreamWeek(), Double.MIN_VALUE, MOST_ALARMS_PER_WEEK);
        Double perFleet = section.numberOrNone(
                "alarms-per-fleet-week", normal.alarmsPerFleetWeek(), Double.MIN_VALUE, MOST_ALARMS_PER_WEEK);
        double ratio = section.number("minimum-ratio", normal.minimumRatio(), 1, Double.MAX_VALUE);
        int panes = section.count("reference-panes", normal.referencePanes(), LEAST_REFERENCE_PANES, Integer.MAX_VALUE);
        try {
            return new DriftPolicy(level, spread, tail, periodic, perStream, perFleet, ratio, panes);
        } catch (IllegalArgumentException e) {
            throw section.contradiction(String.valueOf(e.getMessage()));
        }
    }

    private static AlertRule rule(Section section, AlertRule normal, boolean limited) throws PolicyException {
        boolean on = section.flag("on", normal.on());
        Severity severity = section.oneOf("severity", normal.severity(), Severity.class);
        Double limit = limited ? section.numberOrNone("limit", normal.limit(), 0, Double.MAX_VALUE) : normal.limit();
        Duration pending = section.duration("pending", normal.pendingFor());
        Duration resolve = section.duration("resolve", normal.resolveAfter());
        return new AlertRule(on, severity, limit, pending, resolve);
    }

    private static GateRules gate(Section section, @Nullable Duration deadline) throws PolicyException {
        GateRules rules = new GateRules(
                nanos(section.durationOrNone("p99-max")),
                nanos(section.durationOrNone("p99.9-max")),
                nanos(section.durationOrNone("latency-max")),
                section.numberOrNone("p99-over-p50-max", null, 1, Double.MAX_VALUE),
                nanos(deadline),
                section.numberOrNone("miss-rate-max", null, 0, 1),
                section.numberOrNone("bitwise-rate-min", null, 0, 1),
                section.numberOrNone("top1-accuracy-min", null, 0, 1),
                section.numberOrNone("joules-per-inference-max", null, Double.MIN_VALUE, Double.MAX_VALUE),
                section.numberOrNone("rebuild-bitwise-rate-min", null, 0, 1),
                wide(section.countOrNone("rebuild-label-flips-max", 0, Integer.MAX_VALUE)));
        Long p99 = rules.p99MaximumNanos();
        Long p999 = rules.p999MaximumNanos();
        if (p99 != null && p999 != null && p999 < p99) {
            throw section.contradiction("gate.p99.9-max is shorter than gate.p99-max: p99.9 is never below p99");
        }
        return rules;
    }

    private static @Nullable Long wide(@Nullable Integer count) {
        return count == null ? null : Long.valueOf(count);
    }

    private static @Nullable Long nanos(@Nullable Duration duration) {
        return duration == null ? null : Long.valueOf(duration.toNanos());
    }
}
