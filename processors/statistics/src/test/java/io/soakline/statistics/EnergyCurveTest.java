package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnergyCurveTest {

    private static final long MILLI = 1_000_000;

    private static long[] every(long millis, int readings) {
        long[] at = new long[readings];
        Arrays.setAll(at, i -> i * millis * MILLI);
        return at;
    }

    @Test
    void between_givenSteadyPower_isPowerTimesTime() {
        double[] watts = new double[101];
        Arrays.fill(watts, 120);
        EnergyCurve curve = EnergyCurve.ofPower(every(50, 101), watts);
        assertThat(curve.between(0, 5_000 * MILLI)).isCloseTo(600, within(1e-9));
        assertThat(curve.between(1_013 * MILLI, 1_263 * MILLI)).isCloseTo(30, within(1e-9));
        assertThat(curve.between(7, 7)).isZero();
        assertThat(curve.beginNanos()).isZero();
        assertThat(curve.endNanos()).isEqualTo(5_000 * MILLI);
    }

    @Test
    void between_givenCounterThatStandsStillBetweenUpdates_findsThePowerOfBothStates() {
        // A device of 100 and 300 W in turns of 250 ms; the counter is updated every 20 to 30 ms and read every 10.
        Random random = new Random(3);
        long[] at = every(10, 6_000);
        double[] joules = new double[at.length];
        double counter = 0;
        long updateMillis = 0;
        for (int i = 0; i < at.length; i++) {
            long now = at[i] / MILLI;
            while (updateMillis <= now) {
                counter = drawn(updateMillis);
                updateMillis += 20 + random.nextInt(11);
            }
            joules[i] = counter;
        }
        EnergyCurve curve = EnergyCurve.ofCounter(at, joules);
        double low = 0;
        double high = 0;
        for (long turn = 2; turn < 230; turn++) {
            double turnJoules = curve.between(turn * 250 * MILLI, (turn + 1) * 250 * MILLI);
            if (turn % 2 == 0) {
                low += turnJoules / 114;
            } else {
                high += turnJoules / 114;
            }
        }
        assertThat(low + high).isCloseTo(100, within(0.2));
        assertThat(low).isBetween(25.0, 29.0);
        assertThat(high).isBetween(71.0, 75.0);
    }

    @Test
    void following_givenCounterReadOnceASecond_findsThePowerOfBothStatesByThePowerSensor() {
        // Turns of 250 ms as above; the power sensor is read every 50 ms and says 10 % too much.
        long[] at = every(50, 1_200);
        double[] joules = new double[at.length];
        double[] watts = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            long now = at[i] / MILLI;
            joules[i] = drawn(now / 1_000 * 1_000);
            watts[i] = now / 250 % 2 == 0 ? 110 : 330;
        }
        EnergyCurve counter = EnergyCurve.ofCounter(at, joules);
        EnergyCurve curve = counter.following(EnergyCurve.ofPower(at, watts));
        double low = 0;
        double high = 0;
        for (long turn = 8; turn < 228; turn++) {
            double turnJoules = curve.between(turn * 250 * MILLI, (turn + 1) * 250 * MILLI);
            if (turn % 2 == 0) {
                low += turnJoules / 110;
            } else {
                high += turnJoules / 110;
            }
        }
        assertThat(low + high).as("the counter's, not the sensor's").isCloseTo(100, within(0.5));
        assertThat(low).isBetween(25.0, 33.0);
        assertThat(high).isBetween(67.0, 75.0);
        assertThat(counter.between(2_000 * MILLI, 2_250 * MILLI))
                .as("alone it cannot tell them apart")
                .isCloseTo(50, within(1e-6));
    }

    @Test
    void following_givenUnknownOrIdleCourse_staysStraightAndNeverChangesATotal() {
        Random random = new Random(11);
        for (int repetition = 0; repetition < 200; repetition++) {
            long[] at = every(100, 50);
            double[] joules = new double[at.length];
            double[] watts = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                joules[i] = i == 0 ? 5 : joules[i - 1] + (random.nextInt(4) == 0 ? random.nextDouble() : 0);
                watts[i] = random.nextInt(6) == 0 ? Double.NaN : random.nextInt(5) == 0 ? 0 : random.nextDouble();
            }
            EnergyCurve counter = EnergyCurve.ofCounter(at, joules);
            EnergyCurve curve = counter.following(EnergyCurve.ofPower(at, watts));
            double last = 0;
            for (int i = 1; i < at.length; i++) {
                // Half-way between two readings lie the counter's own points.
                double own = counter.between(at[0] + 50 * MILLI, at[i] - 50 * MILLI);
                double joined = curve.between(at[0] + 50 * MILLI, at[i] - 50 * MILLI);
                assertThat(Double.isNaN(joined)).isEqualTo(Double.isNaN(own));
                boolean isPoint = joules[i] != joules[i - 1];
                if (isPoint && !Double.isNaN(own)) {
                    assertThat(joined).isCloseTo(own, within(1e-9));
                    assertThat(joined).isGreaterThanOrEqualTo(last - 1e-9);
                    last = joined;
                }
            }
        }
        assertThat(EnergyCurve.ofCounter(every(100, 3), new double[] {1, 2, 4})
                        .following(EnergyCurve.ofPower(new long[0], new double[0]))
                        .between(50 * MILLI, 150 * MILLI))
                .isCloseTo(2, within(1e-9));
    }

    private static double drawn(long millis) {
        long turns = millis / 250;
        long pairs = turns / 2;
        double joules = pairs * 100.0 + (turns % 2 == 0 ? 0 : 25);
        return joules + (millis % 250) * (turns % 2 == 0 ? 0.1 : 0.3);
    }

    @Test
    void between_givenCounterThatGoesBack_isUnknownThereAndKnownAfterwards() {
        EnergyCurve curve = EnergyCurve.ofCounter(every(100, 8), new double[] {10, 20, 30, 40, 1, 11, 21, 31});
        assertThat(curve.between(150 * MILLI, 250 * MILLI)).isCloseTo(10, within(1e-9));
        assertThat(curve.between(300 * MILLI, 400 * MILLI)).isNaN();
        assertThat(curve.between(450 * MILLI, 550 * MILLI)).isCloseTo(10, within(1e-9));
    }

    @Test
    void between_givenGapOrFailedReading_isUnknownThere() {
        long[] at = {0, 100 * MILLI, 200 * MILLI, 900 * MILLI, 1_000 * MILLI};
        EnergyCurve curve = EnergyCurve.ofPower(at, new double[] {50, 50, 50, 50, 50});
        assertThat(curve.between(50 * MILLI, 150 * MILLI)).isCloseTo(5, within(1e-9));
        assertThat(curve.between(150 * MILLI, 850 * MILLI)).isNaN();
        EnergyCurve failed = EnergyCurve.ofPower(every(100, 4), new double[] {50, Double.NaN, 50, 50});
        assertThat(failed.between(0, 100 * MILLI)).isNaN();
        assertThat(failed.between(200 * MILLI, 300 * MILLI)).isCloseTo(5, within(1e-9));
    }

    @Test
    void between_givenFewReadingsOrATimeBeyondThem_isUnknown() {
        assertThat(EnergyCurve.ofCounter(new long[0], new double[0]).between(0, 1))
                .isNaN();
        assertThat(EnergyCurve.ofCounter(every(100, 2), new double[] {1, 2}).between(0, 100 * MILLI))
                .isNaN();
        EnergyCurve curve = EnergyCurve.ofPower(every(100, 3), new double[] {50, 50, 50});
        assertThat(curve.between(-1, 50 * MILLI)).isNaN();
        assertThat(curve.between(150 * MILLI, 250 * MILLI)).isNaN();
        assertThatThrownBy(() -> EnergyCurve.ofPower(new long[1], new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
