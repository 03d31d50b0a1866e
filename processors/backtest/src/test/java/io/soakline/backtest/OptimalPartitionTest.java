package io.soakline.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against all partitions there are, and against least squares written out. */
class OptimalPartitionTest {

    @Test
    void of_givenShortSeries_isAsCheapAsTheBestOfAllPartitions() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(11);
            int least = 1 + random.nextInt(3);
            double penalty = random.nextDouble() * 3;
            double[] values = random.doubles(n).map(v -> v * 4).toArray();
            LevelCost cost = new LevelCost(values, ones(n), penalty / 2);

            int[] cuts = OptimalPartition.of(cost, n, penalty, least);

            double best = Double.POSITIVE_INFINITY;
            for (int mask = 0; mask < 1 << (n - 1); mask++) {
                best = Math.min(best, total(cost, mask, n, penalty, least));
            }
            int found = 0;
            for (int cut : cuts) {
                found |= 1 << (cut - 1);
            }
            double expected = Double.isInfinite(best) ? cost.of(0, n) : best;
            double actual = cuts.length == 0 ? cost.of(0, n) : total(cost, found, n, penalty, least);
            assertThat(actual).as("seed %d", seed).isCloseTo(expected, Offset.offset(1e-9));
        }
    }

    /** Infinite when a segment is too short. Bit k of the mask: a cut before row k + 1. */
    private static double total(LevelCost cost, int mask, int n, double penalty, int least) {
        double total = 0;
        int start = 0;
        for (int end = 1; end <= n; end++) {
            if (end == n || (mask >> (end - 1) & 1) == 1) {
                if (end - start < least) {
                    return Double.POSITIVE_INFINITY;
                }
                total += cost.of(start, end) + (end == n ? 0 : penalty);
                start = end;
            }
        }
        return total;
    }

    @Test
    void of_givenTooFewRowsForTwoSegments_cutsNothing() {
        LevelCost cost = new LevelCost(new double[] {0, 0, 9, 9, 9}, ones(5), 1);

        assertThat(OptimalPartition.of(cost, 5, 0.1, 3)).isEmpty();
        assertThat(OptimalPartition.of(cost, 5, 0.1, 2)).containsExactly(2);
        assertThat(OptimalPartition.of(new LevelCost(new double[0], ones(0), 1), 0, 1, 1))
                .isEmpty();
    }

    @Test
    void levelCost_isWeightedLeastSquaresOfTheCheaperOfConstantAndLine() {
        Random random = new Random(3);
        double[] values = random.doubles(60).map(v -> v * 3).toArray();
        double[] weights = random.doubles(60).map(v -> 0.5 + v).toArray();
        LevelCost cost = new LevelCost(values, weights, 0.7);
        for (int from = 0; from < 60; from++) {
            for (int to = from + 1; to <= 60; to++) {
                double expected = Math.min(
                        aroundLine(values, weights, from, to, false),
                        0.7 + aroundLine(values, weights, from, to, true));
                assertThat(cost.of(from, to)).isCloseTo(expected, Offset.offset(1e-9));
            }
        }
    }

    @Test
    void levelAt_givenALineInNoise_isOnTheLine_andOfAConstantIsItsMean() {
        double[] line = new double[50];
        Arrays.setAll(line, i -> 0.1 * i - 2);
        LevelCost sloped = new LevelCost(line, ones(50), 0.5);
        LevelCost flat = new LevelCost(line, ones(50), 1e9);

        assertThat(sloped.levelAt(10, 40, 35)).isCloseTo(1.5, Offset.offset(1e-9));
        assertThat(flat.levelAt(10, 40, 35)).isCloseTo(0.45, Offset.offset(1e-9));
    }

    private static double aroundLine(double[] x, double[] w, int from, int to, boolean slope) {
        double sum = 0;
        double meanI = 0;
        double meanX = 0;
        for (int i = from; i < to; i++) {
            sum += w[i];
            meanI += w[i] * i;
            meanX += w[i] * x[i];
        }
        meanI /= sum;
        meanX /= sum;
        double ii = 0;
        double ix = 0;
        for (int i = from; i < to; i++) {
            ii += w[i] * (i - meanI) * (i - meanI);
            ix += w[i] * (i - meanI) * (x[i] - meanX);
        }
        double b = slope && ii > 0 ? ix / ii : 0;
        double squares = 0;
        for (int i = from; i < to; i++) {
            double r = x[i] - meanX - b * (i - meanI);
            squares += w[i] * r * r;
        }
        return squares;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
