package io.soakline.drift;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a repeating pattern in whitened medians: a line in the periodogram of the last {@value #WINDOW} panes that
 * stands out of its neighbours. It looks each {@value #STEP} panes, and rings for a line that is very high once, or high in
 * two windows that share no pane.
 */
final class PeriodSearch {

    static final int WINDOW = 360;
    static final int STEP = 60;

    private static final int NONE = -99;

    /**
     * Patterns slower than a tenth of the window are left to the level: what whitening leaves of a wobble gathers at the low
     * end, and rang there in simulation.
     */
    private static final int FIRST_LINE = 10;

    /** Lines from here on are neighbours: slower ones are what is left of a trend. */
    private static final int FIRST_NEIGHBOUR = 3;

    private static final int LINES = WINDOW / 2;
    private static final int NEIGHBOURS = 12;

    /** Two windows of one pattern are at most so far apart. */
    private static final int LATEST_AGREEMENT = 2 * WINDOW;

    /**
     * Ratio of a line to its neighbourhood (their median over ln 2), and how likely white noise exceeds it, all lines of
     * a window together: expectation of exp(-ratio x neighbourhood) over the median of 24 exponential variables; two
     * million draws with NumPy 2 through the Renyi representation.
     */
    private static final double[] RATIOS = {10, 14, 18, 22, 26.1, 30, 35, 40, 50, 60};

    private static final double[] CHANCES = {
        9.4e-2, 1.15e-2, 1.89e-3, 3.9e-4, 9.2e-5, 2.7e-5, 6.4e-6, 1.8e-6, 2.0e-7, 2.9e-8
    };

    /** Whitened panes are not quite white; so much of the allowed chance is kept for that. Chosen, not derived. */
    private static final double COLOUR = 40;

    private static final double LN_2 = Math.log(2);

    /** More than rounding can be. */
    private static final double ROUNDING = 1 + 1e-9;

    /**
     * A found line.
     *
     * @param amplitude of the logarithm of the level
     * @param error standard error of the amplitude
     * @param twice found in two windows
     */
    record Line(double periodPanes, double amplitude, double error, double ratio, double threshold, boolean twice) {}

    private final float[] values = new float[WINDOW];
    private final float[] amplitudes = new float[WINDOW];
    private long seen;
    private int lastLine = NONE;
    private int held = NONE;
    private boolean faded;
    private long lastSeen;

    /**
     * @param whitened innovation, in standard deviations, clamped
     * @param deviation of the level
     * @param alarmsPerLook false alarms that one look may cost
     * @return a line that rings, else null
     */
    @Nullable
    Line accept(double whitened, double deviation, double alarmsPerLook) {
        int at = (int) (seen % WINDOW);
        values[at] = (float) whitened;
        amplitudes[at] = (float) deviation;
        seen++;
        return seen >= WINDOW && seen % STEP == 0 ? look(alarmsPerLook) : null;
    }

    /** Missing panes say nothing about a pattern. */
    void skip(long panes) {
        for (long i = 0; i < Math.min(panes, WINDOW); i++) {
            int at = (int) (seen % WINDOW);
            values[at] = 0;
            amplitudes[at] = 0;
            seen++;
        }
    }

    /** The line that rang no longer stands out. Forgets it. */
    boolean faded() {
        boolean now = faded;
        if (now) {
            held = NONE;
            faded = false;
        }
        return now;
    }

    private @Nullable Line look(double alarmsPerLook) {
        double[] power = Fourier.power(detrended(values));
        if (held != NONE) {
            faded = ratio(power, held) < RATIOS[0];
            return null;
        }
        double chance = alarmsPerLook / 2 / COLOUR;
        double twice = ratioFor(Math.sqrt(chance));
        int best = FIRST_LINE;
        double bestRatio = 0;
        for (int line = FIRST_LINE; line < LINES; line++) {
            double ratio = peak(power, line) && mayReach(twice, power, line) ? ratio(power, line) : 0;
            if (ratio > bestRatio) {
                bestRatio = ratio;
                best = line;
            }
        }
        double once = ratioFor(chance);
        if (bestRatio >= once) {
            return found(best, bestRatio, once, false);
        }
        if (bestRatio < twice) {
            return null;
        }
        long apart = seen - lastSeen;
        if (Math.abs(best - lastLine) <= 1 && apart >= WINDOW && apart <= LATEST_AGREEMENT) {
            return found(best, bestRatio, twice, true);
        }
        if (lastLine == NONE || apart > LATEST_AGREEMENT) {
            lastLine = best;
            lastSeen = seen;
        }
        return null;
    }

    /** Greater than its next three on both sides; only such a line can be the one that stands out most. */
    private static boolean peak(double[] power, int line) {
        for (int i = Math.max(FIRST_NEIGHBOUR, line - 3); i <= Math.min(LINES - 1, line + 3); i++) {
            if (power[i] > power[line]) {
                return false;
            }
        }
        return true;
    }

    /**
     * False where the ratio is certainly less: where most neighbours are too high, their median is. Few lines need to have
     * their neighbours sorted.
     */
    private static boolean mayReach(double ratio, double[] power, int line) {
        double limit = power[line] * LN_2 / ratio * ROUNDING;
        int low = Math.max(FIRST_NEIGHBOUR, line - NEIGHBOURS);
        int high = Math.min(LINES - 1, line + NEIGHBOURS);
        int above = 0;
        for (int i = low; i <= high; i++) {
            above += power[i] > limit ? 1 : 0;
        }
        // The line itself is above, too.
        return above - 1 <= (high - low) / 2;
    }

    private static double ratio(double[] power, int line) {
        return power[line] / neighbourhood(power, line);
    }

    private Line found(int line, double ratio, double threshold, boolean twice) {
        held = line;
        lastLine = NONE;
        double[] power = Fourier.power(detrended(amplitudes));
        double amplitude = 2 * Math.sqrt(power[line]) / WINDOW;
        // A line of pure noise has this mean power; one of its two components is along the amplitude.
        double error = 2 * Math.sqrt(neighbourhood(power, line) / 2) / WINDOW;
        return new Line(WINDOW / (double) line, amplitude, error, ratio, threshold, twice);
    }

    /** In the order of time, straight line taken off. */
    private double[] detrended(float[] ring) {
        double mean = 0;
        double slope = 0;
        double middle = (WINDOW - 1) / 2.0;
        double[] series = new double[WINDOW];
        int from = (int) (seen % WINDOW);
        for (int t = 0; t < WINDOW; t++) {
            series[t] = ring[from + t < WINDOW ? from + t : from + t - WINDOW];
            mean += series[t] / WINDOW;
            slope += series[t] * (t - middle);
        }
        slope /= WINDOW * ((double) WINDOW * WINDOW - 1) / 12;
        for (int t = 0; t < WINDOW; t++) {
            series[t] -= mean + slope * (t - middle);
        }
        return series;
    }

    private static double neighbourhood(double[] power, int line) {
        int low = Math.max(FIRST_NEIGHBOUR, line - NEIGHBOURS);
        int high = Math.min(LINES - 1, line + NEIGHBOURS);
        double[] neighbours = new double[high - low];
        int size = 0;
        for (int i = low; i <= high; i++) {
            if (i != line) {
                neighbours[size++] = power[i];
            }
        }
        Arrays.sort(neighbours);
        double median = (neighbours[(size - 1) / 2] + neighbours[size / 2]) / 2;
        return Math.max(1e-12, median / LN_2);
    }

    /** The ratio that white noise exceeds with this probability; log-linear between and beyond the table. */
    static double ratioFor(double chance) {
        int i = 1;
        while (i < RATIOS.length - 1 && CHANCES[i] > chance) {
            i++;
        }
        double low = Math.log(CHANCES[i - 1]);
        double high = Math.log(CHANCES[i]);
        return Math.max(
                RATIOS[0], RATIOS[i - 1] + (RATIOS[i] - RATIOS[i - 1]) * (Math.log(chance) - low) / (high - low));
    }
}
