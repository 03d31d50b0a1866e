package io.soakline.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Ranks of percentiles as other tools count them, so that their figures can be compared with ours. */
public final class Percentile {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percentile() {}

    /**
     * As trtexec counts (samples/common/sampleReporting.cpp), in the same float arithmetic: {@code max(n - 1 - int((1 - p /
     * 100) n), 0)}. With 100 values its p99 is the largest of all, since {@code (1 - 0.99f) * 100} is below 1.
     *
     * @param percent from 0 to 100
     * @param n from 1
     * @return rank from 0, ascending
     */
    public static long trtexecRank(float percent, int n) {
        check(percent, n);
        int exclude = (int) ((1 - percent / 100) * n);
        return Math.max(n - 1 - exclude, 0);
    }

    /**
     * Nearest rank: the smallest value that at least {@code percent} of all do not exceed, {@code ceil(percent n / 100)}
     * counted from 1, in decimal arithmetic; the smallest value for 0 %.
     *
     * @return rank from 0, ascending
     */
    public static long nearestRank(double percent, long n) {
        check(percent, n);
        long fromOne = BigDecimal.valueOf(percent)
                .multiply(BigDecimal.valueOf(n))
                .divide(HUNDRED)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        return Math.max(0, fromOne - 1);
    }

    private static void check(double percent, long n) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a percentile lies from 0 to 100, not at " + percent);
        }
        if (n < 1) {
            throw new IllegalArgumentException("of " + n + " values there is no percentile");
        }
    }

    /** The service-time percentile of a sketch as trtexec counts; null when empty or beyond trtexec's 32-bit counts. */
    public static @Nullable Double trtexec(LatencySketch sketch, float percent) {
        return trtexec(SketchBins.of(sketch), percent);
    }

    static @Nullable Double trtexec(SketchBins bins, float percent) {
        long n = bins.count();
        return n == 0 || n > Integer.MAX_VALUE ? null : Double.valueOf(bins.valueAt(trtexecRank(percent, (int) n)));
    }

    /** The percentile of a sketch by nearest rank; null when empty. */
    public static @Nullable Double nearestRank(LatencySketch sketch, double percent) {
        SketchBins bins = SketchBins.of(sketch);
        return bins.count() == 0 ? null : Double.valueOf(bins.valueAt(nearestRank(percent, bins.count())));
    }
}
