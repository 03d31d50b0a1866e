package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.statistics.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {

    private static final Stream.Regime BUSY = new Stream.Regime("2,500 a pane", 0.5, 0.01, 0, 0, 2500, 2500, 0);

    @Test
    void accept_givenGrossChangeOfLevelAfterThreePanes_ringsWithinFive() {
        for (int seed = 0; seed < 50; seed++) {
            Stream stream = new Stream(seed, BUSY);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
            feed(monitor, stream, 3);
            stream.shift = Math.log(1.5);

            List<DriftStep> steps = feed(monitor, stream, 5);

            assertThat(alarms(steps)).as("seed %d", seed).anyMatch(a -> a.feature() == DriftFeature.LEVEL);
            assertThat(steps).as("seed %d", seed).allMatch(DriftStep::learning);
        }
    }

    @Test
    void accept_givenGrossTailAfterThreePanes_ringsWithinFive() {
        for (int seed = 0; seed < 50; seed++) {
            Stream stream = new Stream(seed, BUSY);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
            feed(monitor, stream, 3);
            stream.tail = 0.2;

            List<DriftStep> steps = feed(monitor, stream, 5);

            assertThat(alarms(steps)).as("seed %d", seed).anyMatch(a -> a.feature() == DriftFeature.TAIL);
        }
    }

    @Test
    void accept_givenWarmUpPaneAmongTheFirstThree_stillRingsAndDoesNotCallTheEndOfWarmUpDrift() {
        for (int seed = 0; seed < 50; seed++) {
            Stream stream = new Stream(seed, BUSY);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
            stream.shift = Math.log(1.4);
            List<DriftStep> quiet = new ArrayList<>(feed(monitor, stream, 1));
            stream.shift = 0;
            quiet.addAll(feed(monitor, stream, 3));
            stream.shift = Math.log(1.6);

            List<DriftStep> steps = feed(monitor, stream, 5);

            assertThat(alarms(quiet)).as("seed %d", seed).isEmpty();
            assertThat(alarms(steps)).as("seed %d", seed).anyMatch(a -> a.feature() == DriftFeature.LEVEL);
        }
    }

    @Test
    void accept_givenDisturbanceThatEnds_ringsOnceAndReportsTheRecovery() {
        Stream stream = new Stream(7, BUSY);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 4);
        stream.shift = Math.log(1.6);
        List<DriftStep> disturbed = feed(monitor, stream, 30);
        stream.shift = 0;
        List<DriftStep> after = feed(monitor, stream, 12);

        assertThat(alarms(disturbed))
                .filteredOn(a -> a.feature() == DriftFeature.LEVEL)
                .hasSize(1);
        assertThat(disturbed).allMatch(step -> step.recovered().isEmpty());
        assertThat(after)
                .filteredOn(s -> s.recovered().contains(DriftFeature.LEVEL))
                .hasSize(1);
        assertThat(after.subList(0, 5)).allMatch(step -> step.recovered().isEmpty());
        assertThat(after.get(11).referencePanes()).as("learning goes on").isGreaterThan(4);
    }

    @Test
    void accept_givenSecondGrossChangeWithinTheCoolDown_ringsOnTheSquareOfTheEvidence() {
        Stream stream = new Stream(16, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        feed(monitor, stream, 60);
        stream.shift = Math.log(1.3);
        List<DriftStep> first = feed(monitor, stream, 10);
        stream.shift = 0;
        feed(monitor, stream, 20);
        stream.shift = Math.log(1.3);
        List<DriftStep> second = feed(monitor, stream, 10);

        DriftAlarm before = level(first);
        DriftAlarm after = level(second);
        assertThat(after.logThreshold()).isEqualTo(2 * before.logThreshold());
        assertThat(after.logEvidence()).isGreaterThanOrEqualTo(after.logThreshold());
        assertThat(after.changeAtNanos()).isEqualTo(90 * Stream.PANE_NANOS);
    }

    private static DriftAlarm level(List<DriftStep> steps) {
        return alarms(steps).stream()
                .filter(alarm -> alarm.feature() == DriftFeature.LEVEL)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void accept_whileAnAlarmStands_learnsNothing() {
        Stream stream = new Stream(8, BUSY);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 20);
        stream.shift = Math.log(1.3);
        feed(monitor, stream, 6);
        int learnt = feed(monitor, stream, 1).get(0).referencePanes();

        assertThat(feed(monitor, stream, 400).get(399).referencePanes()).isEqualTo(learnt);
        assertThat(learnt).isBetween(20, 21);
    }

    @Test
    void accept_givenSlowRampAfterTheReference_isNotLearntAway() {
        Stream stream = new Stream(9, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        List<DriftStep> reference = feed(monitor, stream, 360);
        byte[] frozen = reference(monitor).sketch().encode();
        List<DriftStep> steps = new ArrayList<>();
        for (int t = 0; t < 8640; t++) {
            stream.shift = 0.03 * t / 8640;
            steps.add(monitor.accept(stream.next()));
        }

        assertThat(reference.get(359).learning()).isFalse();
        assertThat(reference(monitor).sketch().encode()).isEqualTo(frozen);
        assertThat(alarms(steps))
                .filteredOn(a -> a.feature() == DriftFeature.LEVEL)
                .hasSize(1);
    }

    @Test
    void accept_givenChange_datesAndSizesItWithIntervalsThatHoldTheTruth() {
        int dated = 0;
        int sized = 0;
        int all = 0;
        for (int seed = 0; seed < 100; seed++) {
            Stream stream = new Stream(100 + seed, Stream.WOBBLE);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(120));
            feed(monitor, stream, 200);
            long change = 200 * Stream.PANE_NANOS;
            stream.shift = Math.log(1.08);
            for (DriftAlarm alarm : alarms(feed(monitor, stream, 40))) {
                if (alarm.feature() == DriftFeature.LEVEL) {
                    all++;
                    assertThat(alarm.changeAtNanos()).isBetween(alarm.changeFromNanos(), alarm.changeToNanos());
                    dated += change >= alarm.changeFromNanos() && change <= alarm.changeToNanos() ? 1 : 0;
                    sized += 1.08 >= alarm.ratioLow() && 1.08 <= alarm.ratioHigh() ? 1 : 0;
                    assertThat(alarm.quantity()).isEqualTo("p50");
                    assertThat(alarm.logEvidence()).isGreaterThanOrEqualTo(alarm.logThreshold());
                }
            }
        }
        assertThat(all).isGreaterThan(90);
        assertThat(dated / (double) all).isGreaterThan(0.9);
        assertThat(sized / (double) all).isGreaterThan(0.9);
    }

    @Test
    void accept_givenPattern_tellsItsPeriod() {
        Stream stream = new Stream(11, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 360);
        List<DriftStep> steps = new ArrayList<>();
        for (int t = 0; t < 720; t++) {
            stream.shift = 0.008 * Math.sin(2 * Math.PI * t / 30.0);
            steps.add(monitor.accept(stream.next()));
        }
        stream.shift = 0;
        List<DriftStep> after = feed(monitor, stream, 480);

        DriftAlarm alarm = alarms(steps).stream()
                .filter(a -> a.feature() == DriftFeature.PERIODIC)
                .findFirst()
                .orElseThrow();
        assertThat(alarm.periodSeconds()).isBetween(290.0, 310.0);
        assertThat(alarm.ratioLow()).isLessThan(1.016);
        assertThat(alarm.ratioHigh()).isGreaterThan(1.01);
        assertThat(after).anyMatch(step -> step.recovered().contains(DriftFeature.PERIODIC));
    }

    @Test
    void against_givenStoredReference_saysWhatTheLearningMonitorSays() {
        Stream stream = new Stream(12, Stream.INDEPENDENT);
        DriftMonitor learnt = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(100));
        feed(learnt, stream, 100);
        DriftReference reference = reference(learnt);
        LatencySketch stored =
                LatencySketch.decode(LatencySketch.FORMAT, reference.sketch().encode());
        DriftReference restored = DriftReference.of(
                stored,
                reference.parameters(),
                reference.panes(),
                reference.complete(),
                reference.fromNanos(),
                reference.toNanos());
        DriftMonitor against = DriftMonitor.against(restored, DriftSettings.DEFAULT);
        stream.tail = 0.03;

        List<DriftStep> steps = feed(against, stream, 12);

        assertThat(reference.complete()).isTrue();
        assertThat(reference.panes()).isEqualTo(100);
        assertThat(reference.toNanos()).isEqualTo(100 * Stream.PANE_NANOS);
        assertThat(alarms(steps)).anyMatch(a -> a.feature() == DriftFeature.TAIL);
        assertThat(steps).noneMatch(DriftStep::learning);
    }

    @Test
    void against_givenReferenceWithoutAParameter_saysWhichAndWhatToDo() {
        DriftReference empty = DriftReference.of(LatencySketch.empty(), java.util.Map.of(), 1, true, 0, 1);

        assertThatThrownBy(() -> DriftMonitor.against(empty, DriftSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks parameter level.centre")
                .hasMessageContaining("learn it again");
    }

    @Test
    void accept_givenTheSamePanesAgain_givesTheSameSteps() {
        List<List<DriftStep>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Stream stream = new Stream(13, Stream.SPIKES);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
            List<DriftStep> steps = new ArrayList<>(feed(monitor, stream, 100));
            stream.sigma = 0.12;
            steps.addAll(feed(monitor, stream, 20));
            runs.add(steps);
        }

        assertThat(alarms(runs.get(0))).isNotEmpty();
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @Test
    void accept_givenPaneOfFewInferences_passesItOver() {
        Stream stream = new Stream(14, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        feed(monitor, stream, 5);
        LatencySketch few = LatencySketch.empty();
        for (int i = 0; i < 19; i++) {
            few.accept(9e9);
        }
        for (int t = 5; t < 30; t++) {
            DriftStep step = monitor.accept(new DriftPane(t * Stream.PANE_NANOS, (t + 1) * Stream.PANE_NANOS, few));
            assertThat(step.alarms()).isEmpty();
            assertThat(step.referencePanes()).isEqualTo(5);
        }
    }

    @Test
    void accept_givenLongGapInAWobblingStream_doesNotCallTheWanderingDrift() {
        int alarms = 0;
        for (int seed = 0; seed < 20; seed++) {
            Stream stream = new Stream(200 + seed, Stream.WOBBLE);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
            feed(monitor, stream, 360);
            for (int t = 0; t < 200; t++) {
                DriftPane pane = stream.next();
                if (t % 20 < 4) {
                    alarms += monitor.accept(pane).alarms().size();
                }
            }
        }
        assertThat(alarms).isZero();
    }

    @Test
    void accept_givenSmallerBudget_asksForMoreEvidence() {
        Stream stream = new Stream(15, Stream.INDEPENDENT);
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(60));
        feed(monitor, stream, 60);
        stream.shift = Math.log(1.1);
        List<DriftAlarm> alarms = new ArrayList<>();
        for (int t = 0; t < 10; t++) {
            alarms.addAll(monitor.accept(stream.next(), 0.001).alarms());
        }

        assertThat(alarms).isNotEmpty();
        assertThat(alarms.get(0).expectedByChancePerWeek()).isEqualTo(0.001);
        // 10 charts, 60,480 panes a week, 95 % of the budget.
        assertThat(alarms.get(0).logThreshold())
                .isCloseTo(Math.log(10 * 60_480 / 0.001 / 0.95), org.assertj.core.data.Offset.offset(1e-9));
        assertThatThrownBy(() -> monitor.accept(stream.next(), 0)).hasMessageContaining("false-alarm budget");
    }

    private static List<DriftStep> feed(DriftMonitor monitor, Stream stream, int panes) {
        List<DriftStep> steps = new ArrayList<>();
        for (int t = 0; t < panes; t++) {
            steps.add(monitor.accept(stream.next()));
        }
        return steps;
    }

    private static List<DriftAlarm> alarms(List<DriftStep> steps) {
        return steps.stream().flatMap(step -> step.alarms().stream()).toList();
    }

    private static DriftReference reference(DriftMonitor monitor) {
        DriftReference reference = monitor.reference();
        assertThat(reference).isNotNull();
        return java.util.Objects.requireNonNull(reference);
    }
}
