package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowStatisticsTest {

    @Test
    void of_givenReferenceData_agreesWithNumpy() {
        Pane pane = Pane.empty(0, 10, 50_000_000L);
        long[] values = TestData.quadratic();
        for (int i = 0; i < values.length; i++) {
            pane.accept(i, i, 0, values[i], i % 64, i % 64, 0, 0);
        }
        WindowStatistics statistics = WindowStatistics.of(pane.summary());
        // NumPy 2.4.6: mean, sorted[floor(p (n - 1))]
        assertThat(statistics.inferences()).isEqualTo(10_000);
        assertThat(statistics.latencyMeanNanos()).isEqualTo(33_482_517.696);
        assertThat(statistics.latencyP50Nanos()).isCloseTo(25_140_016.0, within(0.005 * 25_140_016));
        assertThat(statistics.latencyP999Nanos()).isCloseTo(100_020_016.0, within(0.005 * 100_020_016));
        assertThat(statistics.interquartileRangeNanos())
                .isCloseTo(56_425_025.0 - 6_355_001, within(0.005 * (56_425_025 + 6_355_001)));
        assertThat(statistics.p99OverP50()).isCloseTo(98_228_836.0 / 25_140_016, within(0.04));
        // 10,000 inferences in 334.82517696 s of busy time
        assertThat(statistics.ratePerSecond()).isCloseTo(29.866332, within(1e-6));
        // numpy.sum(v > 50_000_000)
        assertThat(statistics.deadlineMisses()).isEqualTo(2942);
        assertThat(statistics.deadlineMissRateUpper95()).isBetween(0.2942, 0.31);
        assertThat(statistics.repeatability().bitwiseRate()).isEqualTo(1.0);
        assertThat(statistics.buckets()).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void of_givenNoInference_knowsNothing() {
        WindowStatistics empty = WindowStatistics.of(Pane.empty(0, 10, null).summary());
        assertThat(empty.inferences()).isZero();
        assertThat(empty.latencyMinNanos()).isNull();
        assertThat(empty.latencyMeanNanos()).isNull();
        assertThat(empty.latencyP50Nanos()).isNull();
        assertThat(empty.latencyMaxNanos()).isNull();
        assertThat(empty.responseMaxNanos()).isNull();
        assertThat(empty.ratePerSecond()).isNull();
        assertThat(empty.cv()).isNull();
        assertThat(empty.deadlineMisses()).isNull();
        assertThat(empty.deadlineMissRateUpper95()).isNull();
        assertThat(empty.buckets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, false, false, false",
        "2, true, false, false, false",
        "9, true, false, false, false",
        "10, true, true, false, false",
        "99, true, true, false, false",
        "100, true, true, true, false",
        "999, true, true, true, false",
        "1000, true, true, true, true"
    })
    void quantiles_givenTooFewInferences_areRefused(int n, boolean p50, boolean p90, boolean p99, boolean p999) {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < n; i++) {
            pane.accept(i, i, 0, 1000 + i, 0, 0, 0, 0);
        }
        WindowStatistics statistics = WindowStatistics.of(pane.summary());
        assertThat(statistics.latencyP50Nanos() != null).isEqualTo(p50);
        assertThat(statistics.latencyP90Nanos() != null).isEqualTo(p90);
        assertThat(statistics.latencyP99Nanos() != null).isEqualTo(p99);
        assertThat(statistics.latencyP999Nanos() != null).isEqualTo(p999);
        assertThat(statistics.responseP50Nanos() != null).isEqualTo(p50);
        assertThat(statistics.responseP99Nanos() != null).isEqualTo(p99);
    }

    @Test
    void deadlineMissRateUpper95_givenNoMissInTenThousand_isThreeInTenThousand() {
        Pane pane = Pane.empty(0, 10, 10L);
        for (int i = 0; i < 10_000; i++) {
            pane.accept(i, i, 0, 5, 0, 0, 0, 0);
        }
        // mpmath 1.3.0
        assertThat(WindowStatistics.of(pane.summary()).deadlineMissRateUpper95())
                .isCloseTo(0.0002995283597766119, within(1e-15));
    }
}
