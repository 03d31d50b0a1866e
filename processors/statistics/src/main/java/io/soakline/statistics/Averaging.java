package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.Digamma;
import org.jspecify.annotations.Nullable;

/**
 * Whether averaging over longer times helps: how the variance of means falls with the number of panes they are taken over.
 * Blocks are of consecutive panes with inferences, from the oldest on; what does not fill a block is left out, and panes
 * that are missing are passed over.
 *
 * @param panes panes behind it
 * @param blocks by block size, for the sizes 1, 6, 36 and 360 that give at least {@value #FEWEST_BLOCKS} blocks; empty when
 *     the panes' means do not vary
 * @param slope of log variance over log block size, by least squares weighted with degrees of freedom: -1 when panes are
 *     independent, 0 when averaging does not help; null with fewer than two sizes
 */
public record Averaging(
        int panes, List<Block> blocks, @Nullable Double slope) {

    /** Variances of fewer means are nearly worthless: this many still have a standard error of two thirds. */
    static final int FEWEST_BLOCKS = 5;

    private static final int[] SIZES = {1, 6, 36, 360};

    static final Averaging NONE = new Averaging(0, List.of(), null);

    /**
     * One block size.
     *
     * @param panes per block
     * @param blocks number of them
     * @param varianceRatio variance of the blocks' means over that of the panes' means
     */
    public record Block(int panes, int blocks, double varianceRatio) {}

    public Averaging {
        blocks = List.copyOf(blocks);
    }

    /** @param paneMeans in time */
    public static Averaging of(double[] paneMeans) {
        List<Block> blocks = new ArrayList<>();
        double single = paneMeans.length < FEWEST_BLOCKS ? 0 : variance(paneMeans);
        if (single > 0) {
            for (int size : SIZES) {
                int count = paneMeans.length / size;
                if (count >= FEWEST_BLOCKS) {
                    blocks.add(new Block(size, count, variance(means(paneMeans, size, count)) / single));
                }
            }
        }
        return new Averaging(paneMeans.length, blocks, slope(blocks));
    }

    private static double[] means(double[] values, int size, int count) {
        double[] means = new double[count];
        for (int block = 0; block < count; block++) {
            double sum = 0;
            for (int i = block * size; i < (block + 1) * size; i++) {
                sum += values[i];
            }
            means[block] = sum / size;
        }
        return means;
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }

    private static @Nullable Double slope(List<Block> blocks) {
        double weights = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        int sizes = 0;
        for (Block block : blocks) {
            if (block.varianceRatio() > 0) {
                double weight = block.blocks() - 1;
                double logSize = Math.log(block.panes());
                double logVariance = Math.log(block.varianceRatio()) - logBias(block.blocks() - 1);
                weights += weight;
                x += weight * logSize;
                y += weight * logVariance;
                xx += weight * logSize * logSize;
                xy += weight * logSize * logVariance;
                sizes++;
            }
        }
        double spread = weights * xx - x * x;
        return sizes < 2 || spread <= 0 ? null : Double.valueOf((weights * xy - x * y) / spread);
    }

    /** Expected logarithm of a sample variance with that many degrees of freedom, over that of the true variance. */
    private static double logBias(int degreesOfFreedom) {
        return Digamma.value(degreesOfFreedom / 2.0) - Math.log(degreesOfFreedom / 2.0);
    }
}
