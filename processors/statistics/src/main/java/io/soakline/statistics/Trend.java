package io.soakline.statistics;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How fast a quantity rises or falls over a window: the slope of the least-squares line through readings, with a two-sided
 * 95 % interval.
 *
 * <p>Readings that follow one another closely err alike, so the interval counts them as fewer, by their residuals' lag-1
 * autocorrelation {@code r}: {@code n (1 - r) / (1 + r)} (Santer et al., J. Geophys. Res. 105, 2000). A sensor that tells
 * whole degrees may hide a rise within one: the interval is widened by the largest slope that its steps can hide.
 *
 * @param n readings
 * @param perSecond slope
 * @param lowPerSecond lower end of the interval
 * @param highPerSecond upper end
 */
public record Trend(int n, double perSecond, double lowPerSecond, double highPerSecond) {

    /** Fewer readings make no line. */
    public static final int FEWEST = 6;

    private static final double TAIL = 0.025;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * @param atNanos times of the readings, in any order
     * @param values one for each, finite
     * @param step smallest difference that the sensor tells; 0 for none
     * @return null below {@value #FEWEST} readings, of which two are at different times, and when they err too much alike
     * @throws IllegalArgumentException when there are not as many of both
     */
    public static @Nullable Trend of(long[] atNanos, double[] values, double step) {
        if (atNanos.length != values.length) {
            throw new IllegalArgumentException(atNanos.length + " times, but " + values.length + " readings");
        }
        int n = values.length;
        if (n < FEWEST) {
            return null;
        }
        double[] seconds = centred(atNanos);
        double squares = 0;
        double products = 0;
        double distances = 0;
        double mean = mean(values);
        for (int i = 0; i < n; i++) {
            squares += seconds[i] * seconds[i];
            products += seconds[i] * (values[i] - mean);
            distances += Math.abs(seconds[i]);
        }
        if (squares == 0) {
            return null;
        }
        double slope = products / squares;
        double hidden = step / 2 * distances / squares;
        double error = halfWidth(seconds, values, mean, slope, squares);
        return Double.isNaN(error) ? null : new Trend(n, slope, slope - error - hidden, slope + error + hidden);
    }

    private static double[] centred(long[] atNanos) {
        double[] seconds = new double[atNanos.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = (atNanos[i] - atNanos[0]) / NANOS_PER_SECOND;
        }
        double mean = mean(seconds);
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] -= mean;
        }
        return seconds;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** NaN when fewer than three readings are left to count. */
    private static double halfWidth(double[] seconds, double[] values, double mean, double slope, double squares) {
        double residualSquares = 0;
        double lagProducts = 0;
        double before = 0;
        for (int i = 0; i < values.length; i++) {
            double residual = values[i] - mean - slope * seconds[i];
            residualSquares += residual * residual;
            lagProducts += residual * before;
            before = residual;
        }
        if (residualSquares == 0) {
            return 0;
        }
        double alike = Math.max(0, lagProducts / residualSquares);
        double counted = values.length * (1 - alike) / (1 + alike);
        if (counted < 3) {
            return Double.NaN;
        }
        double deviation = Math.sqrt(residualSquares / (counted - 2) / squares);
        return TDistribution.of(counted - 2).inverseSurvivalProbability(TAIL) * deviation;
    }
}
