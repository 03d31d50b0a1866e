package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain figures of a window. Null means not known, or refused because too few inferences stand behind it: a quantile
 * {@code p} needs {@code 1 / (1 - p)} of them (p50: 2, p90: 10, p99: 100, p99.9: 1,000), so that at least one is expected
 * beyond it.
 *
 * @param inferences n: measured inferences
 * @param ratePerSecond measured inferences per second of busy time
 * @param cv coefficient of variation, from exact sums
 * @param deadlineMisses null when no deadline is set
 * @param deadlineMissRateUpper95 one-sided Clopper-Pearson bound
 * @param buckets at most {@value #BUCKETS}, for drawing
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
        long missing) {

    /** Most buckets of the histogram. */
    public static final int BUCKETS = 60;

    public static WindowStatistics of(PaneSummary window) {
        LatencyTotals latency = window.latency();
        long n = latency.count();
        LatencySketch response = window.responseSketch();
        Double p50 = quantile(latency, 0.5);
        Double p99 = quantile(latency, 0.99);
        Long deadline = window.deadlineNanos();
        return new WindowStatistics(
                window.startNanos(),
                window.endNanos(),
                window.panes(),
                n,
                latency.sum() == 0 ? null : Double.valueOf(n / (latency.sum() / 1e9)),
                n == 0 ? null : Long.valueOf(latency.min()),
                finite(latency.mean()),
                p50,
                quantile(latency, 0.9),
                p99,
                quantile(latency, 0.999),
                n == 0 ? null : Long.valueOf(latency.max()),
                finite(latency.coefficientOfVariation()),
                n < 4 ? null : Double.valueOf(latency.quantile(0.75) - latency.quantile(0.25)),
                p50 == null || p99 == null || p50 == 0 ? null : Double.valueOf(p99 / p50),
                responseQuantile(window, response, 0.5),
                responseQuantile(window, response, 0.99),
                n == 0 ? null : Long.valueOf(window.responseMaxNanos()),
                deadline,
                deadline == null ? null : Long.valueOf(window.deadlineMisses()),
                deadline == null || n == 0
                        ? null
                        : Double.valueOf(ClopperPearson.upper(window.deadlineMisses(), n, 0.95)),
                Repeatability.of(window.outputs()),
                window.nonFinite(),
                window.harnessPaused(),
                window.throttled(),
                latency.buckets(BUCKETS),
                window.loss().lost());
    }

    /** Fewest values for the quantile {@code p}: {@code 1 / (1 - p)}, rounded to the next whole number. */
    static long needed(double p) {
        return Math.round(1 / (1 - p));
    }

    private static @Nullable Double quantile(LatencyTotals latency, double p) {
        return latency.count() < needed(p) ? null : Double.valueOf(latency.quantile(p));
    }

    private static @Nullable Double responseQuantile(PaneSummary window, LatencySketch response, double p) {
        return response.count() < needed(p)
                ? null
                : Double.valueOf(Math.min((double) window.responseMaxNanos(), response.quantile(p)));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
