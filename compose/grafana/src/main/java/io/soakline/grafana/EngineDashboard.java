package io.soakline.grafana;

import static io.soakline.grafana.Queries.ofRuns;
import static io.soakline.grafana.Queries.windows;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;
import static io.soakline.grafana.Query.plain;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Panel.Look;
import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** One engine, or some side by side: latency, deadlines, repeatability and what explains the slow ones. */
final class EngineDashboard {

    private static final Value[] OF_A_PHASE =
            plain("inferences", "meanNanos", "p50Nanos", "p99Nanos", "maxNanos", "varianceShare");

    private EngineDashboard() {}

    static Dashboard make() {
        return new Dashboard(
                "engine",
                "Engine",
                List.of(Dashboard.DEVICE, Dashboard.ENGINE, Dashboard.RUN, Dashboard.WINDOW),
                List.of(
                        latency(
                                "Latency",
                                max("latencyP50Nanos", "p50"),
                                max("latencyP90Nanos", "p90"),
                                max("latencyP99Nanos", "p99"),
                                max("latencyP999Nanos", "p999"),
                                max("latencyMaxNanos", "max")),
                        latency(
                                "p99 with its 95 % interval",
                                max("latencyP99LowNanos", "low"),
                                max("latencyP99Nanos", "p99"),
                                max("latencyP99HighNanos", "high")),
                        heatMap(),
                        Panel.latencies(
                                        "Slowest inference by engine",
                                        windows(Shape.SERIES, max("latencyMaxNanos", "slowest"))
                                                .by("device", "engine"))
                                .says("The maximum of the maxima: exact at any zoom."),
                        latency(
                                "From intended start to end",
                                max("responseP50Nanos", "p50"),
                                max("responseP99Nanos", "p99"),
                                max("responseMaxNanos", "max")),
                        latency(
                                "Bounds on the worst case, by chance per inference",
                                max("pwcet1e6Nanos", "1e-6"),
                                max("pwcet1e9Nanos", "1e-9"),
                                max("pwcet1e9HighNanos", "1e-9, upper end")),
                        share(
                                "Deadline misses",
                                max("deadlineMissRate", "missed"),
                                max("deadlineMissRateUpper95", "upper bound, 95 %")),
                        share(
                                "Repeatability",
                                min("bitwiseRate", "same bits"),
                                max("mismatchRateUpper95", "mismatches, upper bound, 95 %")),
                        Panel.latencies(
                                        "p99 of each phase",
                                        ofRuns(Shape.SERIES, "phases", max("p99Nanos", "p99"))
                                                .chosen("run")
                                                .by("engine", "phase"))
                                .says("By the device's clock. HOST is the latency less DEVICE. These do not add up."),
                        Panel.table(
                                        "Where the latency goes",
                                        ofRuns(Shape.LATEST, "phases", OF_A_PHASE)
                                                .chosen("run")
                                                .by("engine", "run", "phase"))
                                .says(
                                        "DEVICE and HOST share out the variance of the latency: which one makes it unsteady."),
                        Panel.table(
                                        "What explains the slowest inferences",
                                        ofRuns(Shape.TOTAL, "causes", max("slowest", "inferences"))
                                                .chosen("run")
                                                .by("engine", "cause"))
                                .says("The most that one window counted."),
                        Panel.table(
                                "Latency by state of the device",
                                ofRuns(Shape.LATEST, "states", plain("inferences", "p50Nanos", "p99Nanos"))
                                        .chosen("run")
                                        .by("engine", "run", "state")),
                        Panel.table(
                                "Latency after idle gaps",
                                ofRuns(
                                                Shape.LATEST,
                                                "idle_gaps",
                                                plain("gapToNanos", "inferences", "p50Nanos", "p99Nanos"))
                                        .chosen("run")
                                        .by("engine", "run", "gapFromNanos")),
                        Panel.table(
                                "The slowest, one by one",
                                Query.of(
                                                Shape.ROWS,
                                                "slowest",
                                                plain("latencyNanos", "queueNanos", "gapNanos", "cause", "evidence"))
                                        .chosen("device", "run")
                                        .by("run")),
                        Panel.table(
                                        "Conditions that the policy asks for",
                                        Query.of(
                                                        Shape.LATEST,
                                                        "validity",
                                                        plain("state", "value", "low", "high", "limit", "evidence"))
                                                .chosen("device", "engine", "run")
                                                .by("engine", "run", "factor"))
                                .says(
                                        "Figures taken while one is broken may say more about the machine than the engine.")
                                .size(24, 8)));
    }

    /** How many inferences took how long, in {@code latency_buckets} of the chosen runs. */
    static Query histogram() {
        return Query.of(Shape.SERIES, "latency_buckets", sum("inferences", "inferences"))
                .chosen("device", "run")
                .by("upToNanos");
    }

    private static Panel heatMap() {
        return Panel.of(Look.HEAT_MAP, "How many inferences took how long", "ns", histogram())
                .says(
                        "Every measured inference of the chosen runs, in steps of 11 to 14 %. A label is the upper edge of its row.");
    }

    private static Panel latency(String title, Value... values) {
        return Panel.latencies(title, windows(Shape.SERIES, values).by("engine"))
                .says(Panel.NEVER_MEAN);
    }

    private static Panel share(String title, Value... values) {
        return Panel.lines(title, "percentunit", windows(Shape.SERIES, values).by("engine"))
                .says(Panel.NEVER_MEAN);
    }
}
