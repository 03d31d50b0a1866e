package io.soakline.statistics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a window. Null means not known, or refused because too few inferences stand behind it: a quantile
 * {@code p} needs {@code 1 / (1 - p)} of them (p50: 2, p90: 10, p99: 100, p99.9: 1,000), so that at least one is expected
 * beyond it.
 *
 * @param inferences n: measured inferences
 * @param ratePerSecond measured inferences per second of busy time
 * @param cv coefficient of variation, from exact sums
 * @param deadlineMisses null when no deadline is set
 * @param interquartileRangeNanos as in {@code spread}
 * @param deadlineMissRateUpper95 one-sided Clopper-Pearson bound
 * @param buckets at most {@value #BUCKETS}, for drawing
 * @param latencyQuantiles p50, p75, p90, p95, p99, p99.9, p99.99 of the service time with intervals
 * @param responseQuantiles the same of the response time
 * @param misses null when no deadline is set
 * @param averaging of the panes' means; empty when the panes were not given or are of several runs
 * @param earlyStopping of the response time, as MLPerf LoadGen: p90, p99, p99.9
 * @param trtexec p90, p95, p99 of the service time as trtexec counts ranks
 * @param steadyState of the panes' medians; refused when the panes were not given or are of several runs
 * @param modes humps of the service time, fastest first; empty below {@value Modes#FEWEST} inferences
 * @param states clock bands only when the panes were given
 * @param idleGaps null when nobody looked, as for closed loops
 * @param phases where the latency goes by the device's clock; empty when not offered
 */
public record WindowStatistics(
        long startNanos,
        long endNanos,
        int panes,
        long inferences,
        @Nullable Double ratePerSecond,
        @Nullable Long latencyMinNanos,
        @Nullable Double latencyMeanNanos,
        @Nullable Double latencyP50Nanos,
        @Nullable Double latencyP90Nanos,
        @Nullable Double latencyP99Nanos,
        @Nullable Double latencyP999Nanos,
        @Nullable Long latencyMaxNanos,
        @Nullable Double cv,
        @Nullable Double interquartileRangeNanos,
        @Nullable Double p99OverP50,
        @Nullable Double responseP50Nanos,
        @Nullable Double responseP99Nanos,
        @Nullable Long responseMaxNanos,
        @Nullable Long deadlineNanos,
        @Nullable Long deadlineMisses,
        @Nullable Double deadlineMissRateUpper95,
        Repeatability repeatability,
        long nonFinite,
        long harnessPaused,
        long throttled,
        List<LatencySketch.Bucket> buckets,
        long missing,
        List<QuantileInterval> latencyQuantiles,
        List<QuantileInterval> responseQuantiles,
        Spread spread,
        Jitter jitter,
        Autocorrelation autocorrelation,
        Averaging averaging,
        @Nullable Misses misses,
        List<EarlyStopping> earlyStopping,
        TrtexecPercentiles trtexec,
        SteadyState steadyState,
        List<Modes.Mode> modes,
        List<StateSplit.State> states,
        @Nullable IdleGapCurve idleGaps,
        List<PhaseFigures> phases) {

    /** Most buckets of the histogram. */
    public static final int BUCKETS = 60;

    /** Percentiles by {@link Percentile#trtexecRank}; null without inferences. */
    public record TrtexecPercentiles(
            @Nullable Double p90Nanos,
            @Nullable Double p95Nanos,
            @Nullable Double p99Nanos) {}

    public WindowStatistics {
        buckets = List.copyOf(buckets);
        latencyQuantiles = List.copyOf(latencyQuantiles);
        responseQuantiles = List.copyOf(responseQuantiles);
        earlyStopping = List.copyOf(earlyStopping);
        modes = List.copyOf(modes);
        states = List.copyOf(states);
        phases = List.copyOf(phases);
    }

    /** Without what rests on single panes: averaging, steadiness and clock bands. */
    public static WindowStatistics of(PaneSummary window) {
        return of(window, List.of());
    }

    /**
     * @param panes what the window was combined from, in any order; of merged windows the panes of all runs. None gives the
     *     same as {@link #of(PaneSummary)}
     */
    public static WindowStatistics of(PaneSummary window, List<PaneSummary> panes) {
        LatencyTotals latency = window.latency();
        long n = latency.count();
        SketchBins bins = latency.bins();
        SketchBins response = responseBins(window, bins);
        List<Quantiles.Ranks> ranks = Quantiles.shownRanks(n);
        List<QuantileInterval> quantiles = intervals(bins, ranks);
        List<QuantileInterval> responseQuantiles = window.response() == null ? quantiles : intervals(response, ranks);
        Spread spread = Spread.of(latency, bins);
        Misses misses = Misses.of(window);
        PaneSeries series = window.oneRun() ? PaneSeries.of(panes) : PaneSeries.EMPTY;
        return new WindowStatistics(
                window.startNanos(),
                window.endNanos(),
                window.panes(),
                n,
                latency.sum() == 0 ? null : Double.valueOf(n / (latency.sum() / 1e9)),
                n == 0 ? null : Long.valueOf(latency.min()),
                finite(latency.mean()),
                nanos(quantiles, 0.5),
                nanos(quantiles, 0.9),
                nanos(quantiles, 0.99),
                nanos(quantiles, 0.999),
                n == 0 ? null : Long.valueOf(latency.max()),
                finite(latency.coefficientOfVariation()),
                spread.interquartileRangeNanos(),
                spread.p99OverP50(),
                nanos(responseQuantiles, 0.5),
                nanos(responseQuantiles, 0.99),
                n == 0 ? null : Long.valueOf(window.responseMaxNanos()),
                window.deadlineNanos(),
                misses == null ? null : Long.valueOf(misses.misses()),
                misses == null ? null : misses.rateUpper95(),
                Repeatability.of(window.outputs()),
                window.nonFinite(),
                window.harnessPaused(),
                window.throttled(),
                latency.buckets(BUCKETS),
                window.loss().lost(),
                quantiles,
                responseQuantiles,
                spread,
                Jitter.of(window, response),
                Autocorrelation.of(window),
                Averaging.of(series.meanNanos()),
                misses,
                earlyStopping(response),
                new TrtexecPercentiles(
                        Percentile.trtexec(bins, 90), Percentile.trtexec(bins, 95), Percentile.trtexec(bins, 99)),
                window.oneRun() ? SteadyState.of(series.startNanos(), series.medianNanos()) : SteadyState.SEVERAL_RUNS,
                Modes.of(bins),
                StateSplit.of(window, panes),
                IdleGapCurve.of(window.idleGaps()),
                PhaseFigures.of(window.phases()));
    }

    private static SketchBins responseBins(PaneSummary window, SketchBins latency) {
        LatencySketch response = window.response();
        if (response == null) {
            return latency;
        }
        Long min = window.responseMinNanos();
        return SketchBins.of(response, min == null ? 0 : (double) min, (double) window.responseMaxNanos());
    }

    private static List<QuantileInterval> intervals(SketchBins bins, List<Quantiles.Ranks> ranks) {
        return ranks.stream().map(rank -> Quantiles.interval(bins, rank)).toList();
    }

    private static @Nullable Double nanos(List<QuantileInterval> quantiles, double p) {
        for (QuantileInterval quantile : quantiles) {
            if (quantile.p() == p) {
                return quantile.nanos();
            }
        }
        return null;
    }

    private static List<EarlyStopping> earlyStopping(SketchBins response) {
        return Arrays.stream(EarlyStopping.SHOWN)
                .mapToObj(p -> EarlyStopping.of(response, p))
                .toList();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
