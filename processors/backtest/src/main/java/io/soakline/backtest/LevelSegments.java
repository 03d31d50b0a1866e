package io.soakline.backtest;

import java.util.Arrays;

/**
 * The cut of a series into segments that each keep one level or one slope.
 *
 * <p>The price of a cut is the larger of two. A number of noise variances, as in any information criterion, keeps noise
 * from being cut; it grows with the memory of what the cut leaves over, {@code (1 + phi) / (1 - phi)} for lag-1
 * autocorrelation {@code phi}, so that slow wobbles are no changes: cut, measure the memory, cut again at the new price,
 * until the price stays. A share of the mean square of the whole series keeps smooth curves, whose noise is nearly
 * nothing, from being cut into many small pieces.
 */
final class LevelSegments {

    private static final int MOST_PASSES = 5;
    private static final double SETTLED = 1.02;

    /** Parameters fitted in a segment, slope counted half: how much too small its autocorrelation comes out. */
    private static final double PARAMETERS_PER_SEGMENT = 1.5;

    private static final double MOST_AUTOCORRELATION = 0.97;

    private final LevelCost cost;
    private final int[] cuts;
    private final int rows;
    private final double price;

    private LevelSegments(LevelCost cost, int[] cuts, int rows, double price) {
        this.cost = cost;
        this.cuts = cuts;
        this.rows = rows;
        this.price = price;
    }

    /**
     * @param values centred, of the order of 1, without outliers
     * @param noise standard deviation of the noise at each of them, above 0
     */
    static LevelSegments of(double[] values, double[] noise, SegmentationParameters parameters) {
        double[] weights = Arrays.stream(noise).map(s -> 1 / (s * s)).toArray();
        int n = values.length;
        double whole = new LevelCost(values, weights, Double.POSITIVE_INFINITY).of(0, n) / n;
        double memory = 1;
        for (int pass = 1; ; pass++) {
            double price =
                    Math.log(n) * Math.max(parameters.noisePenalty() * memory, parameters.sharePenalty() * whole);
            LevelCost cost = new LevelCost(values, weights, price * parameters.slopePrice());
            int[] cuts = OptimalPartition.of(cost, n, price, parameters.leastRows());
            LevelSegments segments = new LevelSegments(cost, cuts, n, price);
            double measured = Math.min(parameters.mostMemory(), segments.memory(values, noise));
            if (measured <= memory * SETTLED || pass == MOST_PASSES) {
                return segments;
            }
            memory = measured;
        }
    }

    /** The first row of each segment but the first, ascending. */
    int[] cuts() {
        return cuts;
    }

    /** Level at the last row before a cut. */
    double before(int k) {
        return cost.levelAt(start(k), cuts[k], cuts[k] - 1);
    }

    /** Level at the first row after a cut. */
    double after(int k) {
        return cost.levelAt(cuts[k], end(k + 1), cuts[k]);
    }

    /** By how much a cut lowers the cost, in noise variances. */
    double gain(int k) {
        return cost.of(start(k), end(k + 1)) - cost.of(start(k), cuts[k]) - cost.of(cuts[k], end(k + 1));
    }

    /** What a cut had to gain, in noise variances. */
    double price() {
        return price;
    }

    private int start(int segment) {
        return segment == 0 ? 0 : cuts[segment - 1];
    }

    private int end(int segment) {
        return segment == cuts.length ? rows : cuts[segment];
    }

    /** How many times white noise's variance a mean of what is left over has. */
    private double memory(double[] values, double[] noise) {
        double squares = 0;
        double products = 0;
        for (int segment = 0; segment <= cuts.length; segment++) {
            double previous = 0;
            for (int i = start(segment); i < end(segment); i++) {
                double residual = (values[i] - cost.levelAt(start(segment), end(segment), i)) / noise[i];
                squares += residual * residual;
                products += residual * previous;
                previous = residual;
            }
        }
        if (!(squares > 0)) {
            return 1;
        }
        double bias = PARAMETERS_PER_SEGMENT * (cuts.length + 1) / rows;
        double phi = (products / squares + bias) / Math.max(0.5, 1 - 3 * bias);
        double bounded = Math.max(0, Math.min(MOST_AUTOCORRELATION, phi));
        return (1 + bounded) / (1 - bounded);
    }
}
