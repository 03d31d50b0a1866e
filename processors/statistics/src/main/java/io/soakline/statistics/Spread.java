package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How far service times lie apart, by figures that a few outliers do not move, and how far the tail reaches.
 *
 * @param n inferences behind it
 * @param medianAbsoluteDeviationNanos half of all lie within this distance of the median; see
 *     {@link SketchBins#medianAbsoluteDeviation} for its error bound. Null below 4 inferences
 * @param robustCv 1.4826 times that over the median: the coefficient of variation if the distribution were normal. Null
 *     below 4 inferences and when the median is 0
 * @param interquartileRangeNanos p75 minus p25 by interpolation within buckets, each within 1.01 %; null below 4 inferences
 * @param p99OverP50 null below 100 inferences
 * @param p999OverP50 null below 1,000 inferences
 * @param maxOverP50 null below 2 inferences
 */
public record Spread(
        long n,
        @Nullable Double medianAbsoluteDeviationNanos,
        @Nullable Double robustCv,
        @Nullable Double interquartileRangeNanos,
        @Nullable Double p99OverP50,
        @Nullable Double p999OverP50,
        @Nullable Double maxOverP50) {

    /** {@code 1 / Φ^-1(3/4)}. */
    static final double NORMAL_CONSISTENCY = 1.482602218505602;

    private static final int FEWEST = 4;

    static Spread of(LatencyTotals latency, SketchBins bins) {
        long n = latency.count();
        if (n < FEWEST) {
            return new Spread(n, null, null, null, null, null, ratio(latency, 1, 2));
        }
        double deviation = bins.medianAbsoluteDeviation();
        double median = bins.interpolated(0.5);
        return new Spread(
                n,
                deviation,
                median == 0 ? null : Double.valueOf(NORMAL_CONSISTENCY * deviation / median),
                bins.interpolated(0.75) - bins.interpolated(0.25),
                ratio(latency, 0.99, Quantiles.needed(0.99)),
                ratio(latency, 0.999, Quantiles.needed(0.999)),
                ratio(latency, 1, 2));
    }

    private static @Nullable Double ratio(LatencyTotals latency, double p, long needed) {
        if (latency.count() < needed) {
            return null;
        }
        double median = latency.quantile(0.5);
        double far = p == 1 ? (double) latency.max() : latency.quantile(p);
        return median == 0 ? null : Double.valueOf(far / median);
    }
}
