package io.soakline.backtest;

import java.util.Arrays;

/**
 * The cheapest way to cut a series into segments: the sum of their costs plus a penalty for each cut.
 *
 * <p>Exact, by dynamic programming over the end of the last segment (Jackson et al., An algorithm for optimal
 * partitioning of data on an interval, IEEE SPL 2005): {@code n^2 / 2} costs. Of equally cheap ways the one with the
 * longest last segment.
 */
final class OptimalPartition {

    private OptimalPartition() {}

    /**
     * The first index of each segment but the first, ascending; none when there are fewer than two segments' rows.
     *
     * @param leastRows the fewest rows of a segment, at least 1
     */
    static int[] of(SegmentCost cost, int rows, double penalty, int leastRows) {
        if (rows < 2 * leastRows) {
            return new int[0];
        }
        double[] cheapest = new double[rows + 1];
        int[] lastStart = new int[rows + 1];
        Arrays.fill(cheapest, Double.POSITIVE_INFINITY);
        cheapest[0] = -penalty;
        for (int end = leastRows; end <= rows; end++) {
            for (int start = 0; start <= end - leastRows; start++) {
                double total = cheapest[start] + penalty + cost.of(start, end);
                if (total < cheapest[end]) {
                    cheapest[end] = total;
                    lastStart[end] = start;
                }
            }
        }
        return cuts(lastStart);
    }

    private static int[] cuts(int[] lastStart) {
        int[] cuts = new int[lastStart.length];
        int first = cuts.length;
        for (int start = lastStart[lastStart.length - 1]; start > 0; start = lastStart[start]) {
            cuts[--first] = start;
        }
        return Arrays.copyOfRange(cuts, first, cuts.length);
    }
}
