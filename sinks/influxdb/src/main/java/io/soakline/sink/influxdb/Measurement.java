package io.soakline.sink.influxdb;

import static io.soakline.sink.influxdb.Column.ofDouble;
import static io.soakline.sink.influxdb.Column.ofLong;
import static io.soakline.sink.influxdb.Column.ofText;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every measurement with its tags and fields: the one place that line protocol and table definitions are made from.
 *
 * <p>A point is identified by its timestamp and all tags of its measurement, so each measurement has the tags that tell
 * any two of its points apart. Names of a measurement are distinct without regard to case, and no tag is also a field:
 * QuestDB and InfluxDB 3 need that.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are List.of
enum Measurement {
    /**
     * The last panes of a run, or of all runs of an engine or a device (tag {@code scope}), at the end of the newest. Of
     * each quantile the value, or nothing where it is refused for want of samples, and its 95 % interval.
     */
    WINDOWS("windows", List.of("device", "run", "engine", "compiler", "model", "window", "scope"), WindowFields.all()),
    /**
     * A window of an hour, at the end of the hour of the clock that it ended in: the last of that hour. What is left when the
     * windows themselves are no longer kept.
     */
    HOURS(
            "hours",
            List.of("device", "run", "engine", "compiler", "model", "scope"),
            with(WindowFields.all(), ofLong("startNanos"), ofLong("endNanos"))),
    /** Latency of a window by the state of its device, at the end of the window. */
    STATES(
            "states",
            List.of("device", "run", "engine", "window", "scope", "state"),
            List.of(ofLong("inferences"), ofDouble("p50Nanos"), ofDouble("p99Nanos"))),
    /** Latency of a window by the idle gap before the inference, at the end of the window. */
    IDLE_GAPS(
            "idle_gaps",
            List.of("device", "run", "engine", "window", "scope", "gapFromNanos"),
            List.of(ofLong("gapToNanos"), ofLong("inferences"), ofDouble("p50Nanos"), ofDouble("p99Nanos"))),
    /** How many of the slowest inferences of a window had this cause, at the end of the window. */
    CAUSES("causes", List.of("device", "run", "engine", "window", "scope", "cause"), List.of(ofLong("slowest"))),
    /** Where the latency of a window goes by the device's clock, at the end of the window. */
    PHASES(
            "phases",
            List.of("device", "run", "engine", "window", "scope", "phase"),
            List.of(
                    ofLong("inferences"),
                    ofDouble("meanNanos"),
                    ofDouble("p50Nanos"),
                    ofDouble("p99Nanos"),
                    ofLong("maxNanos"),
                    ofDouble("varianceShare"))),
    /** What a run draws for one inference, at the end of the window. */
    ENERGY(
            "energy",
            List.of("device", "run", "engine", "window", "scope"),
            List.of(
                    ofText("method"),
                    ofText("reason"),
                    ofDouble("grossJoulesPerInference"),
                    ofDouble("netJoulesPerInference"),
                    ofDouble("netLow"),
                    ofDouble("netHigh"),
                    ofLong("panes"),
                    ofDouble("idleMilliwatts"),
                    ofDouble("idleSeconds"),
                    ofDouble("idleAgeSeconds"),
                    ofDouble("sensorDifference"),
                    ofText("doubt"))),
    /** Whether a run keeps one condition of the policy, and ({@code all}) whether it keeps all of them, at the end of its panes. */
    VALIDITY(
            "validity",
            List.of("device", "run", "engine", "factor"),
            List.of(
                    ofText("state"),
                    ofDouble("value"),
                    ofDouble("low"),
                    ofDouble("high"),
                    ofDouble("limit"),
                    ofText("evidence"))),
    /** One pane of a run, at its end. */
    PANES(
            "panes",
            List.of("device", "run"),
            List.of(
                    ofLong("inferences"),
                    ofLong("warmUp"),
                    ofLong("measured"),
                    ofLong("harnessPaused"),
                    ofLong("throttled"),
                    ofLong("nonFinite"),
                    ofLong("latencyMinNanos"),
                    ofDouble("latencyMeanNanos"),
                    ofLong("latencyMaxNanos"),
                    ofDouble("responseMeanNanos"),
                    ofLong("responseMaxNanos"),
                    ofLong("deadlineNanos"),
                    ofLong("deadlineMisses"),
                    ofLong("received"),
                    ofLong("late"),
                    ofLong("duplicate"),
                    ofLong("missing"),
                    ofText("closedBy"))),
    /** How many latencies of a pane lay in one of {@link LatencyBuckets}, at the pane's time; most are not there: none did. */
    LATENCY_BUCKETS("latency_buckets", List.of("device", "run", "upToNanos"), List.of(ofLong("inferences"))),
    /** One of the slowest inferences of a pane, at its start. */
    SLOWEST(
            "slowest",
            List.of("device", "run"),
            List.of(
                    ofLong("sequence"),
                    ofLong("latencyNanos"),
                    ofLong("inputIndex"),
                    ofLong("flags"),
                    ofLong("queueNanos"),
                    ofLong("gapNanos"),
                    ofText("cause"),
                    ofText("evidence"))),
    /** What a sensor of the device said during a pane, at the end of the pane. */
    DEVICES(
            "devices",
            List.of("device", "sensor", "quantity"),
            List.of(
                    ofLong("samples"),
                    ofDouble("min"),
                    ofDouble("mean"),
                    ofDouble("max"),
                    ofDouble("increase"),
                    ofDouble("increasePerSecond"))),
    /** Two runs of one model compared, at the time of the comparison. */
    AGREEMENTS(
            "agreements",
            List.of("model", "inputSet", "runA", "runB", "engineA", "engineB", "factor"),
            List.of(
                    ofLong("inputs"),
                    ofDouble("bitwiseRate"),
                    ofDouble("top1Rate"),
                    ofDouble("maxAbs"),
                    ofText("buildDifference"),
                    ofLong("inferences"),
                    ofDouble("mismatchRateUpper95"),
                    ofDouble("toleranceRate"),
                    ofDouble("topKRate"),
                    ofDouble("kappa"),
                    ofLong("labelFlips"),
                    ofDouble("l2RelativeMedian"),
                    ofDouble("l2RelativeP99"),
                    ofDouble("l2RelativeMax"),
                    ofLong("maxUlp"),
                    ofDouble("flipRisk"),
                    ofDouble("answerMean"),
                    ofDouble("answerMin"),
                    ofDouble("answerRate"),
                    ofText("evidence"))),
    /** Runs of one model among which one factor varies, at the time of the comparison. */
    AGREEMENT_GROUPS(
            "agreement_groups",
            List.of("model", "inputSet", "group", "factor"),
            List.of(
                    ofLong("members"),
                    ofLong("inputs"),
                    ofLong("inferences"),
                    ofDouble("bitwiseRate"),
                    ofDouble("top1Rate"),
                    ofDouble("mismatchRateUpper95"),
                    ofDouble("modalShare"),
                    ofDouble("modalShareLow95"),
                    ofDouble("modalShareHigh95"),
                    ofDouble("effectiveOutputs"),
                    ofDouble("kappa"),
                    ofLong("labelFlips"),
                    ofText("evidence"))),
    /** A change of an alert, at that change. */
    ALERTS(
            "alerts",
            List.of("alert", "kind", "subject", "device"),
            List.of(
                    ofText("state"),
                    ofText("group"),
                    ofLong("stateCode"),
                    ofText("severity"),
                    ofText("run"),
                    ofLong("sinceNanos"),
                    ofDouble("size"),
                    ofDouble("sizeLow"),
                    ofDouble("sizeHigh"),
                    ofText("unit"),
                    ofText("evidence"),
                    ofText("causeHint"),
                    ofText("cause"),
                    ofText("causeEvidence"),
                    ofLong("changeAtNanos"),
                    ofLong("changeFromNanos"),
                    ofLong("changeToNanos"),
                    ofDouble("logEvidence"),
                    ofDouble("logThreshold"),
                    ofDouble("expectedByChancePerWeek"))),
    /** A run, at its start; written again, with the same identity, when it ends. */
    RUNS(
            "runs",
            List.of("device", "run", "engine", "compiler", "model"),
            List.of(
                    ofText("modelName"),
                    ofText("engineId"),
                    ofText("compilerVersion"),
                    ofText("target"),
                    ofText("inputSet"),
                    ofLong("inputCount"),
                    ofText("loadPattern"),
                    ofLong("periodNanos"),
                    ofLong("gapFromNanos"),
                    ofLong("gapToNanos"),
                    ofLong("seed"),
                    ofLong("deadlineNanos"),
                    ofText("producerVersion"),
                    ofText("scheduleDigest"),
                    ofText("artefactDigest"),
                    ofText("buildId"),
                    ofLong("buildNumber"),
                    ofLong("endedAtNanos"),
                    ofLong("produced"),
                    ofText("exit"),
                    ofText("exitReason"))),
    /** How the sink fares: what it did since its last such point (topic {@code all}), and how far it is behind each topic. */
    PIPELINE(
            "pipeline",
            List.of("instance", "topic"),
            List.of(
                    ofLong("lagRecords"),
                    ofLong("intervalNanos"),
                    ofLong("pointsWritten"),
                    ofLong("pointsGuarded"),
                    ofLong("deadLetters"),
                    ofLong("batches"),
                    ofLong("requests"),
                    ofLong("repeats"),
                    ofLong("refusals"),
                    ofDouble("requestMeanNanos"),
                    ofLong("requestMaxNanos")));

    private final String table;
    private final List<String> tags;
    private final List<Column> fields;

    Measurement(String table, List<String> tags, List<Column> fields) {
        this.table = table;
        this.tags = tags;
        this.fields = fields;
    }

    private static List<Column> with(List<Column> some, Column... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).toList();
    }

    /** Name of the measurement, and of the table that holds it. */
    String table() {
        return table;
    }

    /** Whether it is small and of use when the detail is long gone. */
    boolean isLongTerm() {
        return switch (this) {
            case HOURS, RUNS, ALERTS, AGREEMENTS, AGREEMENT_GROUPS -> true;
            default -> false;
        };
    }

    List<String> tags() {
        return tags;
    }

    List<Column> fields() {
        return fields;
    }

    /** @throws IllegalArgumentException when there is no such field */
    Column.Type typeOf(String field) {
        for (Column column : fields) {
            if (column.name().equals(field)) {
                return column.type();
            }
        }
        throw new IllegalArgumentException(table + " has no field " + field);
    }
}
