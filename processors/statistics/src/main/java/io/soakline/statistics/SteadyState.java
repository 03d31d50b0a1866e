package io.soakline.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From which pane on a run is steady: where its warm-up ends.
 *
 * <p>The series is the logarithm of each pane's median. A single odd pane is taken out by a running median of three. The
 * marginal standard error rule (MSER; White, Cobb, Spratt: Winter Simulation Conference 2000) then looks for the cut that
 * makes the standard error of the remaining mean smallest. MSER-5 averages five observations first, to tame noise; a pane's
 * median over thousands of inferences is tame already, and five panes would be 50 s. Two things are added that MSER lacks.
 * A cut in the second half means that the level moves late: refused. And what remains is compared, its first third with its
 * last: a difference that is both above 1 % and above four standard errors (corrected for the correlation of neighbours)
 * means that it still moves: refused.
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
    private static final double SIGNIFICANT = 4;

    static final SteadyState SEVERAL_RUNS = refused(0, "the window is of several runs");

    private static SteadyState refused(int panes, String reason) {
        return new SteadyState(null, -1, panes, reason);
    }

    /**
     * @param paneStartNanos ascending
     * @param paneMedians above 0, one for each
     */
    public static SteadyState of(long[] paneStartNanos, double[] paneMedians) {
        int n = paneMedians.length;
        if (n < FEWEST) {
            return refused(n, String.format(Locale.ROOT, "%d panes, steadiness needs %d", n, FEWEST));
        }
        double[] level = smoothedLogs(paneMedians);
        if (!Double.isFinite(Arrays.stream(level).sum())) {
            return refused(n, "a pane's median latency is 0");
        }
        int cut = cut(level);
        if (cut > n / 2) {
            return refused(
                    n,
                    String.format(Locale.ROOT, "the level moves late: only the last %d of %d panes agree", n - cut, n));
        }
        String moving = moving(Arrays.copyOfRange(level, cut, n));
        return moving == null ? new SteadyState(paneStartNanos[cut], cut, n, "") : refused(n, moving);
    }

    /** Median of three, so that one odd pane vanishes while steps stay. The newest counts as the one before it. */
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

    /** The cut with the smallest {@code sum (y - mean)^2 / remaining^2}; at least a quarter of the panes remain. */
    private static int cut(double[] level) {
        int n = level.length;
        double origin = level[n - 1];
        double sum = 0;
        double squares = 0;
        double smallest = Double.POSITIVE_INFINITY;
        int cut = 0;
        for (int i = n - 1; i >= 0; i--) {
            double y = level[i] - origin;
            sum += y;
            squares += y * y;
            int remaining = n - i;
            if (remaining >= (n + 3) / 4) {
                double statistic = (squares - sum * sum / remaining) / ((double) remaining * remaining);
                if (statistic <= smallest) {
                    smallest = statistic;
                    cut = i;
                }
            }
        }
        return cut;
    }

    /** Why the stretch still moves; null when it does not. */
    private static @Nullable String moving(double[] level) {
        int third = level.length / 3;
        double[] first = Arrays.copyOf(level, third);
        double[] last = Arrays.copyOfRange(level, level.length - third, level.length);
        double change = mean(last) - mean(first);
        double error = Math.sqrt(squaredError(first) + squaredError(last));
        if (Math.abs(change) <= MATERIAL || Math.abs(change) <= SIGNIFICANT * error) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "the median still moves: %+.1f %% from the first third to the last of the %d panes that agree best",
                100 * Math.expm1(change),
                level.length);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Of the mean: variance over number, times {@code (1 + r) / (1 - r)} for the correlation r of neighbours. */
    private static double squaredError(double[] values) {
        double mean = mean(values);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }
        double r = squares == 0 ? 0 : Math.max(0, Math.min(0.95, products / squares));
        return squares / (values.length - 1.0) / values.length * (1 + r) / (1 - r);
    }
}
