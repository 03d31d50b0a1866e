package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
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

    @Test
    void of_givenOpenLoop_keepsServiceAndResponseSideBySide() {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < 10_000; i++) {
            pane.accept(i, i, i % 2 == 0 ? 0 : 5_000_000, 1_000_000 + i, 0, 0, 0, 0);
        }
        WindowStatistics window = WindowStatistics.of(pane.summary());
        assertThat(window.latencyQuantiles())
                .extracting(QuantileInterval::p)
                .containsExactly(0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999);
        assertThat(window.latencyQuantiles().get(4).nanos()).isCloseTo(1_009_900, within(5_100.0));
        assertThat(window.responseQuantiles().get(4).nanos()).isCloseTo(6_009_900, within(30_100.0));
        assertThat(window.responseQuantiles()).allMatch(quantile -> quantile.nanos() != null);
        assertThat(window.earlyStopping()).extracting(EarlyStopping::p).containsExactly(0.9, 0.99, 0.999);
        assertThat(window.earlyStopping())
                .allSatisfy(estimate -> assertThat(estimate.nanos()).isBetween(6_000_000.0, 6_010_000.0));
        assertThat(window.trtexec().p99Nanos()).isCloseTo(1_009_900, within(5_100.0));
        assertThat(window.jitter().absoluteNanos()).isEqualTo(5_009_999);
        assertThat(window.jitter().stepMeanNanos()).isCloseTo(5_000_000, within(2.0));
        assertThat(window.misses()).isNull();
    }

    @Test
    void of_givenDeadlineMisses_saysHowOftenHowSurelyAndHowBunched() {
        Pane pane = Pane.empty(0, 10, 10L);
        for (int i = 0; i < 1_000; i++) {
            pane.accept(i, i, 0, (i >= 500 && i < 507) || i == 512 ? 11 : 10, 0, 0, 0, 0);
        }
        Misses misses =
                Objects.requireNonNull(WindowStatistics.of(pane.summary()).misses());
        assertThat(misses.n()).isEqualTo(1_000);
        assertThat(misses.rate()).isEqualTo(0.008);
        assertThat(misses.rateUpper95()).isEqualTo(ClopperPearson.upper(8, 1_000, 0.95));
        assertThat(misses.rateAnytimeUpper95()).isEqualTo(AnytimeBound.upper(8, 1_000, 0.95));
        assertThat(misses.longestRun()).isEqualTo(7);
        assertThat(misses.worstIn10()).isEqualTo(7);
        assertThat(misses.worstIn100()).isEqualTo(8);
    }

    @Test
    void of_givenNoInference_refusesEverything() {
        WindowStatistics empty =
                WindowStatistics.of(Pane.emptyWithIdleGaps(0, 10, 5L).summary());
        assertThat(empty.latencyQuantiles()).hasSize(7).allMatch(quantile -> quantile.nanos() == null);
        assertThat(empty.earlyStopping()).allMatch(estimate -> estimate.nanos() == null);
        assertThat(empty.trtexec()).isEqualTo(new WindowStatistics.TrtexecPercentiles(null, null, null));
        assertThat(empty.misses()).isEqualTo(new Misses(0, 0, null, null, null, 0L, 0, 0));
        assertThat(empty.modes()).isEmpty();
        assertThat(empty.states()).isEmpty();
        assertThat(empty.idleGaps()).isNull();
        assertThat(empty.steadyState().fromNanos()).isNull();
        assertThat(empty.averaging().slope()).isNull();
    }
}
