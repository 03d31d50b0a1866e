package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantiles of a sketch, with intervals and refusals. */
public final class Quantiles {

    /** Those of every window: p50, p75, p90, p95, p99, p99.9, p99.99. */
    static final double[] SHOWN = {0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999};

    static final double CONFIDENCE = 0.95;

    private Quantiles() {}

    /** Fewest values for the quantile {@code p}: {@code 1 / (1 - p)}, rounded to a whole number. */
    public static long needed(double p) {
        return Math.round(1 / (1 - p));
    }

    /**
     * Fewest values of which the largest bounds the quantile {@code p} from above, one-sided: the smallest {@code n} with
     * {@code p^n <= 1 - confidence}. A p99.9 takes 2,302 at 90 %, 4,603 at 99 %.
     */
    public static long neededForUpperBound(double p, double confidence) {
        return (long) Math.ceil(Math.log1p(-confidence) / Math.log(p));
    }

    /**
     * The quantile with a two-sided interval.
     *
     * @param p above 0, below 1
     * @param confidence above 0, below 1
     */
    public static QuantileInterval interval(LatencySketch sketch, double p, double confidence) {
        SketchBins bins = SketchBins.of(sketch);
        return interval(bins, ranks(bins.count(), p, confidence));
    }

    /**
     * What lies above the quantile {@code p} with the confidence given, one-sided; null when there are fewer than
     * {@link #neededForUpperBound} values.
     */
    public static @Nullable Double upperBound(LatencySketch sketch, double p, double confidence) {
        SketchBins bins = SketchBins.of(sketch);
        long beyond = bins.count() == 0 ? -1 : BinomialRank.lowerTail(bins.count(), 1 - p, 1 - confidence);
        return beyond < 0 ? null : Double.valueOf(bins.upperAt(bins.count() - 1 - beyond));
    }

    /** The two order statistics between which a quantile lies, as ranks from 0; -1 where there is none. */
    record Ranks(double p, long n, long low, long high) {}

    static Ranks ranks(long n, double p, double confidence) {
        if (n < needed(p)) {
            return new Ranks(p, n, -1, -1);
        }
        double tail = (1 - confidence) / 2;
        long below = BinomialRank.lowerTail(n, p, tail);
        long beyond = BinomialRank.lowerTail(n, 1 - p, tail);
        return new Ranks(p, n, below, beyond < 0 ? -1 : n - 1 - beyond);
    }

    /** Ranks of all {@link #SHOWN} quantiles. */
    static List<Ranks> shownRanks(long n) {
        List<Ranks> ranks = new ArrayList<>(SHOWN.length);
        for (double p : SHOWN) {
            ranks.add(ranks(n, p, CONFIDENCE));
        }
        return ranks;
    }

    static QuantileInterval interval(SketchBins bins, Ranks ranks) {
        long n = ranks.n();
        long needed = needed(ranks.p());
        if (n < needed) {
            return new QuantileInterval(ranks.p(), n, null, null, null, needed);
        }
        return new QuantileInterval(
                ranks.p(),
                n,
                bins.valueAt((long) Math.floor(ranks.p() * (n - 1))),
                ranks.low() < 0 ? null : Double.valueOf(bins.lowerAt(ranks.low())),
                ranks.high() < 0 ? null : Double.valueOf(bins.upperAt(ranks.high())),
                needed);
    }
}
