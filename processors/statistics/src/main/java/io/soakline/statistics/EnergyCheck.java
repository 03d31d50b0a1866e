package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A device's energy counter held against its power sensor added up over the same time. The two are known to disagree on some
 * devices by almost half, and neither says so by itself.
 *
 * @param counterJoules what the counter counted
 * @param powerJoules what the power sensor adds up to over the same time
 */
public record EnergyCheck(double counterJoules, double powerJoules) {

    /** Beyond, one of the two is wrong. */
    public static final double LARGEST_DIFFERENCE = 0.05;

    /** Difference over the larger of the two, from 0 to 1; null when neither drew anything, or one is not known. */
    public @Nullable Double difference() {
        double larger = Math.max(counterJoules, powerJoules);
        return larger > 0 && Math.min(counterJoules, powerJoules) >= 0
                ? Double.valueOf(Math.abs(counterJoules - powerJoules) / larger)
                : null;
    }

    /** Whether they disagree by more than {@link #LARGEST_DIFFERENCE}. */
    public boolean isDoubtful() {
        Double difference = difference();
        return difference != null && difference > LARGEST_DIFFERENCE;
    }
}
