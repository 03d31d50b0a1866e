package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTest {

    @ParameterizedTest
    @ValueSource(strings = {"white", "wander", "tied"})
    void statistics_areThoseOfStatsmodelsAndSciPy(String name) {
        double[] series = Golden.values(name + ".sample");
        int half = series.length / 2;

        assertThat(Series.ljungBox(series, 5)).isCloseTo(Golden.value(name + ".ljungbox5"), within(1e-9));
        assertThat(Series.ljungBox(series, 20)).isCloseTo(Golden.value(name + ".ljungbox20"), within(1e-9));
        assertThat(Series.kpss(series, 0)).isCloseTo(Golden.values(name + ".kpss")[0], within(1e-12));
        assertThat(Series.kpss(series, 5)).isCloseTo(Golden.values(name + ".kpss")[1], within(1e-12));
        assertThat(Series.runs(series)).isCloseTo(Golden.value(name + ".runs"), within(1e-9));
        assertThat(Ranks.of(series)).containsExactly(Golden.values(name + ".ranks"));
        assertThat(TwoSamples.distance(Arrays.copyOf(series, half), Arrays.copyOfRange(series, half, series.length)))
                .isCloseTo(Golden.value(name + ".halves"), within(1e-12));
    }

    @Test
    void limits_areThePublishedOnes() {
        assertThat(Series.kpssLimit(0.05)).isEqualTo(0.463);
        assertThat(Series.kpssLimit(0.01)).isEqualTo(0.739);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Series.kpssLimit(0.2))
                .withMessageContaining("0.05");
        // Chi-squared tables: 20 degrees of freedom, 1 %.
        assertThat(Series.ljungBoxLimit(20, 0.01)).isCloseTo(37.566, within(5e-4));
        assertThat(Series.normalLimit(0.01)).isCloseTo(2.5758, within(5e-5));
        // Kolmogorov's 1.628 at 1 %, for two samples of 180.
        assertThat(TwoSamples.limit(180, 180, 0.01)).isCloseTo(1.6276 * Math.sqrt(2 / 180.0), within(1e-4));
    }

    @Test
    void constantSeries_upsetsNoTest() {
        double[] constant = new double[50];
        Arrays.fill(constant, 7);

        assertThat(Series.ljungBox(constant, 5)).isZero();
        assertThat(Series.kpss(constant, 3)).isZero();
        assertThat(Series.runs(constant)).isZero();
        assertThat(Series.normalScores(constant)).containsOnly(0);
    }
}
