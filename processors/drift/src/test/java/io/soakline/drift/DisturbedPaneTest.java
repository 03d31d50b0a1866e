package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Panes that are known to be disturbed are tested but not learnt, as long as patience lasts. */
class DisturbedPaneTest {

    private static final double SLOWER = Math.log(1.2);

    private final List<DriftStep> steps = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1.2, 6", "1.2, 30", "1.5, 6", "1.5, 38", "2, 6", "1.05, 20", "1.1, 6"})
    void accept_givenDisturbanceAfterThreeQuietPanes_keepsTheQuietReferenceAndDoesNotCallItsEndAFall(
            double ratio, int disturbed) {
        for (int seed = 0; seed < 50; seed++) {
            for (Stream.Regime regime : List.of(Stream.INDEPENDENT, Stream.WOBBLE, Stream.SPIKES)) {
                steps.clear();
                Stream stream = new Stream(3000 + seed, regime);
                DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(120));
                feed(monitor, stream, 3, false);
                stream.shift = Math.log(ratio);
                feed(monitor, stream, disturbed, true);
                int learnt = steps.get(steps.size() - 1).referencePanes();
                stream.shift = 0;
                feed(monitor, stream, 150, false);

                assertThat(learnt).isBetween(2, 3);
                assertThat(falls()).as("seed %d in %s", seed, regime.name()).isEmpty();
                assertThat(level(monitor)).isCloseTo(Math.log(2e6), within(0.02));
            }
        }
    }

    @Test
    void accept_givenGrossChangeInDisturbedPanes_ringsAllTheSame() {
        Stream stream = new Stream(2, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 30, false);
        stream.shift = Math.log(1.5);
        feed(monitor, stream, 5, true);

        assertThat(steps.stream().flatMap(step -> step.alarms().stream()))
                .anyMatch(alarm -> alarm.feature() == DriftFeature.LEVEL && alarm.direction() == DriftDirection.UP);
    }

    @Test
    void accept_givenStreamThatBeginsDisturbed_isWatchedAtOnceAndLearnsFromTheFirstThreeQuietPanes() {
        for (int seed = 0; seed < 50; seed++) {
            steps.clear();
            Stream stream = new Stream(4000 + seed, Stream.INDEPENDENT);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(120));
            stream.shift = SLOWER;
            feed(monitor, stream, 20, true);
            assertThat(steps.get(19).referencePanes()).isGreaterThan(15);
            assertThat(level(monitor)).isCloseTo(Math.log(2e6) + SLOWER, within(0.02));
            stream.shift = 0;
            feed(monitor, stream, 150, false);

            assertThat(steps.get(22).referencePanes()).isEqualTo(3);
            assertThat(falls()).as("seed %d", seed).isEmpty();
            assertThat(level(monitor)).isCloseTo(Math.log(2e6), within(0.02));
        }
    }

    @Test
    void accept_givenAlarmAgainstPanesThatStoodIn_saysItIsOverWhenTheQuietReferenceBegins() {
        Stream stream = new Stream(5, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 5, true);
        stream.shift = Math.log(1.6);
        feed(monitor, stream, 10, true);
        assertThat(steps).anyMatch(step -> !step.alarms().isEmpty());
        stream.shift = 0;
        feed(monitor, stream, 3, false);

        assertThat(steps.get(17).recovered()).contains(DriftFeature.LEVEL);
        assertThat(steps.get(17).referencePanes()).isEqualTo(3);
    }

    @Test
    void accept_givenStreamThatIsAlwaysDisturbed_hasItsReferenceAsSoonAsAnyOther() {
        Stream stream = new Stream(6, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        feed(monitor, stream, 60, true);

        assertThat(steps.get(58).learning()).isTrue();
        assertThat(steps.get(59).learning()).isFalse();
        assertThat(steps.get(59).referencePanes()).isEqualTo(60);
    }

    @Test
    void accept_givenStreamThatStaysDisturbedFromTheFourthPaneOn_learnsAfterAThirdOfTheReference() {
        Stream stream = new Stream(7, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        feed(monitor, stream, 3, false);
        feed(monitor, stream, 100, true);

        assertThat(steps.get(19).referencePanes()).isEqualTo(3);
        assertThat(steps.get(20).referencePanes()).isEqualTo(4);
        assertThat(steps.get(102).learning()).isFalse();
        assertThat(steps).allMatch(step -> step.alarms().isEmpty());
    }

    @Test
    void accept_givenThreeDisturbedPanesInFour_learnsFromBothKindsAfterAThirdOfTheReference() {
        Stream stream = new Stream(8, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        for (int t = 0; t < 30; t++) {
            feed(monitor, stream, 1, false);
            feed(monitor, stream, 3, true);
        }

        assertThat(steps.get(19).referencePanes()).isEqualTo(5);
        assertThat(steps.get(119).learning()).isFalse();
    }

    @Test
    void accept_givenOneDisturbedPaneInFour_learnsTheOthersAlone() {
        Stream stream = new Stream(9, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        for (int t = 0; t < 20; t++) {
            feed(monitor, stream, 3, false);
            stream.shift = 0.02;
            feed(monitor, stream, 1, true);
            stream.shift = 0;
        }

        assertThat(steps.get(77).referencePanes()).isEqualTo(59);
        assertThat(steps.get(79).referencePanes()).isEqualTo(60);
        assertThat(level(monitor)).isCloseTo(Math.log(2e6), within(0.002));
    }

    private void feed(DriftMonitor monitor, Stream stream, int panes, boolean disturbed) {
        for (int t = 0; t < panes; t++) {
            DriftPane pane = stream.next();
            steps.add(monitor.accept(new DriftPane(pane.startNanos(), pane.endNanos(), pane.latency(), disturbed)));
        }
    }

    private List<DriftAlarm> falls() {
        return steps.stream()
                .flatMap(step -> step.alarms().stream())
                .filter(alarm -> Set.of(DriftFeature.LEVEL, DriftFeature.SPREAD).contains(alarm.feature()))
                .filter(alarm -> alarm.direction() == DriftDirection.DOWN)
                .toList();
    }

    private static double level(DriftMonitor monitor) {
        DriftReference reference = Objects.requireNonNull(monitor.reference());
        return Objects.requireNonNull(reference.parameters().get("level.centre"));
    }
}
