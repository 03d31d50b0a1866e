package io.soakline.backtest;

import java.util.Arrays;

/** A series in blocks of equally many rows, each with its level and its spread; blocks without a usable value left out. */
final class Blocks {

    /** Of fewer, the median wastes too much. */
    private static final int LEAST_FOR_MEDIAN = 8;

    /** Of the usual spread; blocks of equal values have at least this one. */
    private static final double LEAST_SPREAD_SHARE = 0.05;

    private final long[] firstRow;
    private final double[] levels;
    private final double[] logSpreads;

    private Blocks(long[] firstRow, double[] levels, double[] logSpreads) {
        this.firstRow = firstRow;
        this.levels = levels;
        this.logSpreads = logSpreads;
    }

    static Blocks of(RowValues rows, long blockRows) {
        int most = (int) ((rows.size() + blockRows - 1) / blockRows);
        long[] first = new long[most];
        double[] levels = new double[most];
        double[] spreads = new double[most];
        double[] values = new double[(int) blockRows];
        int blocks = 0;
        double last = Double.NaN;
        for (long start = 0; start < rows.size(); start += blockRows) {
            int n = 0;
            for (long row = start; row < Math.min(rows.size(), start + blockRows); row++) {
                if (!Double.isNaN(rows.get(row))) {
                    values[n++] = rows.get(row);
                }
            }
            if (n > 0) {
                double[] present = Arrays.copyOf(values, n);
                first[blocks] = start;
                levels[blocks] = middle(present);
                spreads[blocks++] = step(present, last);
                last = present[n - 1];
            }
        }
        return new Blocks(
                Arrays.copyOf(first, blocks), Arrays.copyOf(levels, blocks), logs(Arrays.copyOf(spreads, blocks)));
    }

    /** First row of each block. */
    long[] firstRow() {
        return firstRow;
    }

    /** Median of the values of each block, their mean where they are few. */
    double[] levels() {
        return levels;
    }

    /** Logarithm of the median step between neighbours in each block, of the mean step where they are few. */
    double[] logSpreads() {
        return logSpreads;
    }

    private static double middle(double[] values) {
        return values.length >= LEAST_FOR_MEDIAN
                ? Robust.median(values)
                : Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** @param last value of the block before; NaN when there is none */
    private static double step(double[] values, double last) {
        double[] steps =
                Arrays.stream(Robust.differences(values)).map(Math::abs).toArray();
        if (steps.length > 0) {
            return middle(steps);
        }
        return Double.isNaN(last) ? 0 : Math.abs(values[0] - last);
    }

    private static double[] logs(double[] spreads) {
        double usual = Math.max(
                Robust.median(spreads), 1e-3 * Arrays.stream(spreads).average().orElse(0));
        double floor = LEAST_SPREAD_SHARE * usual + Double.MIN_NORMAL;
        return Arrays.stream(spreads).map(s -> Math.log(s + floor)).toArray();
    }
}
