package io.soakline.sink.influxdb;

import static io.soakline.sink.influxdb.Column.ofDouble;
import static io.soakline.sink.influxdb.Column.ofLong;
import static io.soakline.sink.influxdb.Column.ofText;

import java.util.List;

/**
 * Every measurement with its tags and fields: the one place that line protocol and table definitions are made from.
 *
 * <p>A point is identified by its timestamp and all tags of its measurement, so each measurement has the tags that tell
 * any two of its points apart. Names of a measurement are distinct without regard to case, and no tag is also a field:
 * QuestDB and InfluxDB 3 need that.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are List.of
enum Measurement {
    /** The last panes of a run, at the end of the newest. */
    WINDOWS(
            "windows",
            List.of("device", "run", "engine", "compiler", "model", "window"),
            List.of(
                    ofLong("panes"),
                    ofLong("inferences"),
                    ofDouble("ratePerSecond"),
                    ofLong("latencyMinNanos"),
                    ofDouble("latencyMeanNanos"),
                    ofDouble("latencyP50Nanos"),
                    ofDouble("latencyP90Nanos"),
                    ofDouble("latencyP99Nanos"),
                    ofDouble("latencyP999Nanos"),
                    ofLong("latencyMaxNanos"),
                    ofDouble("cv"),
                    ofDouble("interquartileRangeNanos"),
                    ofDouble("p99OverP50"),
                    ofDouble("responseP50Nanos"),
                    ofDouble("responseP99Nanos"),
                    ofLong("responseMaxNanos"),
                    ofLong("deadlineNanos"),
                    ofLong("deadlineMisses"),
                    ofDouble("deadlineMissRateUpper95"),
                    ofLong("inputs"),
                    ofDouble("bitwiseRate"),
                    ofLong("distinctOutputs"),
                    ofDouble("mismatchRateUpper95"),
                    ofLong("nonFinite"),
                    ofLong("harnessPaused"),
                    ofLong("throttled"),
                    ofDouble("top1Accuracy"),
                    ofDouble("cpuUtilisationPercent"),
                    ofDouble("energyJoulesPerInference"),
                    ofLong("missing"),
                    ofText("verdict"),
                    ofLong("verdictCode"),
                    ofText("verdictReason"))),
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
    /** One of the slowest inferences of a pane, at its start. */
    SLOWEST(
            "slowest",
            List.of("device", "run"),
            List.of(ofLong("sequence"), ofLong("latencyNanos"), ofLong("inputIndex"), ofLong("flags"))),
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
            List.of(ofLong("inputs"), ofDouble("bitwiseRate"), ofDouble("top1Rate"), ofDouble("maxAbs"))),
    /** A change of an alert, at that change. */
    ALERTS(
            "alerts",
            List.of("alert", "kind", "subject"),
            List.of(
                    ofText("state"),
                    ofLong("stateCode"),
                    ofText("severity"),
                    ofText("run"),
                    ofLong("sinceNanos"),
                    ofDouble("size"),
                    ofDouble("sizeLow"),
                    ofDouble("sizeHigh"),
                    ofText("unit"),
                    ofText("evidence"),
                    ofText("causeHint"))),
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
                    ofLong("deadlineNanos"),
                    ofText("producerVersion"),
                    ofLong("endedAtNanos"),
                    ofLong("produced"),
                    ofText("exit"),
                    ofText("exitReason")));

    private final String table;
    private final List<String> tags;
    private final List<Column> fields;

    Measurement(String table, List<String> tags, List<Column> fields) {
        this.table = table;
        this.tags = tags;
        this.fields = fields;
    }

    /** Name of the measurement, and of the table that holds it. */
    String table() {
        return table;
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
