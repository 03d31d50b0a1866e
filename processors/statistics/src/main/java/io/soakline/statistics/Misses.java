package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Deadline misses.
 *
 * @param n inferences judged by a deadline
 * @param misses of them, those whose response time exceeded it
 * @param rate null without inferences
 * @param rateUpper95 one-sided Clopper-Pearson bound, for one look; null without inferences
 * @param rateAnytimeUpper95 {@link AnytimeBound}, for a window that grows and is looked at again and again; null without
 *     inferences
 * @param longestRun most misses in a row; of merged runs that of the worst. Null when the order is not known
 * @param worstIn10 (m,k)-firm: most misses in any 10 consecutive inferences; null as before
 * @param worstIn100 the same for 100
 */
public record Misses(
        long n,
        long misses,
        @Nullable Double rate,
        @Nullable Double rateUpper95,
        @Nullable Double rateAnytimeUpper95,
        @Nullable Long longestRun,
        @Nullable Integer worstIn10,
        @Nullable Integer worstIn100) {

    private static final double CONFIDENCE = 0.95;

    /** Null when no deadline is set. */
    static @Nullable Misses of(PaneSummary window) {
        if (window.deadlineNanos() == null) {
            return null;
        }
        MissPattern pattern = window.missPattern();
        // Panes from before the deadline was known are in the window, but were not judged.
        long n = pattern == null ? window.measured() : pattern.length();
        long misses = window.deadlineMisses();
        boolean any = n > 0;
        return new Misses(
                n,
                misses,
                any ? Double.valueOf((double) misses / n) : null,
                any ? Double.valueOf(ClopperPearson.upper(misses, n, CONFIDENCE)) : null,
                any ? Double.valueOf(AnytimeBound.upper(misses, n, CONFIDENCE)) : null,
                pattern == null ? null : Long.valueOf(pattern.longestRun()),
                pattern == null ? null : Integer.valueOf(pattern.worstIn10()),
                pattern == null ? null : Integer.valueOf(pattern.worstIn100()));
    }
}
