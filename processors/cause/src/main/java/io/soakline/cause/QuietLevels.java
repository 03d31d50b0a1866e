package io.soakline.cause;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How high each channel of a device usually is: a histogram per channel, from which median, spread and tails are read.
 * Feed it what was seen while nothing was wrong; as all figures are quantiles, a minority of disturbed values does little
 * harm. Two of them combine to the same figures in any order.
 *
 * <p>Levels of different time scales have different spreads: keep one for samples, to judge single inferences, and one
 * for means of panes, to judge panes.
 */
public final class QuietLevels {

    private final Map<ChannelName, LevelHistogram> histograms = new TreeMap<>();

    /**
     * Usual height of one channel.
     *
     * @param spread half the distance of the 16th and the 84th percentile: the standard deviation where noise is normal
     * @param low 0.2nd percentile
     * @param high 99.8th percentile
     * @param n levels behind it
     */
    public record Level(double median, double spread, double low, double high, long n) {}

    /** Counts a level; NaN and infinities are none. */
    public void accept(ChannelName channel, double level) {
        if (Double.isFinite(level)) {
            histograms.computeIfAbsent(channel, c -> new LevelHistogram()).accept(level);
        }
    }

    /** Adds the other's counts. */
    public void combine(QuietLevels other) {
        other.histograms.forEach((channel, histogram) ->
                histograms.computeIfAbsent(channel, c -> new LevelHistogram()).combine(histogram));
    }

    /** Usual height of the channel; null when nothing was counted. Values are good to 1 %, or 0.001 near
     * zero; what never changed is exact. */
    public @Nullable Level level(ChannelName channel) {
        LevelHistogram histogram = histograms.get(channel);
        return histogram == null ? null : histogram.level();
    }
}
