package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often the limits of {@link ModalShare} hold the truth, and how often Clopper-Pearson's own lower limit would. Its
 * main method prints the table in RATIONALE.md.
 *
 * @param probabilities of the outputs of one input
 * @param steady share of inputs that always give the same output instead
 * @param together whether a run draws once for all inputs
 */
record ModalShareSimulation(
        String name, List<Double> probabilities, double steady, int inputs, int runs, boolean together) {

    record Coverage(double both, double low, double high, double clopperPearson, double meanWidth) {}

    static List<ModalShareSimulation> scenarios() {
        return List.of(
                of("2 of .9, .1; 64 inputs at once", 64, 5, true, 0.9, 0.1),
                of("2 of .9, .1; 64 inputs each for itself", 64, 5, false, 0.9, 0.1),
                of("2 of .5; 1 input", 1, 20, true, 0.5, 0.5),
                of("2 of .5; 64 inputs at once", 64, 10, true, 0.5, 0.5),
                of("2 of .5; 64 inputs each for itself", 64, 10, false, 0.5, 0.5),
                of("2 of .99, .01; 64 inputs at once", 64, 30, true, 0.99, 0.01),
                of("2 of .8, .2; 16 inputs at once", 16, 100, true, 0.8, 0.2),
                of("2 of .8, .2; 16 inputs each for itself", 16, 100, false, 0.8, 0.2),
                of("3 of .6, .2, .2; 16 inputs at once", 16, 50, true, 0.6, 0.2, 0.2),
                of("4 of .25; 16 inputs at once", 16, 3, true, even(4)),
                of("40 of .025; 1 input", 1, 2, true, even(40)),
                of("41 of .0244; 1 input", 1, 2, true, even(41)),
                of("1000 of .001; 1 input", 1, 10, true, even(1000)),
                of("1000 of .001; 16 inputs each for itself", 16, 50, false, even(1000)),
                new ModalShareSimulation(
                        "half steady, half 2 of .7, .3; 64 inputs at once", List.of(0.7, 0.3), 0.5, 64, 8, true),
                new ModalShareSimulation(
                        "all but 1 of 64 steady, that one 2 of .5", List.of(0.5, 0.5), 63.0 / 64, 64, 10, false));
    }

    private static double[] even(int outputs) {
        double[] probabilities = new double[outputs];
        Arrays.fill(probabilities, 1.0 / outputs);
        return probabilities;
    }

    private static ModalShareSimulation of(
            String name, int inputs, int runs, boolean together, double... probabilities) {
        return new ModalShareSimulation(name, Outputs.list(probabilities), 0, inputs, runs, together);
    }

    Coverage run(int repetitions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double truth = steady + (1 - steady) * Collections.max(probabilities);
        double[] lows = limits(modal -> ModalLimits.lower(modal, runs));
        double[] highs = limits(modal -> ModalLimits.upper(modal, runs));
        double[] plain = limits(modal -> ClopperPearson.lower(modal, runs, 0.975));
        double[] cumulative = probabilities.stream().mapToDouble(p -> p).toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
        int[] held = new int[4];
        double width = 0;
        for (int i = 0; i < repetitions; i++) {
            int[] modals = modals(random, cumulative);
            double low = mean(modals, lows);
            double high = mean(modals, highs);
            boolean lowHolds = low <= truth + 1e-12;
            boolean highHolds = high >= truth - 1e-12;
            held[0] += lowHolds && highHolds ? 1 : 0;
            held[1] += lowHolds ? 1 : 0;
            held[2] += highHolds ? 1 : 0;
            held[3] += mean(modals, plain) <= truth + 1e-12 && highHolds ? 1 : 0;
            width += high - low;
        }
        double n = repetitions;
        return new Coverage(held[0] / n, held[1] / n, held[2] / n, held[3] / n, width / n);
    }

    private double[] limits(LongToDoubleFunction limit) {
        return IntStream.rangeClosed(0, runs)
                .mapToDouble(modal -> modal == 0 ? Double.NaN : limit.applyAsDouble(modal))
                .toArray();
    }

    private static double mean(int[] modals, double[] limits) {
        return Arrays.stream(modals)
                .mapToDouble(modal -> limits[modal])
                .average()
                .orElseThrow();
    }

    /** Of each input, how many runs gave its most frequent output. */
    private int[] modals(SplittableRandom random, double[] cumulative) {
        int[] modals = new int[inputs];
        int first = (int) Math.round(steady * inputs);
        Arrays.fill(modals, 0, first, runs);
        int drawn = together ? modal(random, cumulative) : 0;
        for (int input = first; input < inputs; input++) {
            modals[input] = together ? drawn : modal(random, cumulative);
        }
        return modals;
    }

    private int modal(SplittableRandom random, double[] cumulative) {
        int[] counts = new int[cumulative.length];
        int most = 0;
        for (int run = 0; run < runs; run++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble());
            int output = Math.min(found < 0 ? -found - 1 : found + 1, counts.length - 1);
            most = Math.max(most, ++counts[output]);
        }
        return most;
    }

    @Override
    public String toString() {
        return name + ", " + runs + " runs";
    }

    public static void main(String[] arguments) {
        for (ModalShareSimulation scenario : scenarios()) {
            Coverage coverage = scenario.run(10_000, 1);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %.2f | %.1f |%n",
                    scenario.name,
                    scenario.runs,
                    100 * coverage.both,
                    100 * coverage.low,
                    100 * coverage.high,
                    coverage.meanWidth,
                    100 * coverage.clopperPearson);
        }
    }
}
