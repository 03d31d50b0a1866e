package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.ClopperPearson;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlakerLimitsTest {

    @Test
    void limits_givenThePackagesExample_thenAsPublished() {
        // R package BlakerCI 1.0-6, its only example.
        assertThat(BlakerLimits.lower95(3, 10)).isCloseTo(0.08726443, within(5e-9));
        assertThat(BlakerLimits.upper95(3, 10)).isCloseTo(0.61941066, within(5e-9));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/blaker-limits.csv", numLinesToSkip = 1)
    void limits_givenCounts_thenAsTheRuleOnAGrid(int selected, long count, long trials, double low, double high) {
        boolean ofLikeliest = selected == 1;

        assertThat(ofLikeliest ? ModalLimits.lower(count, trials) : BlakerLimits.lower95(count, trials))
                .isCloseTo(low, within(1e-9));
        assertThat(ofLikeliest ? ModalLimits.upper(count, trials) : BlakerLimits.upper95(count, trials))
                .isCloseTo(high, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 64, 257, 1000})
    void limits_encloseTheShareWithinClopperAndPearsonsAndGrowWithIt(int n) {
        double[] lows = lows(n);
        double[] highs = highs(n);
        for (int k = 0; k <= n; k++) {
            assertThat(lows[k]).isBetween(ClopperPearson.lower(k, n, 0.975) - 1e-12, (double) k / n);
            assertThat(highs[k]).isBetween((double) k / n, ClopperPearson.upper(k, n, 0.975) + 1e-12);
            if (k > 0) {
                assertThat(lows[k]).isGreaterThan(lows[k - 1]);
                assertThat(highs[k]).isGreaterThan(highs[k - 1]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 10, 20, 64, 200})
    void limits_summedOverAllCounts_holdEveryShareInAtLeast95Percent(int n) {
        double[] lows = lows(n);
        double[] highs = highs(n);
        for (double share = 0.0005; share < 1; share += 0.0005) {
            assertThat(Binomials.held(lows, highs, share)).as("%s", share).isGreaterThan(0.95 - 1e-9);
        }
    }

    @ParameterizedTest
    // Shares of 64, 200 and 1,000 trials: where counts are many enough, the stated 95 % within a point.
    @CsvSource({
        "64, 0.1, 0.9, 0.958, 0.68",
        "200, 0.1, 0.9, 0.954, 0.98",
        "1000, 0.1, 0.9, 0.952, 1",
        "1000, 0.9, 0.99, 0.955, 0.87"
    })
    void limits_summedOverAllCounts_holdInHardlyMore(int n, double from, double to, double mean, double withinAPoint) {
        double[] lows = lows(n);
        double[] highs = highs(n);
        double[] held = IntStream.rangeClosed(0, 160)
                .mapToDouble(i -> Binomials.held(lows, highs, from + (to - from) * i / 160))
                .toArray();

        assertThat(IntStream.range(0, held.length)
                        .mapToDouble(i -> held[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(mean, within(0.001));
        assertThat(IntStream.range(0, held.length).filter(i -> held[i] <= 0.96).count() / (double) held.length)
                .isGreaterThanOrEqualTo(withinAPoint);
    }

    @Test
    void limits_givenABillionTrials_thenStillFound() {
        assertThat(BlakerLimits.lower95(5, 1_000_000_000)).isBetween(1.6e-9, 2.3e-9);
        assertThat(BlakerLimits.upper95(5, 1_000_000_000)).isBetween(1.0e-8, 1.17e-8);
        assertThat(BlakerLimits.lower95(999_999_990, 1_000_000_000)).isBetween(1 - 1.9e-8, 1 - 1.6e-8);
    }

    @Test
    void limits_givenNothing_thenNothingIsExcluded() {
        assertThat(BlakerLimits.lower95(0, 0)).isZero();
        assertThat(BlakerLimits.upper95(0, 0)).isEqualTo(1);
    }

    private static double[] lows(int n) {
        return IntStream.rangeClosed(0, n)
                .mapToDouble(k -> BlakerLimits.lower95(k, n))
                .toArray();
    }

    private static double[] highs(int n) {
        return IntStream.rangeClosed(0, n)
                .mapToDouble(k -> BlakerLimits.upper95(k, n))
                .toArray();
    }
}
