package io.soakline.backtest;

/** The row at which one known state most likely gives way to another. */
final class Boundary {

    /** One wild value counts as this many usual ones at most. */
    private static final double LIMIT = 6;

    private Boundary() {}

    /**
     * Between two levels, by the sum of absolute distances.
     *
     * @param values NaN for rows without one
     * @param from first row that may begin the new state
     * @param to exclusive end of them
     */
    static long ofLevels(RowFunction values, double before, double after, long from, long to) {
        return best(from, to, row -> Math.abs(values.at(row) - before) - Math.abs(values.at(row) - after));
    }

    /**
     * Between two spreads, by the likelihood of double exponential steps.
     *
     * @param steps absolute step to each row; NaN for rows without one
     * @param before mean step of the old state, above 0
     * @param after mean step of the new state, above 0
     */
    static long ofSteps(RowFunction steps, double before, double after, long from, long to) {
        return best(from, to, row -> {
            double step = Math.min(steps.at(row), LIMIT * Math.max(before, after));
            return step / before + Math.log(before) - step / after - Math.log(after);
        });
    }

    /** What a row's old state costs more than its new one. */
    private static long best(long from, long to, RowFunction excess) {
        double cost = 0;
        double cheapest = 0;
        long best = from;
        for (long row = from; row < to - 1; row++) {
            double more = excess.at(row);
            cost += Double.isNaN(more) ? 0 : more;
            if (cost < cheapest) {
                cheapest = cost;
                best = row + 1;
            }
        }
        return best;
    }

    /** A number for each row. */
    @FunctionalInterface
    interface RowFunction {
        double at(long row);
    }
}
