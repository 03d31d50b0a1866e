package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static io.soakline.flow.TestRecords.ended;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Phase;
import io.soakline.record.PhaseRecord;
import io.soakline.record.PhaseStats;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.Ledger;
import io.soakline.statistics.Loss;
import io.soakline.statistics.WindowStatistics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaneStageTest {

    private static final long MILLISECOND = 1_000_000L;

    private final PaneDriver driver = new PaneDriver(FlowSettings.defaults("test"));
    private final Run run = run("run-1", "device-1", "tvm");

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        driver.readAll();
        driver.tick(20 * SECOND);
        driver.tick(20 * SECOND);
        assertThat(driver.stage.isIdle()).isTrue();
    }

    @Test
    void accept_givenNextPane_closesTheOneBefore() {
        driver.describe(run);
        driver.send(run, 0, 100, 100 * SECOND, 50 * MILLISECOND);
        driver.send(run, 100, 200, 105 * SECOND, 50 * MILLISECOND);
        driver.readAll();
        driver.tick(0);
        driver.tick(SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getClosedBy()).isEqualTo(PaneClose.NEXT_PANE);
        assertThat(pane.getPaneStartNanos()).isEqualTo(100 * SECOND);
        assertThat(pane.getFirstSequence()).isZero();
        assertThat(pane.getLastSequence()).isEqualTo(199);
        assertThat(pane.getMeasured()).isEqualTo(200);
        assertThat(pane.getDeadlineNanos()).isEqualTo(5_000_000L);
        assertThat(pane.getOutputs()).hasSize(TestRecords.INPUTS);
        assertThat(pane.getLedger().getReceived()).isEqualTo(200);
        RunOutputs outputs = only(driver.decode(Topic.RUN_OUTPUTS, RunOutputs.class));
        assertThat(outputs.getOutputs()).isEqualTo(pane.getOutputs());
        assertThat(outputs.getCompiler()).isEqualTo("tvm");
    }

    @Test
    void accept_givenDeviceTimes_tellsThePhasesOfWhatWasMeasured() {
        InferenceColumns columns = new InferenceColumns();
        columns.open("run-1", "device-1", run.getEngineId(), "model", "inputs", 0);
        for (int i = 0; i < 300; i++) {
            int output = columns.digestIndex(1, 2, 1, 2);
            columns.append(
                    100 * SECOND + i * MILLISECOND, 0, 900_000 + i, 0, output, i < 100 ? InferenceFlag.WARM_UP : 0);
            columns.deviceTime(600_000 + i, 50_000, 30_000);
        }
        driver.describe(run);
        driver.log.append(Topic.INFERENCES, "device-1", columns.encode());
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, 300L, RunExit.COMPLETED));
        driver.tick(0);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getPhases())
                .extracting(PhaseRecord::getPhase)
                .containsExactly(Phase.DEVICE, Phase.COPY_IN, Phase.COMPUTE, Phase.COPY_OUT, Phase.HOST);
        assertThat(pane.getPhases()).allMatch(phase -> phase.getInferences() == 200);
        PhaseStats compute = PhaseRecords.toStats(
                        WindowStatistics.of(PaneRecords.toSummary(pane)).phases())
                .get(2);
        assertThat(compute.getMeanNanos()).isEqualTo(520_000 + 199.5);
        assertThat(compute.getVarianceShare()).isEqualTo(1);
    }

    @Test
    void describe_givenEndAfterTheLastBatch_closesAtOnce() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, 50L, RunExit.COMPLETED));
        driver.tick(0);
        assertThat(only(driver.panes()).getClosedBy()).isEqualTo(PaneClose.RUN_END);
    }

    @Test
    void describe_givenEndBeforeTheLastBatch_waitsForIt() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, 80L, RunExit.COMPLETED));
        driver.tick(SECOND);
        assertThat(driver.panes()).isEmpty();
        driver.send(run, 50, 30, 100 * SECOND + 50 * MILLISECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(80);
        assertThat(pane.getLedger().getMissing()).isZero();
    }

    @Test
    void tick_givenAnnouncedInferencesThatNeverCome_givesThemUpAsMissing() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, 80L, RunExit.COMPLETED));
        driver.tick(14 * SECOND);
        assertThat(driver.panes()).isEmpty();
        driver.tick(SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getClosedBy()).isEqualTo(PaneClose.RUN_END);
        assertThat(pane.getLedger().getMissing()).isEqualTo(30);
        Ledger ledger = Ledger.of(80, pane.getInferences(), PaneRecords.loss(pane.getLedger()));
        assertThat(ledger.lost()).isEqualTo(30);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void tick_givenUnreadRecords_givesNothingUp() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, 80L, RunExit.COMPLETED));
        driver.send(run, 50, 30, 100 * SECOND + 50 * MILLISECOND, MILLISECOND);
        driver.tick(60 * SECOND);
        assertThat(driver.panes()).isEmpty();
        driver.readAll();
        driver.tick(0);
        assertThat(only(driver.panes()).getLedger().getMissing()).isZero();
    }

    @Test
    void tick_givenKilledRun_closesAfterTheGrace() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.describe(ended(run, 101 * SECOND, null, RunExit.KILLED));
        driver.tick(2 * SECOND);
        assertThat(driver.panes()).isEmpty();
        driver.tick(SECOND);
        assertThat(only(driver.panes()).getClosedBy()).isEqualTo(PaneClose.RUN_END);
    }

    @Test
    void tick_givenRunThatEndedWithoutAnyInference_writesItsEmptyLastPane() {
        driver.describe(ended(run, 101 * SECOND, 0L, RunExit.FAILED));
        driver.tick(0);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isZero();
        assertThat(pane.getClosedBy()).isEqualTo(PaneClose.RUN_END);
        assertThat(pane.getPaneStartNanos()).isEqualTo(100 * SECOND);
        driver.restart();
        driver.tick(SECOND);
        assertThat(driver.panes()).hasSize(1);
    }

    @Test
    void tick_givenIdleRun_closesItsPaneAndContinuesItInAnotherPart() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        driver.send(run, 50, 50, 101 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        List<PaneRecord> panes = driver.panes();
        assertThat(panes).extracting(PaneRecord::getClosedBy).containsOnly(PaneClose.IDLE);
        assertThat(panes).extracting(PaneRecord::getPaneStartNanos).containsExactly(100 * SECOND, 100 * SECOND);
        assertThat(panes).extracting(PaneRecord::getFirstSequence).containsExactly(0L, 50L);
    }

    @Test
    void accept_givenMalformedRecord_buriesItAndGoesOn() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.log.append(Topic.INFERENCES, "device-1", "junk".getBytes(StandardCharsets.UTF_8));
        driver.send(run, 50, 50, 101 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        DeadLetter letter = only(driver.decode(Topic.DEAD_LETTERS, DeadLetter.class));
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(StandardCharsets.UTF_8.decode(letter.getValue()).toString()).isEqualTo("junk");
        assertThat(letter.getReason()).contains("single-object");
        Alert alert = only(driver.decode(Topic.ALERTS, Alert.class));
        assertThat(alert.getKind()).isEqualTo("malformed-record");
        assertThat(alert.getState()).isEqualTo(AlertState.FIRING);
        assertThat(alert.getSize()).isEqualTo(1);
        driver.restart();
        driver.readAll();
        driver.tick(15 * SECOND);
        assertThat(driver.decode(Topic.DEAD_LETTERS, DeadLetter.class)).hasSize(1);
        assertThat(only(driver.panes()).getInferences()).isEqualTo(100);
        assertThat(driver.counters.malformed.sum()).isEqualTo(1);
    }

    @Test
    void tick_givenNoFurtherMalformedRecord_resolvesTheAlert() {
        driver.log.append(Topic.INFERENCES, "device-1", new byte[3]);
        driver.readAll();
        driver.tick(0);
        driver.restart();
        driver.tick(600 * SECOND);
        assertThat(driver.decode(Topic.ALERTS, Alert.class))
                .extracting(Alert::getState)
                .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    @Test
    void accept_givenDuplicateBatch_panesItOnce() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 50, 50, 101 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(100);
        assertThat(pane.getLedger().getDuplicate()).isEqualTo(50);
        assertThat(pane.getLedger().getReceived()).isEqualTo(150);
        assertThat(Ledger.of(pane.getInferences(), PaneRecords.loss(pane.getLedger()))
                        .closes())
                .isTrue();
    }

    @Test
    void accept_givenOverlappingBatch_panesOnlyItsNewRows() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 40, 20, 100 * SECOND + 40 * MILLISECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(60);
        assertThat(pane.getLedger().getDuplicate()).isEqualTo(10);
    }

    @Test
    void accept_givenDuplicatesAfterTheEnd_countsThemInAPaneOfTheirOwn() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.describe(ended(run, 101 * SECOND, 50L, RunExit.COMPLETED));
        driver.readAll();
        driver.tick(0);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        List<PaneRecord> panes = driver.panes();
        assertThat(panes).extracting(PaneRecord::getInferences).containsExactly(50L, 0L);
        assertThat(panes.get(1).getLedger().getDuplicate()).isEqualTo(50);
        assertThat(ledger(50, panes).closes()).isTrue();
    }

    @Test
    void accept_givenGap_countsWhatIsMissing() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 60, 40, 101 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(90);
        assertThat(pane.getLedger().getMissing()).isEqualTo(10);
    }

    @Test
    void accept_givenGapFilledWhileThePaneIsOpen_missesNothing() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 60, 40, 101 * SECOND, MILLISECOND);
        driver.send(run, 50, 10, 100 * SECOND + 50 * MILLISECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(100);
        assertThat(pane.getLedger().getMissing()).isZero();
        assertThat(pane.getLedger().getLate()).isZero();
    }

    @Test
    void accept_givenGapFilledAfterThePaneClosed_countsThemAsLate() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 60, 40, 112 * SECOND, MILLISECOND);
        driver.send(run, 50, 10, 101 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        List<PaneRecord> panes = driver.panes();
        assertThat(panes).extracting(PaneRecord::getInferences).containsExactly(50L, 40L);
        assertThat(panes.get(1).getLedger().getLate()).isEqualTo(10);
        Ledger ledger = ledger(100, panes);
        assertThat(ledger.lost()).isZero();
        assertThat(ledger.late()).isEqualTo(10);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void accept_givenClockCorrectedBackABit_staysInThePane() {
        driver.describe(run);
        driver.send(run, 0, 10, 100 * SECOND, MILLISECOND);
        driver.send(run, 10, 10, 100 * SECOND - 5 * MILLISECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        assertThat(only(driver.panes()).getInferences()).isEqualTo(20);
    }

    @Test
    void accept_givenClockSetBackFar_panesEverything() {
        driver.describe(run);
        driver.send(run, 0, 10, 10_000 * SECOND, MILLISECOND);
        driver.send(run, 10, 10, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(15 * SECOND);
        assertThat(driver.panes())
                .extracting(PaneRecord::getPaneStartNanos)
                .containsExactly(10_000 * SECOND, 100 * SECOND);
    }

    @Test
    void accept_givenInferencesBeforeTheirRunIsDescribed_waitsForIt() {
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(SECOND);
        driver.describe(run);
        driver.describe(ended(run, 101 * SECOND, 50L, RunExit.COMPLETED));
        driver.tick(0);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(50);
        assertThat(pane.getDeadlineNanos()).isEqualTo(5_000_000L);
    }

    @Test
    void accept_givenRunThatIsNeverDescribed_goesOnWithoutDeadline() {
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(5 * SECOND);
        driver.tick(15 * SECOND);
        PaneRecord pane = only(driver.panes());
        assertThat(pane.getInferences()).isEqualTo(50);
        assertThat(pane.getDeadlineNanos()).isNull();
    }

    @Test
    void tick_givenSamplesOfTheDevice_joinsThoseOfThePane() {
        driver.describe(run);
        for (int second = 99; second <= 111; second++) {
            driver.log.append(
                    Topic.DEVICES,
                    "device-1",
                    TestRecords.encode(TestRecords.device("device-1", second * SECOND, second)));
        }
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 50, 1, 110 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        DeviceSummary cpu = only(only(driver.panes()).getDevice());
        assertThat(cpu.getSamples()).isEqualTo(10);
        assertThat(cpu.getMin()).isEqualTo(100);
        assertThat(cpu.getMax()).isEqualTo(109);
    }

    @Test
    void tick_givenSampleThatComesLate_waitsForItButNotForLong() {
        driver.describe(run);
        device(105);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 50, 1, 110 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        driver.tick(SECOND);
        assertThat(driver.panes()).isEmpty();
        device(109);
        device(110);
        driver.readAll();
        driver.tick(0);
        assertThat(only(only(driver.panes()).getDevice()).getSamples()).isEqualTo(2);
        driver.send(run, 51, 1, 120 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        driver.tick(FlowSettings.DEFAULT_DEVICE_GRACE.toNanos());
        assertThat(driver.panes()).hasSize(2);
    }

    @Test
    void restart_givenClosedPaneThatWaitedForSamples_losesNothing() {
        driver.describe(run);
        device(105);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.send(run, 50, 1, 110 * SECOND, MILLISECOND);
        driver.log.append(Topic.INFERENCES, "device-1", new byte[3]);
        driver.readAll();
        driver.tick(0);
        assertThat(driver.committed).isNotEmpty();
        assertThat(driver.panes()).isEmpty();
        driver.restart();
        driver.readAll();
        driver.tick(15 * SECOND);
        driver.tick(FlowSettings.DEFAULT_DEVICE_GRACE.toNanos());
        assertThat(driver.panes()).extracting(PaneRecord::getInferences).containsExactly(50L, 1L);
    }

    @Test
    void tick_givenRunThatFallsSilent_firesUntilItIsHeardAgain() {
        driver.describe(run);
        driver.send(run, 0, 50, 100 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(59 * SECOND);
        assertThat(driver.decode(Topic.ALERTS, Alert.class)).isEmpty();
        driver.tick(SECOND);
        driver.restart();
        driver.tick(SECOND);
        Alert alert = only(driver.decode(Topic.ALERTS, Alert.class));
        assertThat(alert.getKind()).isEqualTo("run-silent");
        assertThat(alert.getSize()).isEqualTo(60);
        driver.send(run, 50, 50, 200 * SECOND, MILLISECOND);
        driver.readAll();
        driver.tick(0);
        assertThat(driver.decode(Topic.ALERTS, Alert.class))
                .extracting(Alert::getState)
                .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    private static final int BATCHES = 60;

    /** Three runs on two devices, 37 inferences a batch, a batch spanning panes now and then. */
    private static void sendRuns(PaneDriver driver, List<Run> runs) {
        for (int batch = 0; batch < BATCHES; batch++) {
            for (Run each : runs) {
                driver.send(each, batch * 37L, 37, (100 + batch) * SECOND, 25 * MILLISECOND);
            }
            if (batch == 20) {
                driver.log.append(Topic.INFERENCES, "device-1", new byte[] {1, 2, 3});
            }
        }
    }

    private static List<Run> runs() {
        return List.of(
                run("run-1", "device-1", "tvm"),
                run("run-2", "device-1", "onnxruntime"),
                run("run-3", "device-2", "tvm"));
    }

    private static void finish(PaneDriver driver, List<Run> runs) {
        for (Run each : runs) {
            driver.describe(ended(each, 160 * SECOND, BATCHES * 37L, RunExit.COMPLETED));
        }
        driver.readAll();
        driver.tick(0);
    }

    private static List<PaneRecord> reference(List<Run> runs) {
        PaneDriver undisturbed = new PaneDriver(FlowSettings.defaults("test"));
        runs.forEach(undisturbed::describe);
        sendRuns(undisturbed, runs);
        finish(undisturbed, runs);
        return undisturbed.panes();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void accept_givenAnyPollBoundaries_givesTheSamePanes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Run> runs = runs();
        runs.forEach(driver::describe);
        sendRuns(driver, runs);
        while (driver.step(random.nextInt(4))) {
            if (random.nextInt(7) == 0) {
                driver.tick(random.nextInt(100) * MILLISECOND);
            }
        }
        finish(driver, runs);
        for (Run each : runs) {
            assertThat(driver.panes(each)).as("seed %d", seed).isEqualTo(of(reference(runs), each));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void restart_givenKillsAtAnyMoment_givesTheSamePanesOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Run> runs = runs();
        runs.forEach(driver::describe);
        sendRuns(driver, runs);
        int kills = 0;
        while (driver.step(random.nextInt(4))) {
            int chance = random.nextInt(40);
            if (chance < 8) {
                driver.tick(random.nextInt(100) * MILLISECOND);
            } else if (chance == 8 && kills < 20) {
                kills++;
                driver.restart();
            } else if (chance == 9 && kills < 20) {
                kills++;
                driver.takeAndLose();
            }
        }
        finish(driver, runs);
        driver.restart();
        driver.readAll();
        driver.tick(20 * SECOND);
        assertThat(kills).isPositive();
        for (Run each : runs) {
            assertThat(driver.panes(each)).as("seed %d", seed).isEqualTo(of(reference(runs), each));
        }
        assertThat(driver.decode(Topic.DEAD_LETTERS, DeadLetter.class)).hasSize(1);
        assertThat(ledger(3 * BATCHES * 37L, driver.panes()))
                .isEqualTo(Ledger.of(3 * BATCHES * 37L, 3 * BATCHES * 37L, new Loss(3 * BATCHES * 37L, 0, 0, 0)));
    }

    private static List<PaneRecord> of(List<PaneRecord> panes, Run run) {
        return panes.stream()
                .filter(pane -> pane.getRunId().equals(run.getRunId()))
                .toList();
    }

    private static Ledger ledger(long announced, List<PaneRecord> panes) {
        long paned = 0;
        Loss loss = Loss.NONE;
        for (PaneRecord pane : panes) {
            paned += pane.getInferences();
            loss = loss.plus(PaneRecords.loss(pane.getLedger()));
        }
        return Ledger.of(announced, paned, loss);
    }

    private void device(long second) {
        driver.log.append(
                Topic.DEVICES, "device-1", TestRecords.encode(TestRecords.device("device-1", second * SECOND, 50)));
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
