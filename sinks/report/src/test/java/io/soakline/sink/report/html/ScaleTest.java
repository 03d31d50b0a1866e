package io.soakline.sink.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void fraction_givenLogarithmicAxis_isHalfwayAtTheGeometricMean() {
        Scale scale = Scale.logarithmic(1e3, 1e5);

        assertThat(scale.fraction(1e4)).isCloseTo(0.5, within(1e-12));
        assertThat(scale.fraction(1)).as("beyond the end").isZero();
        assertThat(scale.percent(1e3)).isEqualTo("2.00%");
        assertThat(scale.percent(1e5)).isEqualTo("98.00%");
    }

    @Test
    void ticks_givenDecades_areOneTwoFive() {
        assertThat(Scale.logarithmic(900, 6_000).ticks(5)).containsExactly(1_000.0, 2_000.0, 5_000.0);
    }

    @Test
    void ticks_givenNarrowRange_areEven() {
        assertThat(Scale.logarithmic(1.05e6, 1.9e6).ticks(5)).containsExactly(1.2e6, 1.4e6, 1.6e6, 1.8e6);
    }

    @Test
    void ticks_givenMany_areThinnedOut() {
        assertThat(Scale.logarithmic(1, 1e9).ticks(5)).hasSizeBetween(2, 5);
    }

    @Test
    void linear_givenOneValue_hasRoomAroundIt() {
        Scale scale = Scale.linear(5, 5);

        assertThat(scale.fraction(5)).isCloseTo(0.5, within(1e-12));
        assertThat(scale.ticks(5)).isNotEmpty();
    }

    @Test
    void logarithmic_givenOneValue_hasRoomAroundIt() {
        assertThat(Scale.logarithmic(7, 7).fraction(7)).isBetween(0.4, 0.6);
    }
}
