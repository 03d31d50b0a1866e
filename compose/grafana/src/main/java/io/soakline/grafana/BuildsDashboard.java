package io.soakline.grafana;

import static io.soakline.grafana.Queries.agreements;
import static io.soakline.grafana.Queries.windows;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;
import static io.soakline.grafana.Query.plain;

import io.soakline.grafana.Panel.Look;
import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** What changes from build to build, run to run and compiler to compiler. */
final class BuildsDashboard {

    private static final Value[] OF_A_PAIR = plain(
            "buildDifference",
            "inputs",
            "bitwiseRate",
            "top1Rate",
            "mismatchRateUpper95",
            "labelFlips",
            "maxAbs",
            "maxUlp",
            "evidence");
    private static final Value[] OF_A_GROUP = plain(
            "members",
            "inputs",
            "bitwiseRate",
            "modalShare",
            "modalShareLow95",
            "modalShareHigh95",
            "effectiveOutputs",
            "labelFlips",
            "evidence");
    private static final Value[] OF_A_RUN = plain(
            "modelName", "compilerVersion", "buildNumber", "scheduleDigest", "artefactDigest", "produced", "exit");

    private BuildsDashboard() {}

    static Dashboard make() {
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
                        Panel.table(
                                        "Pairs",
                                        agreements(Shape.LATEST, OF_A_PAIR)
                                                .by("factor", "engineA", "engineB", "runA", "runB"))
                                .size(24, 9),
                        Panel.table(
                                        "Groups in which one factor varies",
                                        Query.of(Shape.LATEST, "agreement_groups", OF_A_GROUP)
                                                .chosen("model", "factor")
                                                .by("factor", "group"))
                                .size(24, 8),
                        ofPairs("Label flips", max("labelFlips", "flips")),
                        ofPairs("Largest relative distance of outputs", max("l2RelativeMax", "distance")),
                        Panel.latencies(
                                        "p99 by run",
                                        windows(Shape.SERIES, max("latencyP99Nanos", "p99"))
                                                .by("engine", "run"))
                                .says(Panel.NEVER_MEAN)
                                .size(24, 8),
                        Panel.table(
                                        "Builds and runs",
                                        Query.of(Shape.ROWS, "runs", OF_A_RUN)
                                                .chosen("device", "engine")
                                                .by("engine", "run", "device", "compiler"))
                                .says("Runs that began in the time shown.")
                                .size(24, 8)));
    }

    private static Panel matrix(String title, Value value) {
        return Panel.of(
                Look.MATRIX,
                title,
                "percentunit",
                agreements(Shape.TOTAL, value).by("engineA", "engineB"));
    }

    private static Panel ofPairs(String title, Value value) {
        return Panel.lines(title, "short", agreements(Shape.SERIES, value).by("factor", "engineA", "engineB"));
    }
}
