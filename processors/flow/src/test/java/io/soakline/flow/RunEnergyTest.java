package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A device of 100 W under one engine and 300 W under the other, which take turns of 250 ms. */
class RunEnergyTest {

    private static final long MILLI = 1_000_000;
    private static final long TURN = 250 * MILLI;
    private static final long START = 1_000_000_000_000_000_000L;
    private static final long PANE = 10_000_000_000L;

    private final BusySpans first = new BusySpans();
    private final BusySpans second = new BusySpans();
    private final DeviceSamples samples = new DeviceSamples();

    private void takeTurns() {
        for (int turn = -8; turn < 48; turn++) {
            long at = START + turn * TURN;
            (turn % 2 == 0 ? first : second).accept(at, at + TURN);
        }
    }

    private static double joulesAt(long millis) {
        long turns = millis / 250;
        long pairs = turns / 2;
        return pairs * 100.0 + (turns % 2 == 0 ? 0 : 25) + (millis % 250) * (turns % 2 == 0 ? 0.1 : 0.3);
    }

    private void sample(String quantity, String sensor, boolean counter, int everyMillis) {
        sample(quantity, sensor, counter, everyMillis, everyMillis);
    }

    /** @param heldMillis how long a reading of the counter is repeated */
    private void sample(String quantity, String sensor, boolean counter, int everyMillis, int heldMillis) {
        for (long second = -2; second < 12; second++) {
            List<Long> at = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (long millis = second * 1000; millis < second * 1000 + 1000; millis += everyMillis) {
                at.add(START + millis * MILLI);
                values.add(
                        counter
                                ? joulesAt(Math.floorDiv(millis, heldMillis) * heldMillis + 2_000L) + 5_000
                                : Math.floorMod(millis, 500L) < 250 ? 100_000.0 : 300_000.0);
            }
            DeviceChannel channel = DeviceChannel.newBuilder()
                    .setQuantity(quantity)
                    .setSensor(sensor)
                    .setCounter(counter)
                    .setValues(values)
                    .build();
            samples.accept(
                    DeviceBatch.newBuilder()
                            .setDeviceId("device-1")
                            .setSampler(sensor)
                            .setFirstSequence(second)
                            .setSampleAtNanos(at)
                            .setChannels(List.of(channel))
                            .build(),
                    second);
        }
    }

    private PaneSummary joined(BusySpans own, BusySpans other) {
        Pane pane = Pane.empty(START, START + PANE, null);
        RunEnergy.join(pane, own, List.of(other), samples);
        return pane.summary();
    }

    private static double sum(PaneSummary pane, String quantity) {
        return pane.device().stream()
                .filter(channel -> channel.quantity().equals(quantity))
                .mapToDouble(channel -> channel.sum())
                .sum();
    }

    @Test
    void join_givenTurns_givesEachRunWhatWasDrawnInItsOwn() {
        takeTurns();
        sample("energyJoules", "board", true, 10);
        PaneSummary low = joined(first, second);
        PaneSummary high = joined(second, first);
        assertThat(sum(low, "runningSeconds")).isCloseTo(5, within(1e-9));
        assertThat(sum(low, "runningEnergyJoules")).isCloseTo(500, within(25.0));
        assertThat(sum(high, "runningEnergyJoules")).isCloseTo(1500, within(25.0));
        assertThat(sum(low, "runningEnergyJoules") + sum(high, "runningEnergyJoules"))
                .as("nothing is lost and nothing counted twice")
                .isCloseTo(2000, within(2.0));
    }

    @Test
    void join_givenCounterReadOnceASecond_tellsTurnsApartByThePowerSensor() {
        takeTurns();
        sample("energyJoules", "board", true, 10, 1_000);
        assertThat(sum(joined(first, second), "runningEnergyJoules"))
                .as("the counter alone: all turns alike")
                .isCloseTo(1000, within(20.0));
        sample("powerMilliwatts", "board-instant", false, 10);
        PaneSummary low = joined(first, second);
        PaneSummary high = joined(second, first);
        assertThat(sum(low, "runningEnergyJoules")).isCloseTo(500, within(25.0));
        assertThat(sum(high, "runningEnergyJoules")).isCloseTo(1500, within(25.0));
    }

    @Test
    void join_givenPowerAlone_addsItUp() {
        takeTurns();
        sample("powerMilliwatts", "VDD_IN", false, 10);
        assertThat(sum(joined(first, second), "runningEnergyJoules")).isCloseTo(500, within(25.0));
        assertThat(sum(joined(second, first), "runningEnergyJoules")).isCloseTo(1500, within(25.0));
    }

    @Test
    void join_givenRunsAtTheSameTime_saysNothing() {
        first.accept(START, START + PANE);
        second.accept(START + PANE / 2, START + PANE);
        sample("energyJoules", "board", true, 10);
        assertThat(joined(first, second).device()).isEmpty();
    }

    @Test
    void join_givenNoReadings_saysNothing() {
        takeTurns();
        assertThat(joined(first, second).device()).isEmpty();
    }

    private static @Nullable Double perInference(int inferences, double joules, double seconds, double running) {
        Pane pane = Pane.empty(START, START + PANE, null);
        for (int i = 0; i < inferences; i++) {
            pane.accept(i, START + 1000L * i, 0, 1000, 0, 1, 2, 0);
        }
        if (running > 0) {
            pane.acceptDevice("runningSeconds", "engine", false, START, running);
            pane.acceptDevice("runningEnergySeconds", "engine", false, START, seconds);
            pane.acceptDevice("runningEnergyJoules", "engine", false, START, joules);
        }
        return RunEnergy.perInference(pane.summary());
    }

    @Test
    void perInference_givenGapsInTheReadings_isStretchedUntilTheyAreHalf() {
        assertThat(perInference(1000, 500, 5, 5)).isCloseTo(0.5, within(1e-12));
        assertThat(perInference(1000, 400, 4, 5)).isCloseTo(0.5, within(1e-12));
        assertThat(perInference(1000, 200, 2, 5)).isNull();
        assertThat(perInference(0, 500, 5, 5)).isNull();
        assertThat(perInference(10, 0, 0, 0)).isNull();
    }
}
