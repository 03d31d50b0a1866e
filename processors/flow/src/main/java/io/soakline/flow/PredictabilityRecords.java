package io.soakline.flow;

import io.soakline.record.AveragingRecord;
import io.soakline.record.EarlyStoppingRecord;
import io.soakline.record.IdleGapPoint;
import io.soakline.record.ModeRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.StateRecord;
import io.soakline.record.WindowStats;
import io.soakline.statistics.IdleGapCurve;
import io.soakline.statistics.Jitter;
import io.soakline.statistics.Misses;
import io.soakline.statistics.QuantileInterval;
import io.soakline.statistics.Spread;
import io.soakline.statistics.WindowStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of predictability in a window's record. */
final class PredictabilityRecords {

    private PredictabilityRecords() {}

    static void fill(WindowStats stats, WindowStatistics statistics) {
        stats.setLatencyQuantiles(quantiles(statistics.latencyQuantiles()));
        stats.setResponseQuantiles(quantiles(statistics.responseQuantiles()));
        spread(stats, statistics.spread());
        jitter(stats, statistics.jitter());
        stats.setAutocorrelationLag1(statistics.autocorrelation().lag1());
        stats.setAveraging(statistics.averaging().blocks().stream()
                .map(block -> new AveragingRecord(block.panes(), block.blocks(), block.varianceRatio()))
                .toList());
        stats.setAveragingSlope(statistics.averaging().slope());
        misses(stats, statistics.misses());
        stats.setEarlyStopping(statistics.earlyStopping().stream()
                .map(estimate -> new EarlyStoppingRecord(estimate.p(), estimate.nanos(), estimate.needed()))
                .toList());
        stats.setTrtexecP90Nanos(statistics.trtexec().p90Nanos());
        stats.setTrtexecP95Nanos(statistics.trtexec().p95Nanos());
        stats.setTrtexecP99Nanos(statistics.trtexec().p99Nanos());
        stats.setSteadyFromNanos(statistics.steadyState().fromNanos());
        stats.setModes(statistics.modes().stream()
                .map(mode -> new ModeRecord(mode.atNanos(), mode.share()))
                .toList());
        stats.setStates(statistics.states().stream()
                .map(state -> new StateRecord(state.state(), state.inferences(), state.p50Nanos(), state.p99Nanos()))
                .toList());
        stats.setPhases(PhaseRecords.toStats(statistics.phases()));
        idleGaps(stats, statistics.idleGaps());
    }

    private static List<QuantileRecord> quantiles(List<QuantileInterval> quantiles) {
        return quantiles.stream()
                .map(quantile -> new QuantileRecord(
                        quantile.p(), quantile.nanos(), quantile.lowNanos(), quantile.highNanos(), quantile.needed()))
                .toList();
    }

    private static void spread(WindowStats stats, Spread spread) {
        stats.setRobustCv(spread.robustCv());
        stats.setMedianAbsoluteDeviationNanos(spread.medianAbsoluteDeviationNanos());
        stats.setP999OverP50(spread.p999OverP50());
        stats.setMaxOverP50(spread.maxOverP50());
    }

    private static void jitter(WindowStats stats, Jitter jitter) {
        stats.setJitterAbsoluteNanos(jitter.absoluteNanos());
        stats.setJitterP999OverP50Nanos(jitter.p999OverP50Nanos());
        stats.setStepMeanNanos(jitter.stepMeanNanos());
        stats.setStepMaxNanos(jitter.stepMaxNanos());
        stats.setSmoothedJitterNanos(jitter.smoothedNanos());
    }

    private static void misses(WindowStats stats, @Nullable Misses misses) {
        if (misses != null) {
            stats.setDeadlineMissRate(misses.rate());
            stats.setDeadlineMissRateAnytimeUpper95(misses.rateAnytimeUpper95());
            stats.setLongestMissRun(misses.longestRun());
            stats.setWorstMissesIn10(misses.worstIn10());
            stats.setWorstMissesIn100(misses.worstIn100());
        }
    }

    private static void idleGaps(WindowStats stats, @Nullable IdleGapCurve curve) {
        if (curve != null) {
            stats.setIdleGapCurve(curve.points().stream()
                    .map(point -> new IdleGapPoint(
                            point.gapFromNanos(),
                            point.gapToNanos(),
                            point.inferences(),
                            point.p50Nanos(),
                            point.p99Nanos()))
                    .toList());
            stats.setIdleGapKneeNanos(curve.kneeNanos());
        }
    }
}
