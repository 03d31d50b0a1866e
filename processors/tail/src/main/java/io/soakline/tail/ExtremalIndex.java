package io.soakline.tail;

import java.util.Arrays;

/** Extremal index: one over the mean number of exceedances in a cluster. 1 if exceedances come singly. */
final class ExtremalIndex {
    private ExtremalIndex() {}

    /**
     * Intervals estimator of Ferro and Segers (Journal of the Royal Statistical Society B 65, 2003), equations 3 and 4.
     *
     * @param times ascending places of the exceedances, at least 3
     * @return above 0, at most 1
     */
    static double intervals(long[] times) {
        double sum = 0;
        double squares = 0;
        double least = 0;
        double shifted = 0;
        double shiftedProducts = 0;
        for (int i = 1; i < times.length; i++) {
            double gap = times[i] - times[i - 1];
            least = Math.max(least, gap);
            sum += gap;
            squares += gap * gap;
            shifted += gap - 1;
            shiftedProducts += (gap - 1) * (gap - 2);
        }
        int gaps = times.length - 1;
        double index = least <= 2 ? 2 * sum * sum / (gaps * squares) : 2 * shifted * shifted / (gaps * shiftedProducts);
        return Math.min(1, index);
    }

    /**
     * Blocks estimator (Smith, Weissman: Journal of the Royal Statistical Society B 56, 1994, with logarithms) for when
     * only the block of an exceedance is known: the index under which as many blocks stay empty as did. Exceedances that
     * are far apart in one block count as one cluster only if they are too many for chance.
     *
     * @param sizes inferences per block
     * @param exceedances per block
     * @return above 0, at most 1
     */
    static double blocks(long[] sizes, int[] exceedances) {
        double inferences = Arrays.stream(sizes).sum();
        double all = Arrays.stream(exceedances).sum();
        double empty = Arrays.stream(exceedances).filter(count -> count == 0).count();
        double rate = all / inferences;
        if (expectedEmpty(sizes, rate) >= empty) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int step = 0; step < 50; step++) {
            double middle = 0.5 * (low + high);
            if (expectedEmpty(sizes, rate * middle) > empty) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double expectedEmpty(long[] sizes, double rate) {
        double sum = 0;
        for (long size : sizes) {
            sum += Math.exp(size * Math.log1p(-rate));
        }
        return sum;
    }
}
