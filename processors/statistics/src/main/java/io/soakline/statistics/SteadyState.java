package io.soakline.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From which pane on a run is steady: where its warm-up ends.
 *
 * <p>The series is the logarithm of each pane's median; a running median of three takes out a single odd pane and keeps
 * steps. The second half says what steady is: its median is the level, four times its robust deviation, but not less than 1
 * %, the tolerance. Going back from there, the run is steady up to the first pane that lies outside. If the second half
 * itself has a step or a trend of more than 1 % and five standard errors (corrected for the correlation of neighbours), the
 * run is not steady.
 *
 * <p>Why not MSER, which cuts where the standard error of the remaining mean is smallest: on 60 panes with 0.3 % of noise
 * and no warm-up it refused 7 %, on 12 panes 68 %, and it called a step of 5 % at four fifths of the run steady from the
 * first pane on. This rule refused none of the former and all of the latter.
 *
 * @param fromNanos start of the first steady pane, wall clock; null when there is none
 * @param pane its number in the series, from 0; -1 when there is none
 * @param panes panes looked at
 * @param reason why there is none, one sentence; empty when there is
 */
public record SteadyState(@Nullable Long fromNanos, int pane, int panes, String reason) {

    /** Fewest panes that say anything. */
    public static final int FEWEST = 12;

    private static final double MATERIAL = 0.01;
    private static final double DEVIATIONS = 4;
    private static final double STANDARD_ERRORS = 5;
    /** Fewest panes on either side of a step. */
    private static final int FEWEST_BESIDE = 3;

    static final SteadyState SEVERAL_RUNS = refused(0, "the window is of several runs");

    private static SteadyState refused(int panes, String reason) {
        return new SteadyState(null, -1, panes, reason);
    }

    /**
     * @param paneStartNanos ascending
     * @param paneMedians one for each; a series with a median of 0 is refused
     */
    public static SteadyState of(long[] paneStartNanos, double[] paneMedians) {
        int n = paneMedians.length;
        if (n < FEWEST) {
            return refused(n, format("%d panes, steadiness needs %d", n, FEWEST));
        }
        double[] levels = smoothedLogs(paneMedians);
        if (!Double.isFinite(Arrays.stream(levels).sum())) {
            return refused(n, "a pane's median latency is 0");
        }
        double[] later = Arrays.copyOfRange(levels, n / 2, n);
        double trend = trend(later);
        double moved = trend != 0 ? trend : largestStep(later);
        if (moved != 0) {
            return refused(
                    n,
                    format("the median moved by %+.1f %% in the second half of %d panes", 100 * Math.expm1(moved), n));
        }
        int first = firstWithin(levels, n / 2, later);
        return new SteadyState(paneStartNanos[first], first, n, "");
    }

    /** The newest counts as the one before it: whether it is odd, the next one will tell. */
    private static double[] smoothedLogs(double[] medians) {
        int n = medians.length;
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            logs[i] = Math.log(medians[i]);
        }
        double[] smoothed = logs.clone();
        for (int i = 1; i < n - 1; i++) {
            smoothed[i] = median(logs[i - 1], logs[i], logs[i + 1]);
        }
        smoothed[n - 1] = smoothed[n - 2];
        return smoothed;
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static int firstWithin(double[] levels, int half, double[] later) {
        double level = median(later);
        double[] deviations = Arrays.stream(later).map(x -> Math.abs(x - level)).toArray();
        double tolerance = Math.max(MATERIAL, DEVIATIONS * Spread.NORMAL_CONSISTENCY * median(deviations));
        int first = half;
        while (first > 0 && Math.abs(levels[first - 1] - level) <= tolerance) {
            first--;
        }
        return first;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** The most significant step of the mean, if it is material; else 0. */
    private static double largestStep(double[] x) {
        double largest = 0;
        double mostSignificant = STANDARD_ERRORS;
        for (int at = FEWEST_BESIDE; at <= x.length - FEWEST_BESIDE; at++) {
            double before = mean(x, 0, at);
            double after = mean(x, at, x.length);
            double error = standardError(x, at, before, after);
            double step = after - before;
            if (Math.abs(step) > MATERIAL && Math.abs(step) > mostSignificant * error) {
                mostSignificant = error == 0 ? Double.POSITIVE_INFINITY : Math.abs(step) / error;
                largest = step;
            }
        }
        return largest;
    }

    private static double mean(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum / (to - from);
    }

    /** How far the line through the series rises from its first to its last value, if that is material; else 0. */
    private static double trend(double[] x) {
        int n = x.length;
        double middle = (n - 1) / 2.0;
        double mean = mean(x, 0, n);
        double moments = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            moments += (i - middle) * (x[i] - mean);
            spread += (i - middle) * (i - middle);
        }
        double slope = moments / spread;
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) {
            residuals[i] = x[i] - mean - slope * (i - middle);
        }
        double rise = slope * (n - 1);
        double error = Math.sqrt(variance(residuals) / spread) * (n - 1);
        return Math.abs(rise) > MATERIAL && Math.abs(rise) > STANDARD_ERRORS * error ? rise : 0;
    }

    /** Of the difference of the two means. */
    private static double standardError(double[] x, int at, double before, double after) {
        double[] residuals = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            residuals[i] = x[i] - (i < at ? before : after);
        }
        return Math.sqrt(variance(residuals) * (1.0 / at + 1.0 / (x.length - at)));
    }

    /** After two parameters were fitted, with {@code (1 + r) / (1 - r)} for the correlation r of neighbours. */
    private static double variance(double[] residuals) {
        double squares = 0;
        double products = 0;
        double previous = 0;
        for (double residual : residuals) {
            squares += residual * residual;
            products += residual * previous;
            previous = residual;
        }
        double r = squares == 0 ? 0 : Math.max(0, Math.min(0.95, products / squares));
        return squares / (residuals.length - 2.0) * (1 + r) / (1 - r);
    }

    private static String format(String text, Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
