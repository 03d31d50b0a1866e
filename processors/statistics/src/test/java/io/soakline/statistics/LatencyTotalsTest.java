package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyTotalsTest {

    @Test
    void figures_givenReferenceData_areExact() {
        LatencyTotals totals = of(TestData.quadratic());
        // Python 3.11.7, integers.
        assertThat(totals.count()).isEqualTo(10_000);
        assertThat(totals.min()).isEqualTo(100_000);
        assertThat(totals.max()).isEqualTo(100_220_036);
        assertThat(totals.sum()).isEqualTo(334_825_176_960L);
        assertThat(totals.squares()).hasToString("20124729128385445768");
        assertThat(totals.mean()).isEqualTo(33_482_517.696);
    }

    @Test
    void coefficientOfVariation_givenReferenceData_isWithinTwoUlps() {
        // Python 3.11.7 fractions, mpmath 1.3.0: 0.891740400552028211
        double expected = 0.8917404005520282;
        assertThat(of(TestData.quadratic()).coefficientOfVariation())
                .isCloseTo(expected, within(2 * Math.ulp(expected)));
    }

    @Test
    void coefficientOfVariation_givenTinySpreadOfLargeValues_doesNotCancel() {
        // Python 3.11.7 fractions, mpmath 1.3.0: 1.29099444873386914e-12
        double expected = 1.290994448733869e-12;
        long large = 1_000_000_000_000L;
        assertThat(of(large, large + 1, large + 2, large + 3).coefficientOfVariation())
                .isCloseTo(expected, within(2 * Math.ulp(expected)));
    }

    @Test
    void coefficientOfVariation_givenTooLittle_isNotANumber() {
        assertThat(of().coefficientOfVariation()).isNaN();
        assertThat(of(5).coefficientOfVariation()).isNaN();
        assertThat(of(0, 0).coefficientOfVariation()).isNaN();
        assertThat(of(5, 5, 5).coefficientOfVariation()).isZero();
    }

    @Test
    void empty_hasZerosAndNoMean() {
        LatencyTotals empty = of();
        assertThat(empty.count()).isZero();
        assertThat(empty.min()).isZero();
        assertThat(empty.max()).isZero();
        assertThat(empty.mean()).isNaN();
    }

    @Test
    void combine_givenEmptyOnEitherSide_changesNothing() {
        LatencyTotals left = of(3, 9);
        left.combine(of());
        LatencyTotals right = of();
        right.combine(of(3, 9));
        assertThat(left.min()).isEqualTo(3).isEqualTo(right.min());
        assertThat(left.max()).isEqualTo(9).isEqualTo(right.max());
        assertThat(left.sketch().encode()).isEqualTo(right.sketch().encode());
    }

    @Test
    void quantile_givenSketchErrorAtTheEnds_staysWithinSeenValues() {
        LatencyTotals totals = of(1_000_003, 2_000_003);
        assertThat(totals.quantile(0)).isGreaterThanOrEqualTo(1_000_003);
        assertThat(totals.quantile(1)).isLessThanOrEqualTo(2_000_003);
    }

    @Test
    void accept_givenNegativeValue_isRefusedAndChangesNothing() {
        LatencyTotals totals = of(5);
        assertThatThrownBy(() -> totals.accept(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(totals.count()).isEqualTo(1);
        assertThat(totals.sum()).isEqualTo(5);
    }

    private static LatencyTotals of(long... values) {
        LatencyTotals totals = LatencyTotals.empty();
        for (long value : values) {
            totals.accept(value);
        }
        return totals;
    }
}
