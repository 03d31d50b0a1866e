package io.soakline.variance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which observation lies at which level of each factor, and the sums that the likelihood needs. */
final class Design {
    private final List<Factor> factors;
    private final int[][] levelOf;
    private final int[] levels;
    private final double[] values;
    private final double mean;

    private Design(List<Factor> factors, int[][] levelOf, int[] levels, double[] values, double mean) {
        this.factors = factors;
        this.levelOf = levelOf;
        this.levels = levels;
        this.values = values;
        this.mean = mean;
    }

    static Design of(List<Factor> factors, List<Observation> observations) {
        int[][] levelOf = new int[factors.size()][observations.size()];
        int[] levels = new int[factors.size()];
        for (int f = 0; f < factors.size(); f++) {
            Map<String, Integer> known = new HashMap<>();
            for (int i = 0; i < observations.size(); i++) {
                String name = factors.get(f).levelOf(observations.get(i));
                Integer level = known.putIfAbsent(name, known.size());
                levelOf[f][i] = level == null ? known.size() - 1 : level;
            }
            levels[f] = known.size();
        }
        double[] values = observations.stream().mapToDouble(Observation::value).toArray();
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
        }
        return new Design(factors, levelOf, levels, values, mean);
    }

    List<Factor> factors() {
        return factors;
    }

    int observations() {
        return values.length;
    }

    int levels(int factor) {
        return levels[factor];
    }

    /** Values less their mean. */
    double[] centred() {
        return values;
    }

    double mean() {
        return mean;
    }

    int levelOf(int factor, int observation) {
        return levelOf[factor][observation];
    }

    /** Observations at each pair of levels of two factors. */
    double[][] counts(int one, int other) {
        double[][] counts = new double[levels[one]][levels[other]];
        for (int i = 0; i < values.length; i++) {
            counts[levelOf[one][i]][levelOf[other][i]]++;
        }
        return counts;
    }

    /** Observations at each level. */
    double[] counts(int factor) {
        double[] counts = new double[levels[factor]];
        for (int i = 0; i < values.length; i++) {
            counts[levelOf[factor][i]]++;
        }
        return counts;
    }

    /** Sum of the centred values at each level. */
    double[] sums(int factor) {
        double[] sums = new double[levels[factor]];
        for (int i = 0; i < values.length; i++) {
            sums[levelOf[factor][i]] += values[i];
        }
        return sums;
    }
}
