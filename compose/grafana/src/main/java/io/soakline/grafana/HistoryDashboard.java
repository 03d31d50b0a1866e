package io.soakline.grafana;

import static io.soakline.grafana.Queries.hours;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;

import io.soakline.grafana.Dashboard.Variable;
import io.soakline.grafana.Panel.Look;
import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** Weeks and months, hour by hour: what is left when windows and panes are no longer kept. */
final class HistoryDashboard {

    /** Of panels whose points are quantiles. */
    private static final String MERGED =
            "Quantiles of a run's hour, from the merged sketches of its panes. Of several hours or runs the highest is"
                    + " shown; never a mean of quantiles.";

    private static final Variable DEVICE = new Variable("device", "Device", "hours", true);
    private static final Variable ENGINE = new Variable("engine", "Engine", "hours", true);

    private HistoryDashboard() {}

    static Dashboard make() {
        return new Dashboard(
                "history",
                "Hour by hour",
                "now-28d",
                "5m",
                List.of(DEVICE, ENGINE),
                List.of(
                        Panel.number("Slowest inference", "ns", hours(Shape.TOTAL, max("latencyMaxNanos", "slowest")))
                                .says("The maximum of the hours' maxima: exact."),
                        Panel.number("Highest p99 of an hour", "ns", hours(Shape.TOTAL, max("latencyP99Nanos", "p99")))
                                .says(MERGED),
                        Panel.number(
                                        "Highest p99.9 of an hour",
                                        "ns",
                                        hours(Shape.TOTAL, max("latencyP999Nanos", "p999")))
                                .says(MERGED),
                        Panel.number(
                                "Lowest repeatability of an hour",
                                "percentunit",
                                hours(Shape.TOTAL, min("bitwiseRate", "repeatability"))),
                        latency("Slowest inference of each hour", "latencyMaxNanos", "slowest")
                                .says("The maximum of the maxima: exact at any zoom.")
                                .size(24, 8),
                        latency("p99 of each hour", "latencyP99Nanos", "p99").says(MERGED),
                        latency("p99.9 of each hour", "latencyP999Nanos", "p999")
                                .says(MERGED),
                        latency("p50 of each hour", "latencyP50Nanos", "p50").says(MERGED),
                        Panel.lines(
                                        "Deadline misses of each hour",
                                        "percentunit",
                                        ofEngines(
                                                max("deadlineMissRate", "missed"),
                                                max("deadlineMissRateUpper95", "upper bound, 95 %")))
                                .says("The highest of the hours in each interval.")
                                .hourly(),
                        Panel.of(
                                        Look.VERDICTS,
                                        "Verdicts at the end of each hour",
                                        "short",
                                        ofEngines(max("verdictCode", "verdict")))
                                .says("The worst of each interval.")
                                .hourly()
                                .size(24, 7)));
    }

    private static Panel latency(String title, String field, String as) {
        return Panel.latencies(title, ofEngines(max(field, as))).hourly();
    }

    private static Query ofEngines(Value... values) {
        return hours(Shape.SERIES, values).by("device", "engine");
    }
}
