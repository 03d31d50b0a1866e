package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.PaneRecord;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base2HistogramTest {

    private static Base2Histogram of(long... nanos) {
        PaneRecord pane = Samples.pane("r", 0, nanos);
        Base2Histogram histogram = new Base2Histogram();
        PaneSketches.of(pane).addLatencyTo(histogram);
        return histogram;
    }

    /** The geometric middle of the bucket that holds the value at the rank. */
    private static double at(Base2Histogram histogram, int scale, long rank) {
        long upTo = histogram.zeros();
        for (Map.Entry<Integer, Long> bucket : histogram.counts().entrySet()) {
            upTo += bucket.getValue();
            if (upTo > rank) {
                return Math.pow(2, (Base2Histogram.at(bucket.getKey(), scale) + 0.5) / Math.pow(2, scale));
            }
        }
        throw new AssertionError("rank " + rank + " is beyond " + histogram.count());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 5, 4, 3, 0})
    void add_givenTimesWithATail_keepsEveryRankWithinTheStatedError(int scale) {
        for (long seed = 1; seed <= 5; seed++) {
            long[] nanos = Samples.latencies(5_000, seed);
            Base2Histogram histogram = of(nanos);
            Arrays.sort(nanos);
            for (int rank = 0; rank < nanos.length; rank++) {
                assertThat(at(histogram, scale, rank) / (nanos[rank] * 1e-9))
                        .as("seed %s rank %s", seed, rank)
                        .isEqualTo(1, within(Base2Histogram.relativeError(scale)));
            }
        }
    }

    @Test
    void relativeError_isWhatTheReadmeSays() {
        assertThat(Base2Histogram.relativeError(6)).isEqualTo(0.0105, within(5e-5));
        assertThat(Base2Histogram.relativeError(5)).isEqualTo(0.016, within(5e-5));
        assertThat(Base2Histogram.relativeError(4)).isEqualTo(0.027, within(5e-5));
    }

    @Test
    void add_givenPanes_addsCountsSumsAndExtremes() {
        Base2Histogram histogram = of(1_000_000, 2_000_000);
        PaneSketches.of(Samples.pane("r", 1, 500_000, 0, 7_000_000)).addLatencyTo(histogram);

        assertThat(histogram.count()).isEqualTo(5);
        assertThat(histogram.zeros()).isEqualTo(1);
        assertThat(histogram.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(4);
        assertThat(histogram.sumSeconds()).isEqualTo(0.0105, within(1e-12));
        assertThat(histogram.minSeconds()).isZero();
        assertThat(histogram.maxSeconds()).isEqualTo(0.007, within(1e-12));
    }

    @Test
    void add_givenAnEmptyPane_changesNothing() {
        Base2Histogram histogram = of(1_000_000);
        PaneSketches.of(Samples.pane("r", 1)).addLatencyTo(histogram);

        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.minSeconds()).isEqualTo(0.001, within(1e-12));
    }

    @Test
    void scaleFor_givenARange_isTheFinestThatFits() {
        // Two values a factor of 1024 apart: 10 doublings.
        Base2Histogram histogram = of(1_000_000, 1_024_000_000);

        assertThat(histogram.scaleFor(1_000)).isEqualTo(6);
        assertThat(histogram.scaleFor(650)).isEqualTo(6);
        assertThat(histogram.scaleFor(320)).isBetween(4, 5);
        assertThat(histogram.scaleFor(2)).isLessThan(0);
        assertThat(of(5_000_000).scaleFor(2)).isEqualTo(6);
        assertThat(new Base2Histogram().scaleFor(2)).isEqualTo(6);
    }

    @Test
    void upToPowerOfTwo_countsWhatLiesUpToIt() {
        // 2^-10 s is 976,562.5 ns.
        Base2Histogram histogram = of(900_000, 950_000, 1_000_000, 5_000_000_000L);

        assertThat(histogram.upToPowerOfTwo(-11)).isZero();
        assertThat(histogram.upToPowerOfTwo(-10)).isEqualTo(2);
        assertThat(histogram.upToPowerOfTwo(-9)).isEqualTo(3);
        assertThat(histogram.upToPowerOfTwo(4)).isEqualTo(4);
    }
}
