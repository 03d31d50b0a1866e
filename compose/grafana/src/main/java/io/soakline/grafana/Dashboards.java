package io.soakline.grafana;

import static io.soakline.grafana.Query.count;
import static io.soakline.grafana.Query.last;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;
import static io.soakline.grafana.Query.plain;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Panel.Look;
import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** Every dashboard with its panels. */
final class Dashboards {

    private static final String NEVER_MEAN =
            "The highest of the windows in each interval, or the lowest where low is bad; never a mean of quantiles.";

    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(fleet(), engine(), builds(), device(), pipeline());
    }

    private static Dashboard fleet() {
        return new Dashboard(
                "fleet",
                "Fleet",
                List.of(Dashboard.DEVICE, Dashboard.ENGINE, Dashboard.WINDOW),
                List.of(
                        Panel.of(
                                        Look.NUMBER,
                                        "Slowest inference of all",
                                        "ns",
                                        runs(Shape.TOTAL, max("latencyMaxNanos", "slowest")))
                                .says("The maximum of the maxima of all windows in the time shown: exact.")
                                .size(6, 5),
                        Panel.of(Look.NUMBER, "Inferences", "short", panes(Shape.TOTAL, sum("measured", "inferences")))
                                .size(6, 5),
                        Panel.of(
                                        Look.NUMBER,
                                        "Deadline misses",
                                        "short",
                                        panes(Shape.TOTAL, sum("deadlineMisses", "misses")))
                                .says("No samples: no run has a deadline.")
                                .size(6, 5),
                        Panel.of(
                                        Look.NUMBER,
                                        "Lowest repeatability",
                                        "percentunit",
                                        runs(Shape.TOTAL, min("bitwiseRate", "repeatability")))
                                .says("Share of repetitions of an input whose output was the same, bit for bit.")
                                .size(6, 5),
                        Panel.of(
                                        Look.VERDICTS,
                                        "Verdicts",
                                        "short",
                                        runs(Shape.SERIES, max("verdictCode", "verdict"))
                                                .by("device", "engine"))
                                .says("The worst of each interval.")
                                .size(24, 7),
                        Panel.of(
                                        Look.TABLE,
                                        "Newest window of each run",
                                        "short",
                                        runs(
                                                        Shape.LATEST,
                                                        plain(
                                                                "verdict",
                                                                "inferences",
                                                                "latencyP50Nanos",
                                                                "latencyP99Nanos",
                                                                "latencyMaxNanos",
                                                                "deadlineMissRateUpper95",
                                                                "bitwiseRate",
                                                                "verdictReason"))
                                                .by("device", "engine", "run"))
                                .says("An engine's name leads to its own dashboard.")
                                .size(24, 9),
                        latency("p99 by engine", max("latencyP99Nanos", "p99")),
                        Panel.of(
                                Look.BARS,
                                "Inferences by device",
                                "short",
                                panes(Shape.SERIES, sum("measured", "inferences"))
                                        .by("device")),
                        Panel.of(
                                        Look.TABLE,
                                        "Alerts, by their newest state",
                                        "short",
                                        alerts(
                                                        Shape.LATEST,
                                                        plain("state", "severity", "size", "unit", "evidence", "cause"))
                                                .by("kind", "subject", "device"))
                                .size(24, 8)));
    }

    private static Dashboard engine() {
        return new Dashboard(
                "engine",
                "Engine",
                List.of(Dashboard.DEVICE, Dashboard.ENGINE, Dashboard.RUN, Dashboard.WINDOW),
                List.of(
                        latencyOfRuns(
                                "Latency",
                                max("latencyP50Nanos", "p50"),
                                max("latencyP90Nanos", "p90"),
                                max("latencyP99Nanos", "p99"),
                                max("latencyP999Nanos", "p99.9"),
                                max("latencyMaxNanos", "max")),
                        latencyOfRuns(
                                "p99 with its 95 % interval",
                                max("latencyP99LowNanos", "low"),
                                max("latencyP99Nanos", "p99"),
                                max("latencyP99HighNanos", "high")),
                        Panel.of(
                                        Look.HEAT_MAP,
                                        "The slowest inferences of each pane",
                                        "ns",
                                        Query.of(Shape.RAW, "slowest", last("latencyNanos", "latency"))
                                                .chosen("device", "run"))
                                .says("Up to 32 of every 10 s of a run, each exact: the tail, not the body."),
                        Panel.of(
                                        Look.LOG_LINES,
                                        "Slowest inference by engine",
                                        "ns",
                                        windows(Shape.SERIES, max("latencyMaxNanos", "slowest"))
                                                .by("device", "engine"))
                                .says("The maximum of the maxima: exact at any zoom."),
                        latencyOfRuns(
                                "From intended start to end",
                                max("responseP50Nanos", "p50"),
                                max("responseP99Nanos", "p99"),
                                max("responseMaxNanos", "max")),
                        latencyOfRuns(
                                "Bounds on the worst case, by chance per inference",
                                max("pwcet1e6Nanos", "1e-6"),
                                max("pwcet1e9Nanos", "1e-9"),
                                max("pwcet1e9HighNanos", "1e-9, upper end")),
                        Panel.of(
                                        Look.LINES,
                                        "Deadline misses",
                                        "percentunit",
                                        windows(
                                                        Shape.SERIES,
                                                        max("deadlineMissRate", "missed"),
                                                        max("deadlineMissRateUpper95", "upper bound, 95 %"))
                                                .by("engine"))
                                .says(NEVER_MEAN),
                        Panel.of(
                                        Look.LINES,
                                        "Repeatability",
                                        "percentunit",
                                        windows(
                                                        Shape.SERIES,
                                                        min("bitwiseRate", "same bits"),
                                                        max("mismatchRateUpper95", "mismatches, upper bound, 95 %"))
                                                .by("engine"))
                                .says(NEVER_MEAN),
                        Panel.of(
                                        Look.TABLE,
                                        "What explains the slowest inferences",
                                        "short",
                                        Query.of(Shape.TOTAL, "causes", max("slowest", "inferences"))
                                                .ofRuns()
                                                .chosen("device", "engine", "run")
                                                .by("engine", "cause"))
                                .says("The most that one window counted."),
                        Panel.of(
                                Look.TABLE,
                                "Latency by state of the device",
                                "short",
                                Query.of(Shape.LATEST, "states", plain("inferences", "p50Nanos", "p99Nanos"))
                                        .ofRuns()
                                        .chosen("device", "engine", "run")
                                        .by("engine", "run", "state")),
                        Panel.of(
                                Look.TABLE,
                                "Latency after idle gaps",
                                "short",
                                Query.of(
                                                Shape.LATEST,
                                                "idle_gaps",
                                                plain("gapToNanos", "inferences", "p50Nanos", "p99Nanos"))
                                        .ofRuns()
                                        .chosen("device", "engine", "run")
                                        .by("engine", "run", "gapFromNanos")),
                        Panel.of(
                                Look.TABLE,
                                "The slowest, one by one",
                                "short",
                                Query.of(
                                                Shape.ROWS,
                                                "slowest",
                                                plain("latencyNanos", "queueNanos", "gapNanos", "cause", "evidence"))
                                        .chosen("device", "run")
                                        .by("run"))));
    }

    private static Dashboard builds() {
        return new Dashboard(
                "builds",
                "Build comparison",
                List.of(
                        Dashboard.DEVICE,
                        Dashboard.ENGINE,
                        Dashboard.RUN,
                        Dashboard.WINDOW,
                        Dashboard.MODEL,
                        Dashboard.FACTOR),
                List.of(
                        matrix("Same bits", min("bitwiseRate", "same bits"))
                                .says(
                                        "Lowest share of inputs on which two runs agreed bit for bit, in the time shown."),
                        matrix("Same first answer", min("top1Rate", "same answer"))
                                .says("Lowest share of inputs on which the first answers of two runs agreed."),
                        Panel.of(
                                        Look.TABLE,
                                        "Pairs",
                                        "short",
                                        agreements(
                                                        Shape.LATEST,
                                                        plain(
                                                                "buildDifference",
                                                                "inputs",
                                                                "bitwiseRate",
                                                                "top1Rate",
                                                                "mismatchRateUpper95",
                                                                "labelFlips",
                                                                "maxAbs",
                                                                "maxUlp",
                                                                "evidence"))
                                                .by("factor", "engineA", "engineB", "runA", "runB"))
                                .size(24, 9),
                        Panel.of(
                                        Look.TABLE,
                                        "Groups in which one factor varies",
                                        "short",
                                        Query.of(
                                                        Shape.LATEST,
                                                        "agreement_groups",
                                                        plain(
                                                                "members",
                                                                "inputs",
                                                                "bitwiseRate",
                                                                "modalShare",
                                                                "modalShareLow95",
                                                                "modalShareHigh95",
                                                                "effectiveOutputs",
                                                                "labelFlips",
                                                                "evidence"))
                                                .chosen("model", "factor")
                                                .by("factor", "group"))
                                .size(24, 8),
                        Panel.of(
                                Look.LINES,
                                "Label flips",
                                "short",
                                agreements(Shape.SERIES, max("labelFlips", "flips"))
                                        .by("factor", "engineA", "engineB")),
                        Panel.of(
                                Look.LINES,
                                "Largest relative distance of outputs",
                                "short",
                                agreements(Shape.SERIES, max("l2RelativeMax", "distance"))
                                        .by("factor", "engineA", "engineB")),
                        Panel.of(
                                        Look.LOG_LINES,
                                        "p99 by run",
                                        "ns",
                                        windows(Shape.SERIES, max("latencyP99Nanos", "p99"))
                                                .by("engine", "run"))
                                .says(NEVER_MEAN)
                                .size(24, 8),
                        Panel.of(
                                        Look.TABLE,
                                        "Builds and runs",
                                        "short",
                                        Query.of(
                                                        Shape.ROWS,
                                                        "runs",
                                                        plain(
                                                                "modelName",
                                                                "compilerVersion",
                                                                "buildNumber",
                                                                "scheduleDigest",
                                                                "artefactDigest",
                                                                "produced",
                                                                "exit"))
                                                .chosen("device", "engine")
                                                .by("engine", "run", "device", "compiler"))
                                .says("Runs that began in the time shown.")
                                .size(24, 8)));
    }

    private static Dashboard device() {
        return new Dashboard(
                "device",
                "Device and power",
                List.of(Dashboard.DEVICE, Dashboard.SENSOR, Dashboard.ENGINE, Dashboard.WINDOW),
                List.of(
                        sensor("Power", "mwatt", "powerMilliwatts", max("mean", "mean"), max("max", "max"))
                                .says(
                                        "What the sensor reports. Highest mean and maximum of the panes in each interval."),
                        sensor("Power from energy counters", "watt", "energyJoules", max("increasePerSecond", "watts"))
                                .says("Packages contain their sub-zones: never add them up."),
                        Panel.of(
                                        Look.LINES,
                                        "Energy per inference",
                                        "joule",
                                        runs(Shape.SERIES, max("energyJoulesPerInference", "energy"))
                                                .by("device", "engine"))
                                .says(NEVER_MEAN),
                        sensor("Temperature", "celsius", "temperatureCelsius", max("max", "max")),
                        Panel.of(
                                        Look.BARS,
                                        "Inferences while throttled",
                                        "short",
                                        panes(Shape.SERIES, sum("throttled", "throttled"))
                                                .by("device", "run"))
                                .says("Counted where the device says that it throttles."),
                        sensor("Utilisation of the CPU", "percent", "cpuUtilisationPercent", max("mean", "mean")),
                        sensor("Utilisation of the GPU", "percent", "gpuUtilisationPercent", max("mean", "mean")),
                        sensor(
                                "Time in which some task waited for a core",
                                "percent",
                                "cpuPressurePercent",
                                max("max", "max")),
                        sensor("Time taken by the hypervisor", "percent", "cpuStealPercent", max("max", "max")),
                        sensor("Memory in use", "mbytes", "memoryUsedMebibytes", max("max", "max"))));
    }

    private static Dashboard pipeline() {
        return new Dashboard(
                "pipeline",
                "Pipeline health",
                List.of(Dashboard.DEVICE, Dashboard.RUN),
                List.of(
                        Panel.of(Look.NUMBER, "Missing", "short", panes(Shape.TOTAL, sum("missing", "missing")))
                                .says("Sequence numbers that never came.")
                                .size(6, 5),
                        Panel.of(Look.NUMBER, "Late", "short", panes(Shape.TOTAL, sum("late", "late")))
                                .says("Came after their pane had closed.")
                                .size(6, 5),
                        Panel.of(Look.NUMBER, "Twice", "short", panes(Shape.TOTAL, sum("duplicate", "twice")))
                                .size(6, 5),
                        Panel.of(
                                        Look.NUMBER,
                                        "Touched by a pause of the harness",
                                        "short",
                                        panes(Shape.TOTAL, sum("harnessPaused", "paused")))
                                .size(6, 5),
                        Panel.of(
                                        Look.BARS,
                                        "Ledger",
                                        "short",
                                        panes(
                                                        Shape.SERIES,
                                                        sum("received", "received"),
                                                        sum("late", "late"),
                                                        sum("duplicate", "twice"),
                                                        sum("missing", "missing"))
                                                .chosen("run"))
                                .says("received = inferences in panes + late + twice; missing is beside it.")
                                .size(24, 8),
                        Panel.of(
                                        Look.BARS,
                                        "Panes by run",
                                        "short",
                                        panes(Shape.SERIES, count("received", "panes"))
                                                .chosen("run")
                                                .by("device", "run"))
                                .says("Six a minute from a run that is alive; a gap is silence."),
                        Panel.of(
                                Look.LINES,
                                "Inferences per second",
                                "short",
                                Query.of(Shape.SERIES, "windows", max("ratePerSecond", "rate"))
                                        .is("scope", "RUN")
                                        .is("window", "1m")
                                        .chosen("device", "run")
                                        .by("device", "engine")),
                        Panel.of(
                                        Look.LINES,
                                        "CPU that the sampler takes",
                                        "percent",
                                        Query.of(Shape.SERIES, "devices", max("mean", "cpu"))
                                                .is("quantity", "samplerCpuPercent")
                                                .chosen("device")
                                                .by("device"))
                                .says("Of one core."),
                        Panel.of(
                                Look.TABLE,
                                "Ends of runs",
                                "short",
                                Query.of(Shape.ROWS, "runs", plain("produced", "exit", "exitReason", "producerVersion"))
                                        .chosen("device", "run")
                                        .by("device", "engine", "run")),
                        Panel.of(
                                        Look.TABLE,
                                        "Changes of alerts",
                                        "short",
                                        alerts(
                                                        Shape.ROWS,
                                                        plain(
                                                                "state",
                                                                "severity",
                                                                "size",
                                                                "unit",
                                                                "logEvidence",
                                                                "logThreshold",
                                                                "expectedByChancePerWeek",
                                                                "evidence"))
                                                .by("kind", "subject", "device"))
                                .size(24, 9)));
    }

    private static Panel latency(String title, Value... values) {
        return Panel.of(Look.LOG_LINES, title, "ns", runs(Shape.SERIES, values).by("device", "engine"))
                .says(NEVER_MEAN);
    }

    private static Panel latencyOfRuns(String title, Value... values) {
        return Panel.of(
                        Look.LOG_LINES,
                        title,
                        "ns",
                        windows(Shape.SERIES, values).by("engine"))
                .says(NEVER_MEAN);
    }

    private static Panel matrix(String title, Value value) {
        return Panel.of(
                Look.MATRIX,
                title,
                "percentunit",
                agreements(Shape.TOTAL, value).by("engineA", "engineB"));
    }

    private static Panel sensor(String title, String unit, String quantity, Value... values) {
        return Panel.of(
                Look.LINES,
                title,
                unit,
                Query.of(Shape.SERIES, "devices", values)
                        .is("quantity", quantity)
                        .chosen("device", "sensor")
                        .by("device", "sensor"));
    }

    private static Query runs(Shape shape, Value... values) {
        return Query.of(shape, "windows", values).ofRuns().chosen("device", "engine");
    }

    private static Query windows(Shape shape, Value... values) {
        return runs(shape, values).chosen("run");
    }

    private static Query panes(Shape shape, Value... values) {
        return Query.of(shape, "panes", values).chosen("device");
    }

    private static Query agreements(Shape shape, Value... values) {
        return Query.of(shape, "agreements", values).chosen("model", "factor");
    }

    private static Query alerts(Shape shape, Value... values) {
        return Query.of(shape, "alerts", values).chosen("device");
    }
}
