package io.soakline.backtest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/** Made series: some in which nothing happens, some with one change in the middle. */
final class SyntheticSeries {

    static final int ROWS = 200;
    static final int CHANGE = 100;

    private SyntheticSeries() {}

    /** Independent noise of any shape. */
    static Map<String, Function<Random, double[]>> ofNothing() {
        Map<String, Function<Random, double[]>> made = new LinkedHashMap<>();
        made.put("normal", r -> series(i -> 1 + 0.05 * r.nextGaussian()));
        made.put("lognormal 0.08", r -> series(i -> Math.exp(0.08 * r.nextGaussian())));
        made.put("lognormal 0.5", r -> series(i -> Math.exp(0.5 * r.nextGaussian())));
        made.put("lognormal 0.9", r -> series(i -> Math.exp(0.9 * r.nextGaussian())));
        made.put("student 5", r -> series(i -> student(r, 5)));
        made.put("student 3", r -> series(i -> student(r, 3)));
        made.put("exponential", r -> series(i -> exponential(r)));
        made.put("normal, 1 % outliers", r -> series(i -> 1 + 0.05 * r.nextGaussian() + outlier(r, 0.01)));
        made.put("normal, 3 % outliers", r -> series(i -> 1 + 0.05 * r.nextGaussian() + outlier(r, 0.03)));
        made.put("uniform", r -> series(i -> r.nextDouble()));
        made.put("whole numbers", r -> series(i -> Math.rint(3 * r.nextGaussian())));
        made.put("trend", r -> series(i -> 0.02 * i + r.nextGaussian()));
        return made;
    }

    /** Noise that remembers. */
    static Map<String, Function<Random, double[]>> ofWobble() {
        Map<String, Function<Random, double[]>> made = new LinkedHashMap<>();
        for (double phi : new double[] {0.3, 0.5, 0.8}) {
            made.put("AR(1) " + phi, r -> autoregressive(r, phi));
        }
        made.put("season of 12", r -> {
            double phase = 2 * Math.PI * r.nextDouble();
            return series(i -> Math.sin(phase + i * Math.PI / 6) + 0.3 * r.nextGaussian());
        });
        return made;
    }

    static Map<String, Function<Random, double[]>> ofChange() {
        Map<String, Function<Random, double[]>> made = new LinkedHashMap<>();
        made.put("spread x 5", r -> series(i -> 1 + (i < CHANGE ? 0.05 : 0.25) * r.nextGaussian()));
        made.put("spread / 5", r -> series(i -> 1 + (i < CHANGE ? 0.25 : 0.05) * r.nextGaussian()));
        made.put("lognormal spread x 5", r -> series(i -> meanOneLognormal(r, i < CHANGE ? 0.05 : 0.25)));
        made.put("spread x 3", r -> series(i -> 1 + (i < CHANGE ? 0.05 : 0.15) * r.nextGaussian()));
        made.put("level + 1 deviation", r -> series(i -> (i < CHANGE ? 1 : 1.02) + 0.02 * r.nextGaussian()));
        made.put("level + 2 deviations", r -> series(i -> (i < CHANGE ? 1 : 1.04) + 0.02 * r.nextGaussian()));
        made.put(
                "3 % outliers appear",
                r -> series(i -> 1 + 0.05 * r.nextGaussian() + outlier(r, i < CHANGE ? 0 : 0.03)));
        return made;
    }

    static double[] series(IntToDoubleFunction value) {
        double[] series = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            series[i] = value.applyAsDouble(i);
        }
        return series;
    }

    private static double[] autoregressive(Random random, double phi) {
        double[] state = {random.nextGaussian() / Math.sqrt(1 - phi * phi)};
        return series(i -> state[0] = phi * state[0] + random.nextGaussian());
    }

    private static double meanOneLognormal(Random random, double sigma) {
        return Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    private static double exponential(Random random) {
        return -Math.log(1 - random.nextDouble());
    }

    private static double outlier(Random random, double share) {
        return random.nextDouble() < share ? exponential(random) : 0;
    }

    private static double student(Random random, int degrees) {
        double squares = 0;
        for (int k = 0; k < degrees; k++) {
            double z = random.nextGaussian();
            squares += z * z;
        }
        return random.nextGaussian() / Math.sqrt(squares / degrees);
    }
}
