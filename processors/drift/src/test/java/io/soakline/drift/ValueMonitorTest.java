package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ValueMonitorTest {

    private static final ValueSettings SHORT = ValueSettings.DEFAULT.withReferenceValues(66);

    @Test
    void accept_givenShiftOfThreeDeviations_ringsForTheLevelWithinFortyValues() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<DriftStep> steps = feed(SHORT, 140, t -> 100 + (t < 100 ? 0 : 15) + 5 * random.nextGaussian());

            DriftAlarm alarm = first(steps, DriftFeature.LEVEL, 100);
            assertThat(alarm.direction()).isEqualTo(DriftDirection.UP);
            assertThat(alarm.quantity()).isEqualTo("value");
            assertThat(alarm.changeFromNanos()).isLessThanOrEqualTo(alarm.changeAtNanos());
            assertThat(alarm.ratioLow()).isLessThan(1.15);
            assertThat(alarm.ratioHigh()).isGreaterThan(1.12);
        }
    }

    @Test
    void accept_givenFiveFoldSpreadAtEqualMean_ringsWithinForty() {
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<DriftStep> steps = feed(SHORT, 140, t -> 1 + (t < 100 ? 0.05 : 0.25) * random.nextGaussian());
            found += alarms(steps.subList(100, 140)).isEmpty() ? 0 : 1;
        }
        assertThat(found).isGreaterThanOrEqualTo(98);
    }

    @Test
    void accept_givenNothing_keepsToItsBudget() {
        int alarms = 0;
        int values = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(1000 + seed);
            alarms += alarms(feed(SHORT, 1066, t -> 1 + 0.05 * random.nextGaussian()))
                    .size();
            values += 1000;
        }
        // One in 60,480 values would be five.
        assertThat(values / 60_480.0).isBetween(4.0, 6.0);
        assertThat(alarms).isLessThanOrEqualTo(5);
    }

    @Test
    void accept_givenValuesOfBothSigns_givesTheDifferenceInDeviations() {
        SplittableRandom random = new SplittableRandom(3);
        List<DriftStep> steps = feed(SHORT, 120, t -> (t < 100 ? 0 : -8) + 2 * random.nextGaussian());

        DriftAlarm alarm = first(steps, DriftFeature.LEVEL, 100);
        assertThat(alarm.direction()).isEqualTo(DriftDirection.DOWN);
        assertThat(alarm.quantity()).contains("standard deviations");
        assertThat(alarm.ratio()).isBetween(-6.0, -2.5);
    }

    @Test
    void accept_givenConstantReference_ringsForAnyChange() {
        List<DriftStep> steps = feed(SHORT, 120, t -> t < 100 ? 5 : 5.001);

        assertThat(alarms(steps.subList(0, 100))).isEmpty();
        assertThat(first(steps, DriftFeature.LEVEL, 100).direction()).isEqualTo(DriftDirection.UP);
    }

    @Test
    void accept_whenTheLevelIsBack_reportsTheRecovery() {
        SplittableRandom random = new SplittableRandom(4);
        List<DriftStep> steps = feed(SHORT, 300, t -> (t < 100 || t > 150 ? 10 : 20) + 0.5 * random.nextGaussian());

        assertThat(steps.subList(0, 151)).allMatch(step -> step.recovered().isEmpty());
        assertThat(steps.subList(151, 300)).anyMatch(step -> step.recovered().contains(DriftFeature.LEVEL));
    }

    @Test
    void accept_givenNaN_refuses() {
        assertThatThrownBy(() -> ValueMonitor.learning(SHORT).accept(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite values");
    }

    private static List<DriftStep> feed(ValueSettings settings, int values, IntToDoubleFunction series) {
        ValueMonitor monitor = ValueMonitor.learning(settings);
        List<DriftStep> steps = new ArrayList<>();
        for (int t = 0; t < values; t++) {
            steps.add(monitor.accept(t, series.applyAsDouble(t)));
        }
        return steps;
    }

    private static List<DriftAlarm> alarms(List<DriftStep> steps) {
        return steps.stream().flatMap(step -> step.alarms().stream()).toList();
    }

    private static DriftAlarm first(List<DriftStep> steps, DriftFeature feature, int from) {
        return alarms(steps.subList(from, steps.size())).stream()
                .filter(alarm -> alarm.feature() == feature)
                .findFirst()
                .orElseThrow();
    }
}
