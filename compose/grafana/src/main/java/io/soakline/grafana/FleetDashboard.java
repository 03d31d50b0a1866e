package io.soakline.grafana;

import static io.soakline.grafana.Queries.alerts;
import static io.soakline.grafana.Queries.panes;
import static io.soakline.grafana.Queries.runs;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;
import static io.soakline.grafana.Query.plain;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Panel.Look;
import io.soakline.grafana.Query.Shape;
import java.util.List;

/** All devices and engines at a glance. */
final class FleetDashboard {

    private static final Query.Value[] OF_A_RUN = plain(
            "verdict",
            "inferences",
            "latencyP50Nanos",
            "latencyP99Nanos",
            "latencyMaxNanos",
            "deadlineMissRateUpper95",
            "bitwiseRate",
            "verdictReason");
    private static final Query.Value[] OF_AN_ALERT = plain("state", "severity", "size", "unit", "evidence", "cause");

    private FleetDashboard() {}

    static Dashboard make() {
        return new Dashboard(
                "fleet",
                "Fleet",
                List.of(Dashboard.DEVICE, Dashboard.ENGINE, Dashboard.WINDOW),
                List.of(
                        Panel.number(
                                        "Slowest inference of all",
                                        "ns",
                                        runs(Shape.TOTAL, max("latencyMaxNanos", "slowest")))
                                .says("The maximum of the maxima of all windows in the time shown: exact."),
                        Panel.number("Inferences", "short", panes(Shape.TOTAL, sum("measured", "inferences"))),
                        Panel.number("Deadline misses", "short", panes(Shape.TOTAL, sum("deadlineMisses", "misses")))
                                .says("No samples: no run has a deadline."),
                        Panel.number(
                                        "Lowest repeatability",
                                        "percentunit",
                                        runs(Shape.TOTAL, min("bitwiseRate", "repeatability")))
                                .says("Share of repetitions of an input whose output was the same, bit for bit."),
                        verdicts(),
                        Panel.table(
                                        "Newest window of each run",
                                        runs(Shape.LATEST, OF_A_RUN).by("device", "engine", "run"))
                                .says("An engine's name leads to its own dashboard.")
                                .size(24, 9),
                        Panel.latencies(
                                        "p99 by engine",
                                        runs(Shape.SERIES, max("latencyP99Nanos", "p99"))
                                                .by("device", "engine"))
                                .says(Panel.NEVER_MEAN),
                        Panel.bars(
                                "Inferences by device",
                                panes(Shape.SERIES, sum("measured", "inferences"))
                                        .by("device")),
                        Panel.table("Alerts, by their newest state", alerts(Shape.LATEST, OF_AN_ALERT))
                                .size(24, 8),
                        Panel.table(
                                        "Whether each run keeps the policy's conditions",
                                        Query.of(Shape.LATEST, "validity", plain("state", "evidence"))
                                                .is("factor", "all")
                                                .chosen("device", "engine")
                                                .by("device", "engine", "run"))
                                .says("Verdicts are about engines, this is about how they were measured.")
                                .size(24, 7)));
    }

    private static Panel verdicts() {
        Query query = runs(Shape.SERIES, max("verdictCode", "verdict")).by("device", "engine");
        return Panel.of(Look.VERDICTS, "Verdicts", "short", query)
                .says("The worst of each interval.")
                .size(24, 7);
    }
}
