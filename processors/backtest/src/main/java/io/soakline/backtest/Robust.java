package io.soakline.backtest;

import java.util.Arrays;

/** Middle and spread of values of which some may be wild. None of these changes its argument. */
final class Robust {

    /** Standard deviations of a normal distribution in one median absolute deviation. */
    static final double NORMAL_MAD = 1.4826;

    private Robust() {}

    /** The mean of the two middle ones when their number is even; NaN without any. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted, 0.5);
    }

    /** Linear between the order statistics at {@code p (n - 1)} (type 7 of Hyndman and Fan); NaN without any. */
    static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted, p);
    }

    private static double ofSorted(double[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double rank = p * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** Standard deviation of the body, were it normal: median distance from the median; NaN without any. */
    static double deviation(double[] values) {
        double middle = median(values);
        return NORMAL_MAD
                * median(Arrays.stream(values).map(v -> Math.abs(v - middle)).toArray());
    }

    static double[] differences(double[] values) {
        double[] differences = new double[Math.max(0, values.length - 1)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = values[i + 1] - values[i];
        }
        return differences;
    }
}
