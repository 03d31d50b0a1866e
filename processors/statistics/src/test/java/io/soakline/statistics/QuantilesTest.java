package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {

    @ParameterizedTest
    @CsvSource({"0.5, 2, 6", "0.75, 4, 13", "0.9, 10, 36", "0.95, 20, 72", "0.99, 100, 368", "0.999, 1000, 3688"})
    void interval_givenTooFew_isRefusedOrOpenAbove(double p, long needed, int bounded) {
        assertThat(Quantiles.needed(p)).isEqualTo(needed);
        assertThat(interval((int) needed - 1, p))
                .isEqualTo(new QuantileInterval(p, needed - 1, null, null, null, needed));
        assertThat(interval((int) needed, p).nanos()).isNotNull();
        // scipy: smallest n with p^n <= 0.025
        assertThat(interval(bounded - 1, p).highNanos()).isNull();
        assertThat(interval(bounded, p).highNanos()).isNotNull();
    }

    @Test
    void neededForUpperBound_isAsPublished() {
        assertThat(Quantiles.neededForUpperBound(0.999, 0.90)).isEqualTo(2_302);
        assertThat(Quantiles.neededForUpperBound(0.999, 0.99)).isEqualTo(4_603);
        assertThat(Quantiles.neededForUpperBound(0.9, 0.99)).isEqualTo(44);
        assertThat(Quantiles.needed(0.9999)).isEqualTo(10_000);
    }

    @Test
    void upperBound_givenJustEnough_isTheLargest() {
        assertThat(Quantiles.upperBound(counting(2_301), 0.999, 0.90)).isNull();
        assertThat(Quantiles.upperBound(counting(2_302), 0.999, 0.90)).isCloseTo(2_302, within(24.0));
        assertThat(Quantiles.upperBound(LatencySketch.empty(), 0.5, 0.90)).isNull();
    }

    private static QuantileInterval interval(int n, double p) {
        return Quantiles.interval(counting(n), p, 0.95);
    }

    /** 1, 2, 3 … */
    private static LatencySketch counting(int n) {
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 1; i <= n; i++) {
            sketch.accept(i);
        }
        return sketch;
    }

    /** Published for n = 100: the median lies between the 40th and the 61st value, P = 0.9648. */
    @Test
    void interval_holdsTheOrderStatistics() {
        QuantileInterval median = interval(100, 0.5);
        assertThat(Objects.requireNonNull(median.lowNanos())).isBetween(40 / 1.0102, 40.0);
        assertThat(Objects.requireNonNull(median.highNanos())).isBetween(61.0, 61 * 1.0102);
        assertThat(median.nanos()).isCloseTo(50, within(0.26));
    }

    /** Coverage may be more than 95 %, since ranks are whole numbers and buckets wide, but not less. */
    @ParameterizedTest
    @CsvSource({"0.5, 50", "0.5, 1000", "0.9, 200", "0.99, 1000", "0.999, 5000"})
    void interval_coversTheTrueQuantile(double p, int n) {
        Random random = new Random(42);
        double truth = -Math.log1p(-p) * 1e6;
        int covered = 0;
        int samples = 2_000;
        for (int sample = 0; sample < samples; sample++) {
            LatencySketch sketch = LatencySketch.empty();
            for (int i = 0; i < n; i++) {
                sketch.accept(-Math.log1p(-random.nextDouble()) * 1e6);
            }
            QuantileInterval interval = Quantiles.interval(sketch, p, 0.95);
            Double low = interval.lowNanos();
            Double high = interval.highNanos();
            covered += (low == null || low <= truth) && (high == null || truth <= high) ? 1 : 0;
        }
        // three standard errors below 95 %
        assertThat(covered / (double) samples).isGreaterThan(0.935);
    }

    @Test
    void interval_givenThousandMillionEqualValues_takesNoTimeAndIsTheirBucket() {
        SketchBins bins = repeated(1_000_000_000L);
        for (double p : Quantiles.SHOWN) {
            QuantileInterval interval = Quantiles.interval(bins, Quantiles.ranks(bins.count(), p, 0.95));
            assertThat(interval.n()).isEqualTo(1_000_000_000L);
            assertThat(Objects.requireNonNull(interval.lowNanos())).isLessThanOrEqualTo(2e6);
            assertThat(Objects.requireNonNull(interval.highNanos())).isGreaterThanOrEqualTo(2e6);
        }
    }

    /** Sketches of a power of two of values each, combined to the binary digits of {@code n}. */
    private static SketchBins repeated(long n) {
        LatencySketch all = LatencySketch.empty();
        LatencySketch power = LatencySketch.empty();
        power.accept(2e6);
        for (long rest = n; rest > 0; rest /= 2) {
            if (rest % 2 == 1) {
                all.combine(power);
            }
            power.combine(power.copy());
        }
        return SketchBins.of(all);
    }

    // Spread

    @Test
    void spread_ofTheWanderingSeries_agreesWithSciPy() {
        Spread spread = WindowStatistics.of(Golden.wanderingPane()).spread();
        // A smooth distribution with a coefficient of variation of 2.4 %: much closer than the bound of 1.01 % of the
        // value
        assertThat(spread.medianAbsoluteDeviationNanos())
                .isCloseTo(Golden.wandering("mad"), within(0.02 * Golden.wandering("mad")));
        assertThat(spread.robustCv())
                .isCloseTo(Golden.wandering("robustCv"), within(0.02 * Golden.wandering("robustCv")));
        assertThat(spread.interquartileRangeNanos())
                .isCloseTo(Golden.wandering("iqr"), within(0.02 * Golden.wandering("iqr")));
        assertThat(Golden.wanderingPane().latency().smoothMedian())
                .isCloseTo(Golden.wandering("median"), within(0.001 * Golden.wandering("median")));
    }

    @Test
    void medianAbsoluteDeviation_staysWithinItsBoundForAnyValues() {
        Random random = new Random(9);
        for (int round = 0; round < 300; round++) {
            int n = 4 + random.nextInt(400);
            double sigma = Math.pow(random.nextDouble(), 3) * 3;
            long[] values = new long[n];
            LatencyTotals totals = LatencyTotals.empty();
            for (int i = 0; i < n; i++) {
                values[i] = random.nextInt(5) == 0 ? 1_000_000 : (long) (1e6 * Math.exp(sigma * random.nextGaussian()));
                totals.accept(values[i]);
            }
            Arrays.sort(values);
            double median = totals.bins().interpolated(0.5);
            double[] deviations = Arrays.stream(values)
                    .mapToDouble(v -> Math.abs(v - median))
                    .sorted()
                    .toArray();
            double exact = deviations[(n - 1) / 2];
            double next = deviations[n / 2];
            double bound = 0.0102 * (median + median + next);
            assertThat(totals.bins().medianAbsoluteDeviation())
                    .as("round %d", round)
                    .isBetween(exact - bound, next + bound);
        }
    }

    @Test
    void spread_givenNoneOneOrEqualValues() {
        LatencyTotals totals = LatencyTotals.empty();
        assertThat(Spread.of(totals, totals.bins())).isEqualTo(new Spread(0, null, null, null, null, null, null));
        totals.accept(7);
        assertThat(Spread.of(totals, totals.bins()).maxOverP50()).isNull();
        for (int i = 0; i < 5; i++) {
            totals.accept(7);
        }
        Spread equal = Spread.of(totals, totals.bins());
        assertThat(equal.medianAbsoluteDeviationNanos()).isZero();
        assertThat(equal.robustCv()).isZero();
        assertThat(equal.interquartileRangeNanos()).isZero();
        assertThat(equal.maxOverP50()).isOne();
        LatencyTotals zeros = LatencyTotals.empty();
        for (int i = 0; i < 5; i++) {
            zeros.accept(0);
        }
        assertThat(Spread.of(zeros, zeros.bins()).robustCv()).isNull();
    }

    // Percentiles as others count them

    @ParameterizedTest
    @CsvSource({"99, 100, 100", "99, 1000, 991", "99.9, 10000, 9991", "90, 10, 9", "50, 1, 1", "100, 7, 7", "0, 7, 1"})
    void trtexecRank_isAsTrtexecCounts(float percent, int n, long fromOne) {
        assertThat(Percentile.trtexecRank(percent, n)).isEqualTo(fromOne - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "99, 100, 99",
        "99.9, 1000, 999",
        "99.9, 1001, 1000",
        "7, 100, 7",
        "50, 4, 2",
        "50, 5, 3",
        "0, 5, 1",
        "100, 5, 5",
        "99.99, 1000000000, 999900000"
    })
    void nearestRank_isExactInDecimals(double percent, long n, long fromOne) {
        assertThat(Percentile.nearestRank(percent, n)).isEqualTo(fromOne - 1);
    }

    @Test
    void percentiles_ofASketch_areThoseOfTheRanks() {
        LatencySketch sketch = counting(100);
        assertThat(Percentile.trtexec(sketch, 99)).isCloseTo(100, within(0.51));
        assertThat(Percentile.nearestRank(sketch, 99)).isCloseTo(99, within(0.51));
        assertThat(Percentile.trtexec(LatencySketch.empty(), 99)).isNull();
        assertThat(Percentile.nearestRank(LatencySketch.empty(), 99)).isNull();
    }

    @Test
    void valueAtRank_givenAnyRank_isWithinHalfAPercent() {
        LatencySketch sketch = counting(1_000);
        for (int rank = 0; rank < 1_000; rank += 37) {
            assertThat(sketch.valueAtRank(rank)).isCloseTo(rank + 1, within(0.00501 * (rank + 1)));
        }
    }
}
