package io.soakline.tail;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How often the gate refuses, and how often an interval holds the true level. Run {@link #main} for the figures of the
 * READMEs; the tests run the same with fewer samples.
 */
final class TailSimulation {
    private TailSimulation() {}

    /** What came out of many samples of one scenario. */
    static final class Outcome {
        int samples;
        int refused;
        long cpuNanos;
        final Map<String, Integer> failures = new LinkedHashMap<>();
        final Map<String, Integer> methods = new LinkedHashMap<>();
        final Map<Double, int[]> covered = new LinkedHashMap<>();
        final Map<Double, double[]> logBias = new LinkedHashMap<>();

        double refusedShare() {
            return (double) refused / samples;
        }

        double failedShare(String check) {
            return failures.getOrDefault(check, 0) / (double) samples;
        }

        double coverage(double probability) {
            int[] counts = covered.getOrDefault(probability, new int[2]);
            return counts[1] == 0 ? Double.NaN : (double) counts[0] / counts[1];
        }

        int given(double probability) {
            return covered.getOrDefault(probability, new int[2])[1];
        }

        /** Mean of log(estimate / truth). */
        double bias(double probability) {
            double[] sums = logBias.getOrDefault(probability, new double[3]);
            return sums[0] / given(probability);
        }

        /** Mean of log(high / low). */
        double width(double probability) {
            double[] sums = logBias.getOrDefault(probability, new double[3]);
            return sums[1] / given(probability);
        }
    }

    /** Settings under which block maxima answer always. */
    static final PwcetSettings MAXIMA_ONLY = new PwcetSettings(
            PwcetSettings.DEFAULT.exceedanceProbabilities(), 0.95, 120, 100, 100_000, 100_000, 0.5, 4);

    static Outcome run(Scenario scenario, Parent parent, int samples, long seed) {
        return run(scenario, parent, PwcetSettings.DEFAULT, samples, seed);
    }

    static Outcome run(Scenario scenario, Parent parent, PwcetSettings settings, int samples, long seed) {
        Outcome outcome = new Outcome();
        Random random = new Random(seed);
        for (int i = 0; i < samples; i++) {
            TailSample sample = scenario.draw(random);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            PwcetResult result = Pwcet.estimate(sample, settings);
            outcome.cpuNanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            count(outcome, result, parent);
        }
        return outcome;
    }

    private static void count(Outcome outcome, PwcetResult result, Parent parent) {
        outcome.samples++;
        outcome.methods.merge(result.method(), 1, Integer::sum);
        for (Check check : result.checks()) {
            outcome.failures.merge(check.name(), check.passed() ? 0 : 1, Integer::sum);
        }
        if (result instanceof PwcetResult.Estimated estimated) {
            for (PwcetResult.Level level : estimated.levels()) {
                double p = level.exceedanceProbability();
                double truth = parent.exceeded(p);
                int[] covered = outcome.covered.computeIfAbsent(p, key -> new int[2]);
                covered[0] += level.low() <= truth && truth <= level.high() ? 1 : 0;
                covered[1]++;
                double[] bias = outcome.logBias.computeIfAbsent(p, key -> new double[3]);
                bias[0] += Math.log(level.nanos() / truth);
                bias[1] += Math.log(level.high() / level.low());
            }
        } else {
            outcome.refused++;
        }
    }

    /** Arguments: samples, then panes, inferences per pane, and one of steady, bursts, spoilt, all. */
    public static void main(String[] arguments) {
        int samples = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int panes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 360;
        int perPane = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000;
        String part = arguments.length > 3 ? arguments[3] : "all";
        if (!part.equals("bursts") && !part.equals("spoilt")) {
            steady(samples, panes, perPane);
        }
        if (!part.equals("steady") && !part.equals("spoilt")) {
            bursts(samples, panes, perPane);
        }
        if (!part.equals("steady") && !part.equals("bursts")) {
            spoilt(samples, panes, perPane);
        }
    }

    private static void steady(int samples, int panes, int perPane) {
        long seed = 1;
        for (Parent parent : Parent.all()) {
            Scenario scenario = Scenario.of(parent, panes, perPane);
            print(parent.name(), run(scenario, parent, samples, seed++), true);
            print("  by block maxima", run(scenario, parent, MAXIMA_ONLY, samples, seed++), true);
        }
    }

    private static void bursts(int samples, int panes, int perPane) {
        Parent parent = Parent.lognormal(0.08);
        Scenario plain = Scenario.of(parent, panes, perPane);
        for (int size : new int[] {2, 4, 8}) {
            // Each slow inference brings others along, so a level is exceeded that many times as often.
            Parent marginal = new Parent("bursts of " + size, p -> parent.exceeded(p / size));
            print(marginal.name(), run(plain.with(Scenario.bursts(size)), marginal, samples, 15 + size), true);
        }
    }

    private static void spoilt(int samples, int panes, int perPane) {
        Parent parent = Parent.lognormal(0.08);
        Scenario plain = Scenario.of(parent, panes, perPane);
        Map<String, Scenario.Pattern> patterns = new LinkedHashMap<>();
        patterns.put("pane level, sd 1 %, independent", Scenario.wander(0, 0.01));
        patterns.put("ramp 5 %", Scenario.ramp(0.05));
        patterns.put("ramp 10 %", Scenario.ramp(0.1));
        patterns.put("step 3 %", Scenario.step(0.03));
        patterns.put("wander phi .9 sd 2 %", Scenario.wander(0.9, 0.02));
        patterns.put("wander phi .5 sd 3 %", Scenario.wander(0.5, 0.03));
        patterns.put("two states, 30 % of panes +20 %", Scenario.states(0.3, 0.2));
        patterns.put("two states, 10 % of panes +30 %", Scenario.states(0.1, 0.3));
        patterns.put("two states, dwelling, +20 %", Scenario.dwellingStates(0.2));
        patterns.put("second tail, 3 in all, x 2", Scenario.secondTail(3.0 / panes, 2));
        patterns.put("second tail, 10 in all, x 2", Scenario.secondTail(10.0 / panes, 2));
        patterns.put("second tail, 30 in all, x 1.5", Scenario.secondTail(30.0 / panes, 1.5));
        patterns.forEach(
                (name, pattern) -> print(name, run(plain.with(pattern), parent, samples, name.hashCode()), false));
    }

    private static void print(String name, Outcome outcome, boolean coverage) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-34s refused %5.1f %% %s, %.1f ms of CPU each",
                name,
                100 * outcome.refusedShare(),
                outcome.methods,
                outcome.cpuNanos / 1e6 / outcome.samples));
        if (coverage) {
            for (double p : PwcetSettings.DEFAULT.exceedanceProbabilities()) {
                line.append(String.format(
                        Locale.ROOT,
                        " | %.0e: n %d cover %.1f %% bias %+.2f %% width %.1f %%",
                        p,
                        outcome.given(p),
                        100 * outcome.coverage(p),
                        100 * outcome.bias(p),
                        100 * outcome.width(p)));
            }
        }
        outcome.failures.forEach((check, count) -> {
            if (count > 0) {
                line.append(String.format(Locale.ROOT, "%n    %5.1f %% %s", 100.0 * count / outcome.samples, check));
            }
        });
        System.out.println(line);
    }
}
