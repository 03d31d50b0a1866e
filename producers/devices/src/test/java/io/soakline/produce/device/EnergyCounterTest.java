package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EnergyCounterTest {

    @Test
    void update_givenGrowingReadings_countsFromTheFirst() {
        EnergyCounter counter = new EnergyCounter(262_143_328_850.0);
        assertThat(counter.update(5_000_000)).isZero();
        assertThat(counter.update(7_500_000)).isEqualTo(2.5);
        assertThat(counter.update(7_500_000)).isEqualTo(2.5);
    }

    @Test
    void update_givenWrapAround_addsTheRangeOnce() {
        EnergyCounter counter = new EnergyCounter(262_143_328_850.0);
        assertThat(counter.update(262_143_000_000.0)).isZero();
        assertThat(counter.update(1_671_150)).isCloseTo(2.0, within(1e-9));
        assertThat(counter.update(2_671_150)).isCloseTo(3.0, within(1e-9));
    }

    @Test
    void update_givenManyWraps_neverGoesBack() {
        EnergyCounter counter = new EnergyCounter(1_000);
        double last = counter.update(0);
        for (int i = 1; i < 500; i++) {
            double now = counter.update(i * 700 % 1_000);
            assertThat(now).isGreaterThan(last);
            last = now;
        }
        assertThat(last * 1e6).isCloseTo(499 * 700, within(1e-3));
    }

    @Test
    void update_givenFailedReading_isNanAndLosesNothing() {
        EnergyCounter counter = new EnergyCounter(1e12);
        counter.update(1_000_000);
        assertThat(counter.update(Double.NaN)).isNaN();
        assertThat(counter.update(4_000_000)).isEqualTo(3.0);
    }

    @Test
    void update_givenDropOfUnknownRange_startsAnewWithoutGoingNegative() {
        EnergyCounter counter = new EnergyCounter(Double.NaN);
        counter.update(5_000_000);
        counter.update(6_000_000);
        assertThat(counter.update(1_000_000)).isEqualTo(1.0);
        assertThat(counter.update(3_000_000)).isEqualTo(3.0);
    }
}
