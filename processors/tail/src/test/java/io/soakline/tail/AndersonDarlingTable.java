package io.soakline.tail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the limits in {@link AndersonDarling}: the 99th percentile of the distance over samples of the fitted family, by
 * shape. The argument is the number of samples a shape; the table was made with 10,000.
 */
final class AndersonDarlingTable {
    private AndersonDarlingTable() {}

    /** Quantile of the distance for a generalised Pareto distribution of which shape and scale are fitted. */
    static double pareto(double shape, int size, int samples, double quantile, long seed) {
        Random random = new Random(seed);
        double[] distances = new double[samples];
        for (int i = 0; i < samples; i++) {
            double[] excesses = new double[size];
            for (int k = 0; k < size; k++) {
                double hazard = -Math.log(1 - random.nextDouble());
                excesses[k] = shape == 0 ? hazard : Math.expm1(shape * hazard) / shape;
            }
            ParetoTail fit = ParetoTail.fit(excesses);
            distances[i] = AndersonDarling.distance(
                    Arrays.stream(excesses).map(fit::cumulativeHazard).toArray());
        }
        Arrays.sort(distances);
        return distances[(int) (quantile * samples)];
    }

    /** The same for a generalised extreme value distribution of which location, scale and shape are fitted. */
    static double extreme(double shape, int size, int samples, double quantile, long seed) {
        Random random = new Random(seed);
        double[] distances = new double[samples];
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        for (int i = 0; i < samples; i++) {
            double[] maxima = new double[size];
            for (int k = 0; k < size; k++) {
                double reduced = -Math.log(-Math.log(1 - random.nextDouble()));
                maxima[k] = shape == 0 ? reduced : Math.expm1(shape * reduced) / shape;
            }
            ExtremeMaxima fit = ExtremeMaxima.fit(maxima, weights);
            double[] hazards = new double[size];
            for (int k = 0; k < size; k++) {
                hazards[k] = -Math.log(-Math.expm1(-fit.residual(k)));
            }
            distances[i] = AndersonDarling.distance(hazards);
        }
        Arrays.sort(distances);
        return distances[(int) (quantile * samples)];
    }

    public static void main(String[] arguments) {
        int samples = Integer.parseInt(arguments[0]);
        for (int tenths = -5; tenths <= 8; tenths++) {
            double shape = tenths / 10.0;
            System.out.printf(
                    Locale.ROOT,
                    "%.1f: GPD %.3f GEV %.3f%n",
                    shape,
                    pareto(shape, 400, samples, 0.99, 7),
                    extreme(shape, 360, samples / 4, 0.99, 8));
        }
    }
}
