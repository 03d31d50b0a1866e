package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;
import io.soakline.cause.Samples.Seen;

/**
 * One channel at the time in question beside its quiet level.
 *
 * @param level that was seen: the most unusual of a moment, the mean of a span
 * @param atNanos when
 * @param strength how many spreads it is beyond the median, in the direction that explains; negative on the other side
 * @param outside whether it is beyond all but the outermost quiet levels
 */
record Deviation(
        Indicator indicator,
        ChannelName channel,
        Seen seen,
        double level,
        long atNanos,
        Level quiet,
        double strength,
        boolean outside) {

    /** Of the most unusual level of a moment. */
    static Deviation ofMoment(Indicator indicator, ChannelName channel, Seen seen, Level quiet) {
        boolean high = indicator.whenHigh();
        return of(
                indicator,
                channel,
                seen,
                high ? seen.peak() : seen.trough(),
                high ? seen.peakAtNanos() : seen.troughAtNanos(),
                quiet,
                high,
                quiet.spread());
    }

    /**
     * Of the mean of a span.
     *
     * @param slower whether the indicator is to have moved in the direction that slows
     */
    static Deviation ofSpan(Indicator indicator, ChannelName channel, Seen seen, Level quiet, boolean slower) {
        // With few panes the spread is a rough guess, and rather too small than too large.
        double spread = quiet.spread() * (1 + 8.0 / quiet.n());
        return of(
                indicator,
                channel,
                seen,
                seen.mean(),
                seen.peakAtNanos(),
                quiet,
                indicator.whenHigh() == slower,
                spread);
    }

    private static Deviation of(
            Indicator indicator,
            ChannelName channel,
            Seen seen,
            double level,
            long atNanos,
            Level quiet,
            boolean high,
            double spread) {
        double beyond = high ? level - quiet.median() : quiet.median() - level;
        double unit = Math.max(spread, indicator.least(quiet.median()) / Attribution.CLEAR);
        boolean outside = high ? level > quiet.high() : level < quiet.low();
        return new Deviation(indicator, channel, seen, level, atNanos, quiet, beyond / unit, outside);
    }

    boolean isClear() {
        return outside && strength >= Attribution.CLEAR;
    }

    /** Too unusual to say that it was as usual, though it may be so now and then when quiet. */
    boolean isDoubtful() {
        return strength >= Attribution.CLEAR / 2;
    }

    /** The level for people: a wait is counted when it ends, and may be more than all of the stretch it is counted in. */
    double shown() {
        return indicator.share() ? Math.min(100, level) : level;
    }

    /** Upper bound of the time taken from the engine, where the indicator is a share of time. */
    double takenNanos() {
        return seen.integralNanos() / 100;
    }
}
