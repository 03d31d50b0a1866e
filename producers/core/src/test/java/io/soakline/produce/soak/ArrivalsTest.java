package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {

    private static final long SECOND = 1_000_000_000L;

    /** Critical value of the Kolmogorov-Smirnov distance at 0.1 %, times the root of n (Smirnov 1948). */
    private static final double CRITICAL = 1.9495;

    private static double distance(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double theory = distribution.applyAsDouble(sorted[i]);
            distance = Math.max(
                    distance, Math.max(theory - i / (double) sorted.length, (i + 1) / (double) sorted.length - theory));
        }
        return distance * Math.sqrt(sorted.length);
    }

    private static long[] starts(Arrivals arrivals, int count) {
        long[] starts = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = arrivals.next(0);
        }
        return starts;
    }

    private static double[] distances(long[] starts, long turnStart) {
        double[] distances = new double[starts.length];
        for (int i = 0; i < starts.length; i++) {
            distances[i] = starts[i] - (i == 0 ? turnStart : starts[i - 1]);
        }
        return distances;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void poisson_distancesAreExponentialAndIndependent(long seed) {
        Arrivals arrivals = new PoissonArrivals(5e6, seed);
        arrivals.begin(1000, Long.MAX_VALUE);
        double[] distances = distances(starts(arrivals, 20_000), 1000);
        assertThat(distance(distances, d -> 1 - Math.exp(-d / 5e6))).isLessThan(CRITICAL);
        double[] neighbours = new double[distances.length - 1];
        double product = 0;
        for (int i = 0; i < neighbours.length; i++) {
            product += (distances[i] / 5e6 - 1) * (distances[i + 1] / 5e6 - 1);
        }
        // Standard error 1/sqrt(n) = 0.007.
        assertThat(product / neighbours.length).isCloseTo(0, within(0.03));
    }

    @Test
    void poisson_countsPerSecond_haveVarianceEqualToTheirMean() {
        Arrivals arrivals = new PoissonArrivals(5e6, 7);
        arrivals.begin(0, Long.MAX_VALUE);
        int[] counts = new int[1000];
        for (long at = arrivals.next(0); at < counts.length * SECOND; at = arrivals.next(0)) {
            counts[(int) (at / SECOND)]++;
        }
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance =
                Arrays.stream(counts).mapToDouble(c -> (c - mean) * (c - mean)).sum() / (counts.length - 1);
        assertThat(mean).isCloseTo(200, within(2.0));
        assertThat(variance / mean).isCloseTo(1, within(0.2));
    }

    @Test
    void poisson_givenTheSameSeed_isTheSame() {
        Arrivals one = new PoissonArrivals(5e6, 3);
        Arrivals same = new PoissonArrivals(5e6, 3);
        Arrivals other = new PoissonArrivals(5e6, 4);
        List.of(one, same, other).forEach(arrivals -> arrivals.begin(0, Long.MAX_VALUE));
        long[] starts = starts(one, 100);
        assertThat(starts(same, 100)).isEqualTo(starts);
        assertThat(starts(other, 100)).isNotEqualTo(starts);
    }

    @Test
    void poisson_unserved_countsWhatWasDueAndNothingMore() {
        Arrivals reference = new PoissonArrivals(1e6, 5);
        reference.begin(0, 100_000_000);
        long due = 0;
        while (reference.next(0) < 100_000_000) {
            due++;
        }
        assertThat(reference.unserved()).isZero();
        Arrivals arrivals = new PoissonArrivals(1e6, 5);
        arrivals.begin(0, 100_000_000);
        for (int i = 0; i < 10; i++) {
            long unused = arrivals.next(0);
        }
        // The tenth was given out and did not start.
        assertThat(arrivals.unserved()).isEqualTo(due - 9);
    }

    private static double[] gaps(IdleGapArrivals arrivals, int count) {
        double[] gaps = new double[count];
        long first = arrivals.next(0);
        long end = first + 1000;
        for (int i = 0; i < count; i++) {
            long next = arrivals.next(end);
            gaps[i] = next - end;
            end = next + 1000;
        }
        return gaps;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void idleGaps_areUniformInLogarithm(long seed) {
        IdleGapArrivals arrivals = new IdleGapArrivals(100_000, SECOND, seed);
        arrivals.begin(0, Long.MAX_VALUE);
        double[] gaps = gaps(arrivals, 20_000);
        assertThat(Arrays.stream(gaps).boxed()).allMatch(gap -> gap >= 100_000 && gap <= SECOND);
        assertThat(distance(gaps, gap -> Math.log(gap / 1e5) / Math.log(1e4))).isLessThan(CRITICAL);
    }

    @Test
    void idleGaps_ofOneSweep_coverEverySliceInRandomOrder() {
        IdleGapArrivals arrivals = new IdleGapArrivals(100_000, SECOND, 9);
        arrivals.begin(0, Long.MAX_VALUE);
        List<Integer> slices = new ArrayList<>();
        for (double gap : gaps(arrivals, IdleGapArrivals.STRATA)) {
            slices.add((int) (IdleGapArrivals.STRATA * Math.log(gap / 1e5) / Math.log(1e4)));
        }
        assertThat(slices)
                .doesNotHaveDuplicates()
                .hasSize(IdleGapArrivals.STRATA)
                .isNotEqualTo(slices.stream().sorted().toList());
    }

    @Test
    void idleGaps_givenGapThatDoesNotFit_keepItForTheNextTurn() {
        IdleGapArrivals endless = new IdleGapArrivals(SECOND, 2 * SECOND, 1);
        endless.begin(0, Long.MAX_VALUE);
        double[] gaps = gaps(endless, 4);
        IdleGapArrivals arrivals = new IdleGapArrivals(SECOND, 2 * SECOND, 1);
        arrivals.begin(0, 3 * SECOND);
        assertThat(arrivals.next(0)).isZero();
        long second = arrivals.next(0);
        assertThat(second).isEqualTo((long) gaps[0]);
        assertThat(arrivals.next(2 * SECOND)).isEqualTo(3 * SECOND);
        assertThat(arrivals.unserved()).isZero();
        arrivals.begin(10 * SECOND, 13 * SECOND);
        assertThat(arrivals.next(0)).isEqualTo(10 * SECOND);
        assertThat(arrivals.next(10 * SECOND)).isEqualTo(10 * SECOND + (long) gaps[1]);
    }

    @Test
    void idleGaps_givenTurnsShorterThanTheGaps_countThemAsUnservedAndEnd() {
        IdleGapArrivals arrivals = new IdleGapArrivals(SECOND, 2 * SECOND, 1);
        arrivals.begin(0, SECOND / 2);
        assertThat(arrivals.next(0)).isZero();
        assertThat(arrivals.next(1000)).isGreaterThanOrEqualTo(SECOND / 2);
        assertThat(arrivals.unserved()).isEqualTo(IdleGapArrivals.STRATA);
    }

    @Test
    void idleGaps_givenGapOfALongerTurnBefore_areNotStuckInShorterTurns() {
        IdleGapArrivals arrivals = new IdleGapArrivals(1_000_000, 2 * SECOND, 1);
        arrivals.begin(0, 2 * SECOND);
        long end = arrivals.next(0);
        for (long next = arrivals.next(end); next < 2 * SECOND; next = arrivals.next(end)) {
            end = next;
        }
        for (int turn = 1; turn < 50; turn++) {
            arrivals.begin(0, 10_000_000);
            assertThat(arrivals.next(0)).isZero();
            long unused = arrivals.next(0);
        }
        arrivals.begin(0, 100_000_000);
        assertThat(arrivals.next(0)).isZero();
        assertThat(arrivals.next(0)).isLessThan(100_000_000);
    }
}
