package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.PwcetRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How predictable the latency of one run was, over its whole length. A figure that is unknown, or refused for want of
 * samples, is null; durations are nanoseconds, rates shares between 0 and 1.
 *
 * @param latency quantiles of the service time with their 95 % intervals
 * @param response the same from the intended start, queueing included
 * @param autocorrelationLag1 of the latency of consecutive inferences
 * @param averaging variance of the means over blocks of panes: it falls as 1/panes where averaging helps
 * @param deadline null when none was set
 * @param earlyStopping MLPerf LoadGen estimates of the response time, 99 % confidence
 * @param trtexec percentiles as trtexec counts ranks
 * @param steadyFrom RFC 3339, UTC; null when the run was not steady, or too short to tell
 * @param modes humps of the distribution, fastest first
 * @param states latency by the state of the device
 * @param idleGapKneeNanos idle gap from which the latency rises; null when there is none
 * @param pwcet null when the run is too short to try
 * @param slowestCauses slowest inferences by what explains them
 * @param referencePanes panes in the reference that drift is judged against; null when there is none yet
 */
@JsonPropertyOrder({
    "latency",
    "response",
    "interquartileRangeNanos",
    "robustCv",
    "medianAbsoluteDeviationNanos",
    "p99OverP50",
    "p999OverP50",
    "maxOverP50",
    "jitter",
    "autocorrelationLag1",
    "averaging",
    "averagingSlope",
    "deadline",
    "earlyStopping",
    "trtexec",
    "steadyFrom",
    "modes",
    "states",
    "idleGapCurve",
    "idleGapKneeNanos",
    "pwcet",
    "slowestCauses",
    "referencePanes"
})
public record Predictability(
        List<Quantile> latency,
        List<Quantile> response,
        @Nullable Double interquartileRangeNanos,
        @Nullable Double robustCv,
        @Nullable Double medianAbsoluteDeviationNanos,
        @Nullable Double p99OverP50,
        @Nullable Double p999OverP50,
        @Nullable Double maxOverP50,
        Jitter jitter,
        @Nullable Double autocorrelationLag1,
        List<Averaging> averaging,
        @Nullable Double averagingSlope,
        @Nullable Deadline deadline,
        List<EarlyStopping> earlyStopping,
        Trtexec trtexec,
        @Nullable String steadyFrom,
        List<Mode> modes,
        List<State> states,
        List<IdleGap> idleGapCurve,
        @Nullable Long idleGapKneeNanos,
        @Nullable Pwcet pwcet,
        Map<String, Long> slowestCauses,
        @Nullable Integer referencePanes) {

    public Predictability {
        latency = List.copyOf(latency);
        response = List.copyOf(response);
        averaging = List.copyOf(averaging);
        earlyStopping = List.copyOf(earlyStopping);
        modes = List.copyOf(modes);
        states = List.copyOf(states);
        idleGapCurve = List.copyOf(idleGapCurve);
        slowestCauses = new TreeMap<>(slowestCauses);
    }

    /**
     * @param nanos null when fewer than {@code needed} inferences stand behind it
     * @param highNanos null when the sample cannot bound it from above
     */
    @JsonPropertyOrder({"p", "nanos", "lowNanos", "highNanos", "needed"})
    public record Quantile(
            double p,
            @Nullable Double nanos,
            @Nullable Double lowNanos,
            @Nullable Double highNanos,
            long needed) {

        static List<Quantile> of(List<QuantileRecord> records) {
            return records.stream()
                    .map(record -> new Quantile(
                            record.getP(),
                            Finite.orNull(record.getNanos()),
                            Finite.orNull(record.getLowNanos()),
                            Finite.orNull(record.getHighNanos()),
                            record.getNeeded()))
                    .toList();
        }
    }

    /**
     * Of the response time.
     *
     * @param absoluteNanos largest minus smallest
     * @param stepMeanNanos mean absolute difference of consecutive inferences
     * @param smoothedNanos as RFC 3550 smooths it
     */
    @JsonPropertyOrder({"absoluteNanos", "p999OverP50Nanos", "stepMeanNanos", "stepMaxNanos", "smoothedNanos"})
    public record Jitter(
            @Nullable Long absoluteNanos,
            @Nullable Double p999OverP50Nanos,
            @Nullable Double stepMeanNanos,
            @Nullable Long stepMaxNanos,
            @Nullable Double smoothedNanos) {}

    /** Of means over blocks of so many panes. */
    @JsonPropertyOrder({"panes", "blocks", "varianceRatio"})
    public record Averaging(int panes, int blocks, double varianceRatio) {}

    /**
     * @param missRateUpper95 one-sided Clopper-Pearson bound
     * @param missRateAnytimeUpper95 valid at every moment at once
     * @param worstMissesIn10 most misses in any 10 consecutive inferences
     */
    @JsonPropertyOrder({
        "nanos",
        "misses",
        "missRate",
        "missRateUpper95",
        "missRateAnytimeUpper95",
        "longestMissRun",
        "worstMissesIn10",
        "worstMissesIn100"
    })
    public record Deadline(
            long nanos,
            @Nullable Long misses,
            @Nullable Double missRate,
            @Nullable Double missRateUpper95,
            @Nullable Double missRateAnytimeUpper95,
            @Nullable Long longestMissRun,
            @Nullable Integer worstMissesIn10,
            @Nullable Integer worstMissesIn100) {}

    /** @param nanos null below {@code needed} inferences */
    @JsonPropertyOrder({"p", "nanos", "needed"})
    public record EarlyStopping(double p, @Nullable Double nanos, long needed) {}

    /** Of the service time. */
    @JsonPropertyOrder({"p90Nanos", "p95Nanos", "p99Nanos"})
    public record Trtexec(
            @Nullable Double p90Nanos,
            @Nullable Double p95Nanos,
            @Nullable Double p99Nanos) {}

    /** A hump of the distribution and the share of inferences under it. */
    @JsonPropertyOrder({"atNanos", "share"})
    public record Mode(double atNanos, double share) {}

    /** A clock band, or throttled. */
    @JsonPropertyOrder({"state", "inferences", "p50Nanos", "p99Nanos"})
    public record State(
            String state,
            long inferences,
            @Nullable Double p50Nanos,
            @Nullable Double p99Nanos) {}

    /** Latency of the inferences that came after such a gap. */
    @JsonPropertyOrder({"gapFromNanos", "gapToNanos", "inferences", "p50Nanos", "p99Nanos"})
    public record IdleGap(
            long gapFromNanos,
            long gapToNanos,
            long inferences,
            @Nullable Double p50Nanos,
            @Nullable Double p99Nanos) {}

    /**
     * pWCET estimate under observed conditions, or why it is refused.
     *
     * @param refusedBy the test that said no, with its figures; null when an estimate is given
     * @param sample maxima or exceedances that the fit rests on
     * @param withheld levels that the sample cannot carry, each with the reason
     */
    @JsonPropertyOrder({
        "refusedBy",
        "method",
        "shape",
        "shapeLow",
        "shapeHigh",
        "sample",
        "levels",
        "withheld",
        "checks"
    })
    public record Pwcet(
            @Nullable String refusedBy,
            String method,
            @Nullable Double shape,
            @Nullable Double shapeLow,
            @Nullable Double shapeHigh,
            long sample,
            List<PwcetLevel> levels,
            List<String> withheld,
            List<PwcetCheck> checks) {

        public Pwcet {
            levels = List.copyOf(levels);
            withheld = List.copyOf(withheld);
            checks = List.copyOf(checks);
        }

        static @Nullable Pwcet of(@Nullable PwcetRecord record) {
            return record == null
                    ? null
                    : new Pwcet(
                            record.getRefusedBy(),
                            record.getMethod(),
                            Finite.orNull(record.getShape()),
                            Finite.orNull(record.getShapeLow()),
                            Finite.orNull(record.getShapeHigh()),
                            record.getSample(),
                            record.getLevels().stream()
                                    .map(level -> new PwcetLevel(
                                            level.getExceedanceProbability(),
                                            Finite.orNull(level.getNanos()),
                                            Finite.orNull(level.getLowNanos()),
                                            Finite.orNull(level.getHighNanos())))
                                    .toList(),
                            record.getWithheld(),
                            record.getChecks().stream()
                                    .map(check -> new PwcetCheck(
                                            check.getName(),
                                            check.getPassed(),
                                            Finite.orNull(check.getStatistic()),
                                            Finite.orNull(check.getLimit())))
                                    .toList());
        }
    }

    /** @param exceedanceProbability per inference */
    @JsonPropertyOrder({"exceedanceProbability", "nanos", "lowNanos", "highNanos"})
    public record PwcetLevel(
            double exceedanceProbability,
            @Nullable Double nanos,
            @Nullable Double lowNanos,
            @Nullable Double highNanos) {}

    /** A precondition of the estimate. */
    @JsonPropertyOrder({"name", "passed", "statistic", "limit"})
    public record PwcetCheck(
            String name,
            boolean passed,
            @Nullable Double statistic,
            @Nullable Double limit) {}

    static Predictability of(WindowStats w) {
        return new Predictability(
                Quantile.of(w.getLatencyQuantiles()),
                Quantile.of(w.getResponseQuantiles()),
                Finite.orNull(w.getInterquartileRangeNanos()),
                Finite.orNull(w.getRobustCv()),
                Finite.orNull(w.getMedianAbsoluteDeviationNanos()),
                Finite.orNull(w.getP99OverP50()),
                Finite.orNull(w.getP999OverP50()),
                Finite.orNull(w.getMaxOverP50()),
                new Jitter(
                        w.getJitterAbsoluteNanos(),
                        Finite.orNull(w.getJitterP999OverP50Nanos()),
                        Finite.orNull(w.getStepMeanNanos()),
                        w.getStepMaxNanos(),
                        Finite.orNull(w.getSmoothedJitterNanos())),
                Finite.orNull(w.getAutocorrelationLag1()),
                w.getAveraging().stream()
                        .map(a -> new Averaging(a.getPanes(), a.getBlocks(), a.getVarianceRatio()))
                        .toList(),
                Finite.orNull(w.getAveragingSlope()),
                deadline(w),
                w.getEarlyStopping().stream()
                        .map(e -> new EarlyStopping(e.getP(), Finite.orNull(e.getNanos()), e.getNeeded()))
                        .toList(),
                new Trtexec(
                        Finite.orNull(w.getTrtexecP90Nanos()),
                        Finite.orNull(w.getTrtexecP95Nanos()),
                        Finite.orNull(w.getTrtexecP99Nanos())),
                w.getSteadyFromNanos() == null ? null : Moments.rfc3339(w.getSteadyFromNanos()),
                w.getModes().stream()
                        .map(mode -> new Mode(mode.getAtNanos(), mode.getShare()))
                        .toList(),
                w.getStates().stream()
                        .map(state -> new State(
                                state.getState(),
                                state.getInferences(),
                                Finite.orNull(state.getP50Nanos()),
                                Finite.orNull(state.getP99Nanos())))
                        .toList(),
                w.getIdleGapCurve().stream()
                        .map(gap -> new IdleGap(
                                gap.getGapFromNanos(),
                                gap.getGapToNanos(),
                                gap.getInferences(),
                                Finite.orNull(gap.getP50Nanos()),
                                Finite.orNull(gap.getP99Nanos())))
                        .toList(),
                w.getIdleGapKneeNanos(),
                Pwcet.of(w.getPwcet()),
                w.getSlowestCauses(),
                w.getReferencePanes());
    }

    private static @Nullable Deadline deadline(WindowStats w) {
        Long nanos = w.getDeadlineNanos();
        return nanos == null
                ? null
                : new Deadline(
                        nanos,
                        w.getDeadlineMisses(),
                        Finite.orNull(w.getDeadlineMissRate()),
                        Finite.orNull(w.getDeadlineMissRateUpper95()),
                        Finite.orNull(w.getDeadlineMissRateAnytimeUpper95()),
                        w.getLongestMissRun(),
                        w.getWorstMissesIn10(),
                        w.getWorstMissesIn100());
    }

    /** The quantile of the service time; null when it is not in the record at all. */
    @Nullable
    Quantile latencyQuantile(double p) {
        return latency.stream()
                .filter(quantile -> Math.abs(quantile.p() - p) < 1e-9)
                .findFirst()
                .orElse(null);
    }
}
