package io.soakline.variance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How often the intervals hold the truth. Run {@link #main} for the figures of the README. */
final class VarianceSimulation {
    private VarianceSimulation() {}

    /**
     * A design, unbalanced on purpose, and the true standard deviations.
     *
     * @param runs of each build
     * @param values per run, at most; each run has this or a few less
     * @param devices builds' runs go round the devices; 1 for none
     * @param loads as for devices
     */
    record Truth(
            List<Integer> runs,
            int values,
            int devices,
            int loads,
            double build,
            double run,
            double device,
            double load,
            double residual) {
        double variance(String factor) {
            double sd = switch (factor) {
                case "build" -> build;
                case "run" -> run;
                case "device" -> device;
                case "load" -> load;
                default -> residual;
            };
            return sd * sd;
        }

        double total() {
            double total = variance("build") + variance("run") + variance("residual");
            return total + (devices > 1 ? variance("device") : 0) + (loads > 1 ? variance("load") : 0);
        }

        List<Observation> draw(Random random) {
            double[] deviceEffects = random.doubles(devices)
                    .map(x -> device * random.nextGaussian())
                    .toArray();
            double[] loadEffects =
                    random.doubles(loads).map(x -> load * random.nextGaussian()).toArray();
            List<Observation> all = new ArrayList<>();
            int index = 0;
            for (int b = 0; b < runs.size(); b++) {
                double buildEffect = build * random.nextGaussian();
                for (int r = 0; r < runs.get(b); r++) {
                    int d = index % devices;
                    int l = index / devices % loads;
                    double level = 14 + buildEffect + deviceEffects[d] + loadEffects[l] + run * random.nextGaussian();
                    for (int v = 0; v < values - index % 3; v++) {
                        all.add(new Observation(
                                "b" + b, "r" + r, "d" + d, "l" + l, level + residual * random.nextGaussian()));
                    }
                    index++;
                }
            }
            return all;
        }
    }

    /** Shares of samples whose interval holds the truth, per factor: variance, share; then mean estimate over truth. */
    static double[] coverage(Truth truth, String factor, int samples, long seed) {
        Random random = new Random(seed);
        int variance = 0;
        int share = 0;
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            VarianceComponents.Component.Estimated part =
                    VarianceComponents.of(truth.draw(random)).components().stream()
                            .filter(VarianceComponents.Component.Estimated.class::isInstance)
                            .map(VarianceComponents.Component.Estimated.class::cast)
                            .filter(component -> component.factor().equals(factor))
                            .findFirst()
                            .orElseThrow();
            double expected = truth.variance(factor);
            variance += part.low() <= expected && expected <= part.high() ? 1 : 0;
            double expectedShare = expected / truth.total();
            share += part.shareLow() <= expectedShare && expectedShare <= part.shareHigh() ? 1 : 0;
            sum += part.variance() / expected;
        }
        return new double[] {(double) variance / samples, (double) share / samples, sum / samples};
    }

    public static void main(String[] arguments) {
        int samples = Integer.parseInt(arguments[0]);
        print(
                "6 builds x 2-5 runs x 6-8",
                new Truth(List.of(3, 5, 2, 4, 3, 4), 8, 1, 1, .03, .02, 0, 0, .01),
                samples,
                "build",
                "run",
                "residual");
        print(
                "5 builds x 2-6, small build",
                new Truth(List.of(2, 6, 3, 4, 3), 8, 1, 1, .01, .02, 0, 0, .02),
                samples,
                "build",
                "run",
                "residual");
        print(
                "3 builds x 3-4 runs",
                new Truth(List.of(3, 4, 3), 8, 1, 1, .03, .02, 0, 0, .02),
                samples,
                "build",
                "run",
                "residual");
        print(
                "10 builds, 3 devices, 2 loads",
                new Truth(List.of(6, 7, 6, 5, 6, 6, 7, 6, 5, 6), 6, 3, 2, .02, .01, .04, .03, .01),
                samples,
                "build",
                "run",
                "device",
                "load",
                "residual");
    }

    private static void print(String name, Truth truth, int samples, String... factors) {
        for (String factor : factors) {
            long start = System.nanoTime();
            double[] figures = coverage(truth, factor, samples, 3);
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %-9s variance %.1f %% share %.1f %% mean estimate / truth %.3f  %.1f ms each%n",
                    name,
                    factor,
                    100 * figures[0],
                    100 * figures[1],
                    figures[2],
                    (System.nanoTime() - start) / 1e6 / samples);
        }
    }
}
