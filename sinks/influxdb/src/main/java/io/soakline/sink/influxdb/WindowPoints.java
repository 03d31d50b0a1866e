package io.soakline.sink.influxdb;

import io.soakline.record.EnergyRecord;
import io.soakline.record.IdleGapPoint;
import io.soakline.record.ModeRecord;
import io.soakline.record.PhaseStats;
import io.soakline.record.StateRecord;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Windows as points, as {@link PointMapping} does. */
final class WindowPoints {

    /** Name of the window that the hours are made of. */
    private static final String HOUR = "1h";

    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    private WindowPoints() {}

    static List<Point> of(WindowStats stats) {
        List<Point> points = new ArrayList<>();
        points.add(fill(point(Measurement.WINDOWS, stats), stats));
        if (stats.getWindow().equals(HOUR)) {
            points.add(hour(stats));
        }
        stats.getStates().forEach(state -> points.add(of(stats, state)));
        stats.getIdleGapCurve().forEach(gap -> points.add(of(stats, gap)));
        stats.getPhases().forEach(phase -> points.add(of(stats, phase)));
        if (stats.getEnergy() != null) {
            points.add(of(stats, stats.getEnergy()));
        }
        if (stats.getValidity() != null) {
            points.addAll(of(stats, stats.getValidity()));
        }
        stats.getSlowestCauses()
                .forEach((cause, count) -> points.add(
                        point(Measurement.CAUSES, stats).tag("cause", cause).count("slowest", count)));
        return points;
    }

    /**
     * The last hour as of now, at the end of the hour of the clock: each one replaces the one before, so that the newest of
     * that hour stays. It is as wide as the hour, so every pane is in the point of its own hour.
     */
    private static Point hour(WindowStats stats) {
        long endNanos = (Math.floorDiv(stats.getEndNanos() - 1, HOUR_NANOS) + 1) * HOUR_NANOS;
        return fill(
                identity(new Point(Measurement.HOURS, endNanos), stats)
                        .count("startNanos", stats.getStartNanos())
                        .count("endNanos", stats.getEndNanos()),
                stats);
    }

    private static Point fill(Point point, WindowStats stats) {
        point.tag("compiler", stats.getCompiler()).tag("model", stats.getModelDigest());
        latency(point, stats);
        predictability(point, stats);
        outputs(point, stats);
        return point.count("referencePanes", stats.getReferencePanes())
                .text("verdict", stats.getVerdict().getState().name())
                .count("verdictCode", code(stats.getVerdict().getState()))
                .text("verdictReason", stats.getVerdict().getReason());
    }

    /** With the tags that every measurement of windows has. */
    private static Point point(Measurement measurement, WindowStats stats) {
        return identity(new Point(measurement, stats.getEndNanos()), stats).tag("window", stats.getWindow());
    }

    private static Point identity(Point point, WindowStats stats) {
        return point.tag("device", stats.getDeviceId())
                .tag("run", stats.getRunId())
                .tag("engine", stats.getEngineName())
                .tag("scope", stats.getScope().name());
    }

    private static Point of(WindowStats stats, StateRecord state) {
        return point(Measurement.STATES, stats)
                .tag("state", state.getState())
                .count("inferences", state.getInferences())
                .number("p50Nanos", state.getP50Nanos())
                .number("p99Nanos", state.getP99Nanos());
    }

    private static Point of(WindowStats stats, IdleGapPoint gap) {
        return point(Measurement.IDLE_GAPS, stats)
                .tag("gapFromNanos", Long.toString(gap.getGapFromNanos()))
                .count("gapToNanos", gap.getGapToNanos())
                .count("inferences", gap.getInferences())
                .number("p50Nanos", gap.getP50Nanos())
                .number("p99Nanos", gap.getP99Nanos());
    }

    private static Point of(WindowStats stats, PhaseStats phase) {
        return point(Measurement.PHASES, stats)
                .tag("phase", phase.getPhase().name())
                .count("inferences", phase.getInferences())
                .number("meanNanos", phase.getMeanNanos())
                .number("p50Nanos", phase.getP50Nanos())
                .number("p99Nanos", phase.getP99Nanos())
                .count("maxNanos", phase.getMaxNanos())
                .number("varianceShare", phase.getVarianceShare());
    }

    private static Point of(WindowStats stats, EnergyRecord energy) {
        return point(Measurement.ENERGY, stats)
                .text("method", energy.getMethod().name())
                .text("reason", energy.getReason())
                .number("grossJoulesPerInference", energy.getGrossJoulesPerInference())
                .number("netJoulesPerInference", energy.getNetJoulesPerInference())
                .number("netLow", energy.getNetLow())
                .number("netHigh", energy.getNetHigh())
                .count("panes", energy.getPanes())
                .number("idleMilliwatts", energy.getIdleMilliwatts())
                .number("idleSeconds", energy.getIdleSeconds())
                .number("idleAgeSeconds", energy.getIdleAgeSeconds())
                .number("sensorDifference", energy.getSensorDifference())
                .text("doubt", energy.getDoubt());
    }

    /** One point for each condition, and one for all of them. */
    private static List<Point> of(WindowStats stats, ValidityRecord validity) {
        List<Point> points = new ArrayList<>();
        points.add(validity(stats, "all")
                .text("state", validity.getState().name())
                .text("evidence", validity.getReason()));
        for (ValidityCheck check : validity.getChecks()) {
            points.add(validity(stats, check.getFactor().name())
                    .text("state", check.getState().name())
                    .number("value", check.getValue())
                    .number("low", check.getLow())
                    .number("high", check.getHigh())
                    .number("limit", check.getLimit())
                    .text("evidence", check.getEvidence()));
        }
        return points;
    }

    private static Point validity(WindowStats stats, String factor) {
        return new Point(Measurement.VALIDITY, stats.getEndNanos())
                .tag("device", stats.getDeviceId())
                .tag("run", stats.getRunId())
                .tag("engine", stats.getEngineName())
                .tag("factor", factor);
    }

    private static void latency(Point point, WindowStats stats) {
        point.count("panes", stats.getPanes())
                .count("inferences", stats.getInferences())
                .number("ratePerSecond", stats.getRatePerSecond())
                .count("latencyMinNanos", stats.getLatencyMinNanos())
                .number("latencyMeanNanos", stats.getLatencyMeanNanos())
                .number("latencyP50Nanos", stats.getLatencyP50Nanos())
                .number("latencyP90Nanos", stats.getLatencyP90Nanos())
                .number("latencyP99Nanos", stats.getLatencyP99Nanos())
                .number("latencyP999Nanos", stats.getLatencyP999Nanos())
                .count("latencyMaxNanos", stats.getLatencyMaxNanos())
                .number("cv", stats.getCv())
                .number("interquartileRangeNanos", stats.getInterquartileRangeNanos())
                .number("p99OverP50", stats.getP99OverP50())
                .number("responseP50Nanos", stats.getResponseP50Nanos())
                .number("responseP99Nanos", stats.getResponseP99Nanos())
                .count("responseMaxNanos", stats.getResponseMaxNanos())
                .count("deadlineNanos", stats.getDeadlineNanos())
                .count("deadlineMisses", stats.getDeadlineMisses())
                .number("deadlineMissRateUpper95", stats.getDeadlineMissRateUpper95());
    }

    private static void predictability(Point point, WindowStats stats) {
        WindowFields.quantiles(point, "latency", stats.getLatencyQuantiles());
        WindowFields.quantiles(point, "response", stats.getResponseQuantiles());
        WindowFields.earlyStopping(point, stats.getEarlyStopping());
        WindowFields.pwcet(point, stats.getPwcet());
        point.number("robustCv", stats.getRobustCv())
                .number("medianAbsoluteDeviationNanos", stats.getMedianAbsoluteDeviationNanos())
                .number("p999OverP50", stats.getP999OverP50())
                .number("maxOverP50", stats.getMaxOverP50())
                .count("jitterAbsoluteNanos", stats.getJitterAbsoluteNanos())
                .number("jitterP999OverP50Nanos", stats.getJitterP999OverP50Nanos())
                .number("stepMeanNanos", stats.getStepMeanNanos())
                .count("stepMaxNanos", stats.getStepMaxNanos())
                .number("smoothedJitterNanos", stats.getSmoothedJitterNanos())
                .number("autocorrelationLag1", stats.getAutocorrelationLag1())
                .number("averagingSlope", stats.getAveragingSlope())
                .number("deadlineMissRate", stats.getDeadlineMissRate())
                .number("deadlineMissRateAnytimeUpper95", stats.getDeadlineMissRateAnytimeUpper95())
                .count("longestMissRun", stats.getLongestMissRun())
                .count("worstMissesIn10", stats.getWorstMissesIn10())
                .count("worstMissesIn100", stats.getWorstMissesIn100())
                .number("trtexecP90Nanos", stats.getTrtexecP90Nanos())
                .number("trtexecP95Nanos", stats.getTrtexecP95Nanos())
                .number("trtexecP99Nanos", stats.getTrtexecP99Nanos())
                .count("steadyFromNanos", stats.getSteadyFromNanos())
                .count("idleGapKneeNanos", stats.getIdleGapKneeNanos());
        List<ModeRecord> modes = stats.getModes();
        if (!modes.isEmpty()) {
            ModeRecord slowest = modes.get(modes.size() - 1);
            point.count("modes", modes.size())
                    .number("slowestModeNanos", slowest.getAtNanos())
                    .number("slowestModeShare", slowest.getShare());
        }
    }

    private static void outputs(Point point, WindowStats stats) {
        point.count("inputs", stats.getInputs())
                .number("bitwiseRate", stats.getBitwiseRate())
                .count("distinctOutputs", stats.getDistinctOutputs())
                .number("mismatchRateUpper95", stats.getMismatchRateUpper95())
                .count("nonFinite", stats.getNonFinite())
                .count("harnessPaused", stats.getHarnessPaused())
                .count("throttled", stats.getThrottled())
                .number("top1Accuracy", stats.getTop1Accuracy())
                .count("correctOnTime", stats.getCorrectOnTime())
                .count("correctOnTimeTrials", stats.getCorrectOnTimeTrials())
                .number("correctOnTimeRateLower95", stats.getCorrectOnTimeRateLower95())
                .number("cpuUtilisationPercent", stats.getCpuUtilisationPercent())
                .number("energyJoulesPerInference", stats.getEnergyJoulesPerInference())
                .count("missing", stats.getMissing());
    }

    /** Ascending badness, for panels that colour by number. */
    private static int code(VerdictState state) {
        return switch (state) {
            case STEADY -> 0;
            case INSUFFICIENT -> 1;
            case DRIFTED -> 2;
            case BROKEN -> 3;
        };
    }
}
