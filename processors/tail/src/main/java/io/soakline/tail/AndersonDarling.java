package io.soakline.tail;

import java.util.Arrays;

/** Anderson and Darling's distance of a sample from the distribution that was fitted to it. */
final class AndersonDarling {
    private AndersonDarling() {}

    /**
     * {@code -n - sum (2i - 1)(log u_i + log(1 - u_{n+1-i})) / n}.
     *
     * @param hazards {@code -log(1 - F(x))} of each value, in any order
     */
    static double distance(double[] hazards) {
        double[] ascending = hazards.clone();
        Arrays.sort(ascending);
        int n = ascending.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double logBelow = Math.log(-Math.expm1(-ascending[i]));
            double logAbove = -ascending[n - 1 - i];
            sum += (2 * i + 1) * (logBelow + logAbove);
        }
        return -n - sum / n;
    }

    /**
     * Limit for a generalised Pareto distribution whose shape and scale were fitted, exceeded by 1 % of true samples.
     * Made by {@code AndersonDarlingTable} in the test tree with 10,000 samples a shape, standard error about 2 %.
     */
    static double paretoLimit(double shape) {
        return interpolate(PARETO, shape);
    }

    /** The same for a generalised extreme value distribution with fitted location, scale and shape; 2,500 samples a shape. */
    static double extremeLimit(double shape) {
        return interpolate(EXTREME, shape);
    }

    /** Limits at shapes -0.5, -0.4 ... 0.8. */
    private static final double[] PARETO = {
        1.740, 1.650, 1.576, 1.528, 1.452, 1.398, 1.325, 1.301, 1.258, 1.219, 1.183, 1.153, 1.119, 1.088
    };

    private static final double[] EXTREME = {
        0.944, 0.903, 0.876, 0.871, 0.854, 0.845, 0.835, 0.836, 0.843, 0.851, 0.851, 0.839, 0.842, 0.869
    };

    private static double interpolate(double[] table, double shape) {
        double place = Math.min(table.length - 1, Math.max(0, (shape + 0.5) * 10));
        int left = Math.min(table.length - 2, (int) place);
        return table[left] + (place - left) * (table[left + 1] - table[left]);
    }
}
