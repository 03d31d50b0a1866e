package io.soakline.sink.influxdb;

import static io.soakline.sink.influxdb.Column.ofDouble;
import static io.soakline.sink.influxdb.Column.ofLong;
import static io.soakline.sink.influxdb.Column.ofText;

import io.soakline.record.EarlyStoppingRecord;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.QuantileRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a window. Those that its records hold as lists have a name for each rank, and are filled here. */
final class WindowFields {

    /** A rank and how names have it. */
    private record Rank(double p, String name) {}

    private static final List<Rank> QUANTILES = List.of(
            new Rank(0.5, "P50"),
            new Rank(0.75, "P75"),
            new Rank(0.9, "P90"),
            new Rank(0.95, "P95"),
            new Rank(0.99, "P99"),
            new Rank(0.999, "P999"),
            new Rank(0.9999, "P9999"));

    private static final List<Rank> EARLY_STOPPING =
            List.of(new Rank(0.9, "P90"), new Rank(0.99, "P99"), new Rank(0.999, "P999"));

    /** Exceedance probabilities per inference. */
    private static final List<Rank> PWCET =
            List.of(new Rank(1e-6, "1e6"), new Rank(1e-7, "1e7"), new Rank(1e-8, "1e8"), new Rank(1e-9, "1e9"));

    private WindowFields() {}

    /** Every field of a window, those of the records' lists and the others. */
    static List<Column> all() {
        List<Column> all = columns();
        all.addAll(List.of(
                ofLong("panes"),
                ofLong("inferences"),
                ofDouble("ratePerSecond"),
                ofLong("latencyMinNanos"),
                ofDouble("latencyMeanNanos"),
                ofLong("latencyMaxNanos"),
                ofDouble("cv"),
                ofDouble("interquartileRangeNanos"),
                ofDouble("p99OverP50"),
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
                ofLong("correctOnTime"),
                ofLong("correctOnTimeTrials"),
                ofDouble("correctOnTimeRateLower95"),
                ofDouble("cpuUtilisationPercent"),
                ofDouble("energyJoulesPerInference"),
                ofLong("missing"),
                ofDouble("robustCv"),
                ofDouble("medianAbsoluteDeviationNanos"),
                ofDouble("p999OverP50"),
                ofDouble("maxOverP50"),
                ofLong("jitterAbsoluteNanos"),
                ofDouble("jitterP999OverP50Nanos"),
                ofDouble("stepMeanNanos"),
                ofLong("stepMaxNanos"),
                ofDouble("smoothedJitterNanos"),
                ofDouble("autocorrelationLag1"),
                ofDouble("averagingSlope"),
                ofDouble("deadlineMissRate"),
                ofDouble("deadlineMissRateAnytimeUpper95"),
                ofLong("longestMissRun"),
                ofLong("worstMissesIn10"),
                ofLong("worstMissesIn100"),
                ofDouble("trtexecP90Nanos"),
                ofDouble("trtexecP95Nanos"),
                ofDouble("trtexecP99Nanos"),
                ofLong("steadyFromNanos"),
                ofLong("modes"),
                ofDouble("slowestModeNanos"),
                ofDouble("slowestModeShare"),
                ofLong("idleGapKneeNanos"),
                ofText("pwcetMethod"),
                ofText("pwcetRefusedBy"),
                ofLong("pwcetSample"),
                ofDouble("pwcetShape"),
                ofDouble("pwcetShapeLow"),
                ofDouble("pwcetShapeHigh"),
                ofLong("referencePanes"),
                ofText("verdict"),
                ofLong("verdictCode"),
                ofText("verdictReason")));
        return all;
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (String of : List.of("latency", "response")) {
            for (Rank rank : QUANTILES) {
                columns.add(ofDouble(of + rank.name + "Nanos"));
                columns.add(ofDouble(of + rank.name + "LowNanos"));
                columns.add(ofDouble(of + rank.name + "HighNanos"));
            }
        }
        EARLY_STOPPING.forEach(rank -> columns.add(ofDouble("earlyStopping" + rank.name + "Nanos")));
        for (Rank level : PWCET) {
            columns.add(ofDouble("pwcet" + level.name + "Nanos"));
            columns.add(ofDouble("pwcet" + level.name + "LowNanos"));
            columns.add(ofDouble("pwcet" + level.name + "HighNanos"));
        }
        return columns;
    }

    /** @param of {@code latency} or {@code response} */
    static void quantiles(Point point, String of, List<QuantileRecord> quantiles) {
        for (QuantileRecord quantile : quantiles) {
            String name = name(QUANTILES, quantile.getP());
            if (name != null) {
                point.number(of + name + "Nanos", quantile.getNanos())
                        .number(of + name + "LowNanos", quantile.getLowNanos())
                        .number(of + name + "HighNanos", quantile.getHighNanos());
            }
        }
    }

    static void earlyStopping(Point point, List<EarlyStoppingRecord> estimates) {
        for (EarlyStoppingRecord estimate : estimates) {
            String name = name(EARLY_STOPPING, estimate.getP());
            if (name != null) {
                point.number("earlyStopping" + name + "Nanos", estimate.getNanos());
            }
        }
    }

    static void pwcet(Point point, @Nullable PwcetRecord pwcet) {
        if (pwcet == null) {
            return;
        }
        point.text("pwcetMethod", pwcet.getMethod())
                .text("pwcetRefusedBy", pwcet.getRefusedBy())
                .count("pwcetSample", pwcet.getSample())
                .number("pwcetShape", pwcet.getShape())
                .number("pwcetShapeLow", pwcet.getShapeLow())
                .number("pwcetShapeHigh", pwcet.getShapeHigh());
        for (PwcetLevel level : pwcet.getLevels()) {
            String name = name(PWCET, level.getExceedanceProbability());
            if (name != null) {
                point.number("pwcet" + name + "Nanos", level.getNanos())
                        .number("pwcet" + name + "LowNanos", level.getLowNanos())
                        .number("pwcet" + name + "HighNanos", level.getHighNanos());
            }
        }
    }

    /** Null for a rank that this version has no field for. */
    private static @Nullable String name(List<Rank> ranks, double p) {
        return ranks.stream()
                .filter(rank -> Math.abs(rank.p - p) <= 1e-6 * rank.p)
                .map(Rank::name)
                .findFirst()
                .orElse(null);
    }
}
