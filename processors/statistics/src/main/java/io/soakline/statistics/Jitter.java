package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Jitter of the response time, in each of the senses that the word has.
 *
 * @param n inferences behind {@code absolute} and {@code p999OverP50}
 * @param pairs pairs of consecutive inferences behind the rest; 0 when nobody looked
 * @param absoluteNanos largest minus smallest response time; null without inferences
 * @param p999OverP50Nanos p99.9 minus p50; null below 1,000 inferences
 * @param stepMeanNanos inter-completion jitter: mean absolute difference of consecutive response times; null without pairs
 * @param stepMaxNanos largest such difference; null without pairs
 * @param smoothedNanos RFC 3550 jitter at the end of the window; null below {@value #SMOOTHED_PAIRS} pairs, from where on
 *     its start at 0 weighs less than 2 %, and for merged runs
 */
public record Jitter(
        long n,
        long pairs,
        @Nullable Long absoluteNanos,
        @Nullable Double p999OverP50Nanos,
        @Nullable Double stepMeanNanos,
        @Nullable Long stepMaxNanos,
        @Nullable Double smoothedNanos) {

    static final int SMOOTHED_PAIRS = 64;

    static Jitter of(PaneSummary window, SketchBins response) {
        long n = window.measured();
        Long min = window.responseMinNanos();
        Double p999OverP50 = n < Quantiles.needed(0.999)
                ? null
                : Double.valueOf(response.valueAt((long) Math.floor(0.999 * (n - 1)))
                        - response.valueAt((long) Math.floor(0.5 * (n - 1))));
        Long absolute = n == 0 || min == null ? null : Long.valueOf(window.responseMaxNanos() - min);
        Succession succession = window.succession();
        if (succession == null || succession.pairs() == 0) {
            return new Jitter(n, 0, absolute, p999OverP50, null, null, null);
        }
        long pairs = succession.pairs();
        double smoothed = succession.smoothedJitterNanos();
        return new Jitter(
                n,
                pairs,
                absolute,
                p999OverP50,
                (double) succession.stepSumNanos() / pairs,
                succession.stepMaxNanos(),
                window.oneRun() && pairs >= SMOOTHED_PAIRS && Double.isFinite(smoothed)
                        ? Double.valueOf(smoothed)
                        : null);
    }
}
