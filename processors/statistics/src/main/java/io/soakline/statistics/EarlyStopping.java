package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * The percentile estimate of MLPerf LoadGen's early stopping for its scenarios SingleStream and MultiStream
 * (inference_rules.adoc, "Early Stopping Criterion"; loadgen/early_stopping.cc): of {@code n} queries the largest {@code
 * t} is looked for with {@code h(t) + t <= n}, where {@code h(t)} is the smallest {@code h} with {@code I_{p-d}(h, t + 1)
 * <= 1 - c}; the {@code t - 1} largest are dropped, and the largest of the rest is the estimate. It lies above the true
 * percentile with probability {@code c} = 99 %; {@code d} = 0.
 *
 * @param p percentile, from 0 to 1
 * @param n queries
 * @param nanos the estimate, not below what LoadGen would give and at most 1.01 % above it; null when {@code n < needed}
 * @param dropped {@code t - 1}; 0 when there is no estimate
 * @param needed {@code h(1) + 1}: with that many, the largest of all is the estimate
 */
public record EarlyStopping(double p, long n, @Nullable Double nanos, long dropped, long needed) {

    public static final double CONFIDENCE = 0.99;

    /** Percentiles that LoadGen's scenarios are judged by. */
    static final double[] SHOWN = {0.9, 0.99, 0.999};

    /** {@code h(t) + t}: the fewest queries with which {@code t} of them may be beyond the percentile. */
    public static long queries(double p, long t) {
        return BinomialRank.neededFor(t, 1 - p, 1 - CONFIDENCE);
    }

    /** The largest {@code t} with {@code h(t) + t <= n}: how many of {@code n} may be beyond; -1 when not even none. */
    public static long allowed(double p, long n) {
        return n < 1 ? -1 : BinomialRank.lowerTail(n, 1 - p, 1 - CONFIDENCE);
    }

    public static EarlyStopping of(LatencySketch sketch, double p) {
        return of(SketchBins.of(sketch), p);
    }

    static EarlyStopping of(SketchBins bins, double p) {
        long n = bins.count();
        long t = allowed(p, n);
        return new EarlyStopping(
                p, n, t < 1 ? null : Double.valueOf(bins.upperAt(n - t)), t < 1 ? 0 : t - 1, needed(p));
    }

    private static long needed(double p) {
        for (int i = 0; i < SHOWN.length; i++) {
            if (SHOWN[i] == p) {
                return Needed.OF_SHOWN[i];
            }
        }
        return queries(p, 1);
    }

    private static final class Needed {
        static final long[] OF_SHOWN = new long[SHOWN.length];

        static {
            for (int i = 0; i < SHOWN.length; i++) {
                OF_SHOWN[i] = queries(SHOWN[i], 1);
            }
        }
    }
}
