package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latency by the idle gap before the inference: what an engine pays for having slept.
 *
 * @param points by gap, ascending
 * @param kneeNanos smallest gap from which on the median is clearly above that of the shortest gaps: by more than 5 %, with
 *     intervals that do not overlap, and so in all longer gaps with enough inferences. Null when there is none, or too few
 *     inferences to tell
 * @param keepAliveNanos gap up to which an engine may be left idle without that: half of the knee, since the octave below
 *     it is still good. Null without a knee
 */
public record IdleGapCurve(
        List<Point> points,
        @Nullable Long kneeNanos,
        @Nullable Long keepAliveNanos) {

    /** Fewest inferences of a gap that is compared. */
    static final int FEWEST = 30;

    private static final double CLEARLY = 1.05;

    /**
     * Gaps from {@code gapFromNanos} (inclusive) to {@code gapToNanos}; the first point starts at 0.
     *
     * @param p50Nanos null below 2 inferences
     * @param p99Nanos null below 100 inferences
     */
    public record Point(
            long gapFromNanos,
            long gapToNanos,
            long inferences,
            @Nullable Double p50Nanos,
            @Nullable Double p99Nanos) {}

    public IdleGapCurve {
        points = List.copyOf(points);
    }

    /** Null without buckets. */
    static @Nullable IdleGapCurve of(List<IdleGaps.Bucket> buckets) {
        if (buckets.isEmpty()) {
            return null;
        }
        List<Point> points = new ArrayList<>();
        List<QuantileInterval> medians = new ArrayList<>();
        for (IdleGaps.Bucket bucket : buckets) {
            SketchBins bins = SketchBins.of(bucket.latency());
            long n = bins.count();
            QuantileInterval median = Quantiles.interval(bins, Quantiles.ranks(n, 0.5, Quantiles.CONFIDENCE));
            QuantileInterval tail = Quantiles.interval(bins, Quantiles.ranks(n, 0.99, Quantiles.CONFIDENCE));
            medians.add(median);
            points.add(new Point(from(bucket.exponent()), to(bucket.exponent()), n, median.nanos(), tail.nanos()));
        }
        Long knee = knee(points, medians);
        return new IdleGapCurve(points, knee, knee == null ? null : Long.valueOf(knee / 2));
    }

    private static long from(int exponent) {
        return exponent <= IdleGaps.SMALLEST_EXPONENT ? 0 : 1L << exponent;
    }

    private static long to(int exponent) {
        return exponent >= Long.SIZE - 2 ? Long.MAX_VALUE : 2L << exponent;
    }

    private static @Nullable Long knee(List<Point> points, List<QuantileInterval> medians) {
        QuantileInterval shortest = null;
        Long knee = null;
        for (int i = 0; i < points.size(); i++) {
            QuantileInterval median = medians.get(i);
            if (median.n() < FEWEST) {
                continue;
            }
            if (shortest == null) {
                shortest = median;
            } else if (!isClearlyAbove(median, shortest)) {
                knee = null;
            } else if (knee == null) {
                knee = points.get(i).gapFromNanos();
            }
        }
        return knee;
    }

    private static boolean isClearlyAbove(QuantileInterval median, QuantileInterval base) {
        Double value = median.nanos();
        Double low = median.lowNanos();
        Double baseValue = base.nanos();
        Double baseHigh = base.highNanos();
        return value != null
                && low != null
                && baseValue != null
                && baseHigh != null
                && low > baseHigh
                && value > CLEARLY * baseValue;
    }
}
