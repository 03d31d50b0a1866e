package io.soakline.agreement;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Chances of counts, summed up one by one. */
final class Binomials {

    private Binomials() {}

    static double chance(long k, long n, double p) {
        return BinomialDistribution.of((int) n, p).probability((int) k);
    }

    /** Of more than {@code k}, and half of that of {@code k}. */
    static double middle(long k, long n, double p) {
        return BinomialDistribution.of((int) n, p).survivalProbability((int) k) + chance(k, n, p) / 2;
    }

    /** How often limits by count hold the share. */
    static double held(double[] lows, double[] highs, double share) {
        int n = lows.length - 1;
        double held = 0;
        for (int k = 0; k <= n; k++) {
            held += lows[k] <= share && share <= highs[k] ? chance(k, n, share) : 0;
        }
        return held;
    }

    /** The same for the larger share of two, by the larger count. */
    static double heldByLarger(double[] lows, double[] highs, double share) {
        int n = lows.length - 1;
        double held = 0;
        for (int k = (n + 1) / 2; k <= n; k++) {
            double chance = chance(k, n, share) + (2 * k == n ? 0 : chance(n - k, n, share));
            held += lows[k] <= share && share <= highs[k] ? chance : 0;
        }
        return held;
    }

    /** Chances by the largest count of any output. */
    static double[] largestCounts(List<Double> probabilities, int n) {
        double[] chances = new double[n + 1];
        double below = 0;
        for (int most = 1; most <= n; most++) {
            double atMost = noneAbove(probabilities, n, most);
            chances[most] = atMost - below;
            below = atMost;
        }
        return chances;
    }

    /** Output by output, what is left of the trials is binomial; the last one gets all. */
    private static double noneAbove(List<Double> probabilities, int n, int most) {
        double[] byTrialsLeft = new double[n + 1];
        byTrialsLeft[n] = 1;
        double rest = 1;
        for (double probability : probabilities) {
            double share = probability / rest;
            rest -= probability;
            double[] next = new double[n + 1];
            if (share > 1 - 1e-9) {
                return DoubleStream.of(byTrialsLeft).limit(most + 1L).sum();
            }
            for (int left = 0; left <= n; left++) {
                if (byTrialsLeft[left] > 0) {
                    BinomialDistribution given = BinomialDistribution.of(left, share);
                    for (int count = 0; count <= Math.min(left, most); count++) {
                        next[left - count] += byTrialsLeft[left] * given.probability(count);
                    }
                }
            }
            byTrialsLeft = next;
        }
        throw new IllegalArgumentException(probabilities + " do not sum to 1");
    }

    /** Of a rising function, by halving. */
    static double root(DoubleUnaryOperator rising, double from, double to) {
        double low = from;
        double high = to;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (rising.applyAsDouble(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
