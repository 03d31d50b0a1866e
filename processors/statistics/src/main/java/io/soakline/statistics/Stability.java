package io.soakline.statistics;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules by which other tools call a measurement stable. Every one of them is a rule of thumb without an error rate. */
public final class Stability {

    /** trtexec warns of unstable compute time above this coefficient of variation. */
    public static final double TRTEXEC_CV = 0.025;

    /** perf_analyzer's default for how far the largest may be above the smallest of the last windows. */
    public static final double PERF_ANALYZER_TOLERANCE = 0.10;

    private static final int PERF_ANALYZER_WINDOWS = 3;

    private Stability() {}

    /** Whether trtexec would not warn. Null when the window has no coefficient of variation. */
    public static @Nullable Boolean byTrtexec(WindowStatistics window) {
        Double cv = window.cv();
        return cv == null ? null : Boolean.valueOf(cv <= TRTEXEC_CV);
    }

    /**
     * perf_analyzer's rule with the tail included: over the last three windows, rate, median and p99 of the response time
     * each have {@code max / min <= 1 + tolerance}. Null below three windows, and when one of them lacks such a figure.
     */
    public static @Nullable Boolean byPerfAnalyzer(List<WindowStatistics> windows, double tolerance) {
        Double rate = lastMaxOverMin(windows, WindowStatistics::ratePerSecond);
        Double median = lastMaxOverMin(windows, WindowStatistics::responseP50Nanos);
        Double tail = lastMaxOverMin(windows, WindowStatistics::responseP99Nanos);
        if (rate == null || median == null || tail == null) {
            return null;
        }
        return Math.max(rate, Math.max(median, tail)) <= 1 + tolerance;
    }

    private static @Nullable Double lastMaxOverMin(
            List<WindowStatistics> windows, Function<WindowStatistics, @Nullable Double> figure) {
        if (windows.size() < PERF_ANALYZER_WINDOWS) {
            return null;
        }
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        for (WindowStatistics window : windows.subList(windows.size() - PERF_ANALYZER_WINDOWS, windows.size())) {
            Double value = figure.apply(window);
            if (value == null) {
                return null;
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return min == 0 ? null : Double.valueOf(max / min);
    }

    /**
     * ExecuTorch's score from 0 to 100 (analyze_benchmark_stability.py): {@code 0.5 max(0, 100 - 10 CV%) + 0.25 max(0, 100
     * - 50 (max/min - 1)) + 0.25 max(0, 100 - 100 (p99/p50 - 1))}. From 90 it is excellent there, from 80 good, from 60
     * moderate.
     */
    public static double execuTorchScore(double cv, double maxOverMin, double p99OverP50) {
        return 0.5 * Math.max(0, 100 - 1000 * cv)
                + 0.25 * Math.max(0, 100 - 50 * (maxOverMin - 1))
                + 0.25 * Math.max(0, 100 - 100 * (p99OverP50 - 1));
    }

    /** The same of a window; null where it lacks a figure for it. */
    public static @Nullable Double execuTorchScore(WindowStatistics window) {
        Double cv = window.cv();
        Double p99OverP50 = window.p99OverP50();
        Long min = window.latencyMinNanos();
        Long max = window.latencyMaxNanos();
        if (cv == null || p99OverP50 == null || min == null || max == null || min == 0) {
            return null;
        }
        return execuTorchScore(cv, (double) max / min, p99OverP50);
    }
}
