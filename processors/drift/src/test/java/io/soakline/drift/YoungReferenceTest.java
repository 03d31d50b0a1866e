package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alarms against a reference of a few panes. */
class YoungReferenceTest {

    private static final List<Stream.Regime> REGIMES = List.of(Stream.INDEPENDENT, Stream.WOBBLE, Stream.SPIKES);

    private final Stream stream = new Stream(11, Stream.INDEPENDENT);
    private final DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
    private final List<DriftStep> steps = new ArrayList<>();

    private void feed(double factor, int panes) {
        stream.shift = Math.log(factor);
        for (int i = 0; i < panes; i++) {
            steps.add(monitor.accept(stream.next()));
        }
    }

    private List<DriftAlarm> alarms() {
        return steps.stream().flatMap(step -> step.alarms().stream()).toList();
    }

    private List<Beginning> beginnings() {
        return steps.stream()
                .map(DriftStep::begunAnew)
                .flatMap(java.util.stream.Stream::ofNullable)
                .toList();
    }

    private double centre() {
        DriftReference reference = Objects.requireNonNull(monitor.reference());
        return Objects.requireNonNull(reference.parameters().get("level.centre")) - Math.log(2e6);
    }

    @ParameterizedTest
    @EnumSource(
            value = BeginningSimulation.Start.class,
            names = {"LEVEL", "STEP", "DECAY"})
    void alarms_givenStreamsThatBeginSlower_areNone(BeginningSimulation.Start start) {
        for (Stream.Regime regime : REGIMES) {
            assertThat(BeginningSimulation.run(start, regime, 1, 40, 5).alarmed())
                    .as(regime.name())
                    .isLessThanOrEqualTo(0.025);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 0.6})
    void change_givenTwoMinutesAfterLevelStart_isFound(double factor) {
        for (Stream.Regime regime : REGIMES) {
            assertThat(BeginningSimulation.run(BeginningSimulation.Start.LEVEL, regime, factor, 40, 6)
                            .found())
                    .as(regime.name())
                    .isGreaterThanOrEqualTo(0.85);
        }
    }

    @Test
    void rise_givenTwoMinutesAfterSlowStart_isFound() {
        for (Stream.Regime regime : REGIMES) {
            assertThat(BeginningSimulation.run(BeginningSimulation.Start.STEP, regime, 1.5, 40, 7)
                            .found())
                    .as(regime.name())
                    .isGreaterThanOrEqualTo(0.9);
        }
    }

    @Test
    void fall_givenAfterFewPanes_makesThemWarmUp() {
        feed(1.4, 5);
        feed(1, 30);
        assertThat(alarms()).isEmpty();
        assertThat(beginnings()).containsExactly(Beginning.WARM_UP);
        assertThat(centre()).isCloseTo(0, within(0.01));
        assertThat(steps.get(34).referencePanes()).isEqualTo(30);
    }

    @Test
    void fall_givenAfterTwoMinutesOfReference_rings() {
        feed(1.4, 13);
        feed(1, 10);
        assertThat(beginnings()).isEmpty();
        assertThat(alarms())
                .extracting(DriftAlarm::feature, DriftAlarm::direction)
                .contains(tuple(DriftFeature.LEVEL, DriftDirection.DOWN));
    }

    @Test
    void rise_givenAfterFewPanes_rings() {
        feed(1, 5);
        feed(1.4, 5);
        assertThat(beginnings()).isEmpty();
        assertThat(alarms())
                .anyMatch(alarm -> alarm.feature() == DriftFeature.LEVEL && alarm.direction() == DriftDirection.UP);
    }

    @Test
    void level_givenThatStreamHasBeenThereBetweenOthers_isOneOfSeveral() {
        feed(1.4, 2);
        feed(1, 1);
        feed(1.4, 2);
        feed(1, 10);
        assertThat(alarms()).isEmpty();
        assertThat(beginnings()).containsExactly(Beginning.SEVERAL_LEVELS);
        feed(1.4, 2);
        feed(1, 3);
        feed(1.4, 2);
        assertThat(alarms()).as("both are known").isEmpty();
        feed(3, 5);
        assertThat(alarms()).as("a third is not").isNotEmpty();
    }

    @Test
    void fall_givenThatIsUndoneWithinMinute_wasNoWarmUp() {
        feed(1.4, 4);
        feed(1, 4);
        feed(1.4, 4);
        assertThat(alarms()).isEmpty();
        assertThat(beginnings()).containsExactly(Beginning.WARM_UP, Beginning.SEVERAL_LEVELS);
    }

    @Test
    void alarm_givenThatStandsWhenReferenceBeginsAnew_isOver() {
        feed(1, 4);
        feed(1.6, 4);
        assertThat(alarms()).isNotEmpty();
        feed(0.6, 5);
        assertThat(beginnings()).isNotEmpty();
        DriftStep anew = steps.stream()
                .filter(step -> step.begunAnew() != null)
                .findFirst()
                .orElseThrow();
        assertThat(anew.recovered()).contains(DriftFeature.LEVEL);
        assertThat(anew.learning()).isTrue();
    }

    @Test
    void monitor_givenWarmUp_goesOnAsIfStreamHadBegunAfterIt() {
        feed(1.4, 5);
        feed(1, 1);
        Stream rest = new Stream(12, Stream.INDEPENDENT);
        DriftMonitor fresh = DriftMonitor.learning(DriftSettings.DEFAULT);
        List<DriftPane> panes = new ArrayList<>();
        DriftStep step = monitor.accept(stream.next());
        while (step.begunAnew() == null) {
            step = monitor.accept(stream.next());
        }
        int learnt = step.referencePanes();
        for (int i = 0; i < 400; i++) {
            panes.add(rest.next());
        }
        panes.forEach(monitor::accept);
        panes.forEach(fresh::accept);
        assertThat(learnt).isBetween(2, 5);
        assertThat(Objects.requireNonNull(monitor.reference()).complete()).isTrue();
        assertThat(centre())
                .isCloseTo(
                        Objects.requireNonNull(Objects.requireNonNull(fresh.reference())
                                        .parameters()
                                        .get("level.centre"))
                                - Math.log(2e6),
                        within(0.002));
    }
}
