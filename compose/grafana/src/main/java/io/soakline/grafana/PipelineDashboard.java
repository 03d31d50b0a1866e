package io.soakline.grafana;

import static io.soakline.grafana.Queries.alerts;
import static io.soakline.grafana.Queries.panes;
import static io.soakline.grafana.Query.count;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.plain;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** Whether what is shown elsewhere is all there is. */
final class PipelineDashboard {

    private static final Value[] OF_AN_ALERT = plain(
            "state", "severity", "size", "unit", "logEvidence", "logThreshold", "expectedByChancePerWeek", "evidence");

    private PipelineDashboard() {}

    static Dashboard make() {
        return new Dashboard(
                "pipeline",
                "Pipeline health",
                List.of(Dashboard.DEVICE, Dashboard.RUN),
                List.of(
                        total("Missing", sum("missing", "missing")).says("Sequence numbers that never came."),
                        total("Late", sum("late", "late")).says("Came after their pane had closed."),
                        total("Twice", sum("duplicate", "twice")),
                        total("Touched by a pause of the harness", sum("harnessPaused", "paused")),
                        Panel.bars(
                                        "Ledger",
                                        panes(
                                                        Shape.SERIES,
                                                        sum("received", "received"),
                                                        sum("late", "late"),
                                                        sum("duplicate", "twice"),
                                                        sum("missing", "missing"))
                                                .chosen("run"))
                                .says("received = inferences in panes + late + twice; missing is beside it.")
                                .size(24, 8),
                        Panel.bars(
                                        "Panes by run",
                                        panes(Shape.SERIES, count("received", "panes"))
                                                .chosen("run")
                                                .by("device", "run"))
                                .says("Six a minute from a run that is alive; a gap is silence."),
                        Panel.lines(
                                "Inferences per second",
                                "short",
                                Query.of(Shape.SERIES, "windows", max("ratePerSecond", "rate"))
                                        .is("scope", "RUN")
                                        .is("window", "1m")
                                        .chosen("device", "run")
                                        .by("device", "engine")),
                        Panel.lines(
                                        "CPU that the sampler takes",
                                        "percent",
                                        Query.of(Shape.SERIES, "devices", max("mean", "cpu"))
                                                .is("quantity", "samplerCpuPercent")
                                                .chosen("device")
                                                .by("device"))
                                .says("Of one core."),
                        Panel.lines(
                                        "Records that the sink has not written yet",
                                        "short",
                                        Query.of(Shape.SERIES, "pipeline", max("lagRecords", "behind"))
                                                .by("instance", "topic"))
                                .says("No point while the store is away: a gap, then a peak that falls."),
                        sink("What the sink wrote", sum("pointsWritten", "points"), sum("requests", "requests")),
                        sink(
                                        "What the sink could not write at once",
                                        sum("repeats", "repeated"),
                                        sum("refusals", "refused"),
                                        sum("pointsGuarded", "over a tag's limit"),
                                        sum("deadLetters", "dead letters"))
                                .says(
                                        "Repeated: the store was away or full. Dead letters: lost to the store, kept on Kafka."),
                        Panel.latencies(
                                "Slowest request to the store",
                                Query.of(Shape.SERIES, "pipeline", max("requestMaxNanos", "slowest"))
                                        .is("topic", "all")
                                        .by("instance")),
                        Panel.table(
                                "Ends of runs",
                                Query.of(Shape.ROWS, "runs", plain("produced", "exit", "exitReason", "producerVersion"))
                                        .chosen("device", "run")
                                        .by("device", "engine", "run")),
                        Panel.table("Changes of alerts", alerts(Shape.ROWS, OF_AN_ALERT))
                                .size(24, 9)));
    }

    private static Panel sink(String title, Value... values) {
        return Panel.bars(title, Query.of(Shape.SERIES, "pipeline", values).is("topic", "all"));
    }

    private static Panel total(String title, Value value) {
        return Panel.number(title, "short", panes(Shape.TOTAL, value));
    }
}
