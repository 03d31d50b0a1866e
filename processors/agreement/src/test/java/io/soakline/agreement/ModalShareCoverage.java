package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the limits of {@link ModalShare} hold the truth, and how often those of other methods would: summed over all
 * counts where inputs give one count at once, else from samples. Its main method prints the table in RATIONALE.md.
 *
 * @param probabilities of the outputs of one input
 * @param steady share of inputs that always give the same output instead
 * @param together whether a run draws once for all inputs
 */
record ModalShareCoverage(
        String name, List<Double> probabilities, double steady, int inputs, int runs, boolean together) {

    static final int SAMPLES = 10_000;

    private static final double TAIL = 0.025;

    enum Method {
        BLAKER {
            @Override
            double lower(long modal, long runs) {
                return ModalLimits.lower(modal, runs);
            }

            @Override
            double upper(long modal, long runs) {
                return ModalLimits.upper(modal, runs);
            }
        },
        /** 2.5 % to each side. */
        HALVES {
            @Override
            double lower(long modal, long runs) {
                return modal == 1 ? 0 : ModalLimits.oneSided(modal, runs, 1 - TAIL);
            }

            @Override
            double upper(long modal, long runs) {
                return ClopperPearson.upper(modal, runs, 1 - TAIL);
            }
        },
        /** The same, counting half of the chance of what was seen (Lancaster: J. Am. Stat. Assoc. 56, 1961). */
        MID_P {
            @Override
            double lower(long modal, long runs) {
                return modal == 1
                        ? 0
                        : Binomials.root(p -> Binomials.middle(modal, runs, p) - TAIL * p, 1e-9, 1 - 1e-15);
            }

            @Override
            double upper(long modal, long runs) {
                return modal == runs
                        ? 1
                        : Binomials.root(p -> TAIL - 1 + Binomials.middle(modal, runs, p), 1e-9, 1 - 1e-15);
            }
        },
        /** As if the output had been chosen beforehand. */
        CLOPPER_PEARSON {
            @Override
            double lower(long modal, long runs) {
                return ClopperPearson.lower(modal, runs, 1 - TAIL);
            }

            @Override
            double upper(long modal, long runs) {
                return ClopperPearson.upper(modal, runs, 1 - TAIL);
            }
        };

        abstract double lower(long modal, long runs);

        abstract double upper(long modal, long runs);
    }

    record Coverage(double held, double meanWidth) {}

    static List<ModalShareCoverage> scenarios() {
        return List.of(
                of("2 of .9, .1; 64 inputs at once", 64, 5, true, 0.9, 0.1),
                of("2 of .9, .1; 64 inputs each for itself", 64, 5, false, 0.9, 0.1),
                of("2 of .5; 1 input", 1, 20, true, 0.5, 0.5),
                of("2 of .5; 64 inputs at once", 64, 10, true, 0.5, 0.5),
                of("2 of .5; 64 inputs each for itself", 64, 10, false, 0.5, 0.5),
                of("2 of .99, .01; 64 inputs at once", 64, 30, true, 0.99, 0.01),
                of("2 of .99, .01; 64 inputs at once", 64, 1000, true, 0.99, 0.01),
                of("2 of .8, .2; 16 inputs at once", 16, 100, true, 0.8, 0.2),
                of("2 of .8, .2; 16 inputs each for itself", 16, 100, false, 0.8, 0.2),
                of("2 of .7, .3; 16 inputs at once", 16, 1000, true, 0.7, 0.3),
                of("3 of .6, .2, .2; 16 inputs at once", 16, 50, true, 0.6, 0.2, 0.2),
                of("4 of .25; 16 inputs at once", 16, 3, true, even(4)),
                of("20 of .05; 1 input", 1, 2, true, even(20)),
                of("41 of .0244; 1 input", 1, 2, true, even(41)),
                of("1000 of .001; 1 input", 1, 10, true, even(1000)),
                of("1000 of .001; 16 inputs each for itself", 16, 50, false, even(1000)),
                new ModalShareCoverage(
                        "half steady, half 2 of .7, .3; 64 inputs at once", List.of(0.7, 0.3), 0.5, 64, 8, true),
                new ModalShareCoverage(
                        "all but 1 of 64 steady, that one 2 of .5", List.of(0.5, 0.5), 63.0 / 64, 64, 10, false));
    }

    private static double[] even(int outputs) {
        double[] probabilities = new double[outputs];
        Arrays.fill(probabilities, 1.0 / outputs);
        return probabilities;
    }

    private static ModalShareCoverage of(String name, int inputs, int runs, boolean together, double... probabilities) {
        return new ModalShareCoverage(name, Outputs.list(probabilities), 0, inputs, runs, together);
    }

    Coverage of(Method method) {
        double[] lows = limits(modal -> method.lower(modal, runs));
        double[] highs = limits(modal -> method.upper(modal, runs));
        return together ? summed(lows, highs) : sampled(lows, highs, new SplittableRandom(1));
    }

    private double[] limits(ModalLimit limit) {
        return IntStream.rangeClosed(0, runs)
                .mapToDouble(modal -> modal == 0 ? Double.NaN : limit.of(modal))
                .toArray();
    }

    private interface ModalLimit {
        double of(long modal);
    }

    private Coverage summed(double[] lows, double[] highs) {
        double[] chances = Binomials.largestCounts(probabilities, runs);
        int first = (int) Math.round(steady * inputs);
        double held = 0;
        double width = 0;
        for (int modal = 1; modal <= runs; modal++) {
            int[] modals = new int[inputs];
            Arrays.fill(modals, 0, first, runs);
            Arrays.fill(modals, first, inputs, modal);
            held += holds(modals, lows, highs) ? chances[modal] : 0;
            width += chances[modal] * (mean(modals, highs) - mean(modals, lows));
        }
        return new Coverage(held, width);
    }

    private Coverage sampled(double[] lows, double[] highs, SplittableRandom random) {
        double[] cumulative = probabilities.stream().mapToDouble(p -> p).toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
        int held = 0;
        double width = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int[] modals = modals(random, cumulative);
            held += holds(modals, lows, highs) ? 1 : 0;
            width += mean(modals, highs) - mean(modals, lows);
        }
        return new Coverage((double) held / SAMPLES, width / SAMPLES);
    }

    private boolean holds(int[] modals, double[] lows, double[] highs) {
        double truth = steady + (1 - steady) * Collections.max(probabilities);
        return mean(modals, lows) <= truth + 1e-12 && mean(modals, highs) >= truth - 1e-12;
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
        for (int input = first; input < inputs; input++) {
            modals[input] = modal(random, cumulative);
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
        for (ModalShareCoverage scenario : scenarios()) {
            StringBuilder row = new StringBuilder("| " + scenario.name + " | " + scenario.runs);
            for (Method method : Method.values()) {
                Coverage coverage = scenario.of(method);
                row.append(String.format(Locale.ROOT, " | %.1f (%.2f)", 100 * coverage.held, coverage.meanWidth));
            }
            System.out.println(row + " |");
        }
    }
}
