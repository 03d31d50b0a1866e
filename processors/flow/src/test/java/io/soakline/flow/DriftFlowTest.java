package io.soakline.flow;

import static io.soakline.flow.TestRecords.ended;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Baseline;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.VerdictState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drift from panes on the log to alerts on the log. */
class DriftFlowTest {

    private static final String DRIFT = "latency-drift";
    private static final int REFERENCE = 60;
    private static final long START = 1_000 * PaneSource.PANE;

    private final FlowSettings settings = FlowSettings.defaults("test")
            .withPolicy(FlowPolicy.DEFAULT.withDrift(FlowPolicy.DEFAULT.drift().withReferencePanes(REFERENCE)));
    private final WindowDriver driver = new WindowDriver(settings);
    private final Run run = run("run-1", "device-1", "tvm");
    private final PaneSource source = new PaneSource(run, START, 1);

    private void learn() {
        driver.describe(run);
        driver.steps(REFERENCE + 10, source);
    }

    private List<Alert> levelAlerts() {
        return driver.alerts(DRIFT).stream()
                .filter(alert -> alert.getAlertKey().startsWith(DRIFT + "/LEVEL/"))
                .toList();
    }

    @Test
    void drift_givenStepInTheLevel_firesAndResolves() {
        learn();
        assertThat(driver.alerts()).isEmpty();
        source.level = 1.3;
        source.cpuPressure = 60;
        long changedAt = source.nextStartNanos;
        driver.steps(10, source);
        Alert alert = levelAlerts().get(0);
        assertThat(alert.getState()).isEqualTo(AlertState.FIRING);
        assertThat(alert.getAlertKey()).isEqualTo("latency-drift/LEVEL/engine of run-1/device-1");
        assertThat(alert.getSubject()).isEqualTo("name of run-1");
        assertThat(alert.getSize()).isBetween(25.0, 35.0);
        assertThat(alert.getSizeLow()).isLessThan(alert.getSize());
        assertThat(alert.getSizeHigh()).isGreaterThan(alert.getSize());
        assertThat(alert.getUnit()).startsWith("% change of ");
        assertThat(alert.getChangeAtNanos())
                .isBetween(changedAt - 2 * PaneSource.PANE, changedAt + 3 * PaneSource.PANE);
        assertThat(alert.getLogEvidence()).isGreaterThan(alert.getLogThreshold());
        assertThat(alert.getEvidence()).contains("of name of run-1 on device-1 rose by", "chance would give");
        assertThat(alert.getCauses()).isNotEmpty();
        assertThat(alert.getCauses().get(0).getCause()).isEqualTo("CPU_PRESSURE");
        assertThat(alert.getCauseHint()).startsWith("CPU pressure: ");
        assertThat(driver.lastWindow(run, "run").getVerdict().getState()).isEqualTo(VerdictState.DRIFTED);
        assertThat(driver.lastWindow(run, "run").getVerdict().getReason()).contains("rose by");
        assertThat(driver.lastWindow(run, "run").getReferencePanes()).isEqualTo(REFERENCE);
        source.level = 1;
        source.cpuPressure = 1;
        driver.steps(30, source);
        assertThat(levelAlerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        assertThat(levelAlerts().get(1).getEvidence()).endsWith("back at the reference");
        assertThat(driver.lastWindow(run, "run").getVerdict().getState()).isEqualTo(VerdictState.STEADY);
        assertThat(driver.replay().differences()).isEmpty();
        assertThat(driver.replay().isEqual()).isTrue();
    }

    @Test
    void drift_givenSlowStart_isNoneAndTheReferenceIsOfWhatFollows() {
        driver.describe(run);
        source.level = 1.4;
        driver.steps(4, source);
        source.level = 1;
        driver.steps(2, source);
        driver.restart();
        driver.steps(REFERENCE + 10, source);
        assertThat(driver.alerts()).isEmpty();
        Baseline learnt = driver.baselines().get(0);
        assertThat(learnt.getComplete()).isTrue();
        assertThat(learnt.getDetector().getOrDefault("level.centre", 0.0)).isCloseTo(Math.log(1e6), within(0.02));
        source.level = 1.3;
        driver.steps(5, source);
        assertThat(levelAlerts()).isNotEmpty();
        assertThat(driver.replay().differences()).isEmpty();
        assertThat(driver.replay().isEqual()).isTrue();
    }

    /** What hits every engine of the device, and no counter of the host shows. */
    @Test
    void drift_givenAllEnginesOfTheDeviceSlower_blamesNoEngine() {
        List<PaneSource> sources = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Run engine = run("run-" + i, "device-1", "tvm");
            driver.describe(engine);
            sources.add(new PaneSource(engine, START, i));
        }
        PaneSource[] all = sources.toArray(PaneSource[]::new);
        driver.steps(REFERENCE + 10, all);
        sources.forEach(each -> each.level = 1.1);
        driver.steps(10, all);
        assertThat(levelAlerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.getCauses().get(0).getCause()).isEqualTo("SHARED");
            assertThat(alert.getCauseHint())
                    .startsWith("the device, not one engine: 2 of the 2 other engines changed with it: p50 of name of"
                            + " run-");
        });
        assertThat(driver.replay().isEqual()).isTrue();
    }

    @Test
    void drift_givenOneEngineOfTheDeviceSlower_doesNotBlameTheDevice() {
        Run beside = run("run-2", "device-1", "tvm");
        PaneSource steady = new PaneSource(beside, START, 2);
        driver.describe(run);
        driver.describe(beside);
        driver.steps(REFERENCE + 10, source, steady);
        source.level = 1.1;
        driver.steps(10, source, steady);
        assertThat(levelAlerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.getCauses())
                        .noneMatch(cause -> cause.getCause().equals("SHARED")));
    }

    @Test
    void drift_givenNothing_saysNothing() {
        driver.describe(run);
        driver.steps(600, source);
        assertThat(driver.alerts()).isEmpty();
    }

    /** A stream that passes two of its first minutes beside a program that burns the CPU, as in the disturbed demo. */
    private List<Alert> afterBurntBeginning(int quietBefore, double level, boolean measured) {
        WindowDriver burnt = new WindowDriver(settings);
        PaneSource panes = new PaneSource(run, START, 1);
        double quiet = measured ? 0.5 : Double.NaN;
        burnt.describe(run);
        panes.waitPercent = quiet;
        burnt.steps(quietBefore, panes);
        panes.level = level;
        panes.waitPercent = measured ? 30 : Double.NaN;
        burnt.steps(12, panes);
        panes.level = 1;
        panes.waitPercent = quiet;
        burnt.steps(REFERENCE + 30, panes);
        return burnt.alerts(DRIFT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1.06", "0, 1.1", "0, 1.3", "1, 1.1"})
    void drift_givenReferenceThatBeginsUnderLoad_doesNotLearnTheLoad(int quietBefore, double level) {
        assertThat(afterBurntBeginning(quietBefore, level, true)).isEmpty();
        assertThat(afterBurntBeginning(quietBefore, level, false))
                .as("without knowing of the load it is part of what is normal")
                .isNotEmpty()
                .anyMatch(alert -> alert.getEvidence().contains("fell"));
    }

    @Test
    void drift_givenLoadWhileTheReferenceIsLearnt_isToldAndIsNotLearnt() {
        driver.describe(run);
        source.waitPercent = 0.5;
        driver.steps(12, source);
        for (int burst = 0; burst < 3; burst++) {
            source.level = 1.3;
            source.waitPercent = 40;
            driver.steps(4, source);
            source.level = 1;
            source.waitPercent = 0.5;
            driver.steps(12, source);
        }
        driver.steps(REFERENCE, source);
        assertThat(levelAlerts())
                .isNotEmpty()
                .allMatch(alert -> alert.getEvidence().contains("rose"));
        Baseline learnt = driver.baselines().get(0);
        assertThat(learnt.getPanes()).isEqualTo(REFERENCE);
        assertThat(driver.replay().differences()).isEmpty();
    }

    @Test
    void drift_givenSlowRamp_isNotLearntAway() {
        learn();
        for (int i = 0; i < 360 && levelAlerts().isEmpty(); i++) {
            source.level = 1 + 0.10 * i / 360;
            driver.step(source);
        }
        assertThat(levelAlerts()).isNotEmpty();
        driver.steps(100, source);
        assertThat(levelAlerts()).extracting(Alert::getState).containsOnly(AlertState.FIRING);
    }

    @Test
    void drift_givenRunThatEndsInIt_resolvesAndSaysSo() {
        learn();
        source.level = 1.5;
        driver.steps(10, source);
        driver.describe(ended(run, source.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(source);
        assertThat(levelAlerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        assertThat(levelAlerts().get(1).getEvidence()).contains("the run ended");
        assertThat(driver.lastWindow(run, "run").getVerdict().getState()).isEqualTo(VerdictState.DRIFTED);
    }

    @Test
    void drift_givenNextRunOfTheEngine_goesOnWithItsReference() {
        learn();
        driver.describe(ended(run, source.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(source);
        Run next = run("run-2", "device-1", "tvm");
        next.setEngineId(run.getEngineId());
        driver.describe(next);
        PaneSource second = new PaneSource(next, source.nextStartNanos, 2);
        second.level = 1.5;
        driver.steps(10, second);
        assertThat(levelAlerts()).hasSize(1);
        assertThat(levelAlerts().get(0).getRunId()).isEqualTo("run-2");
    }

    @Test
    void baseline_givenCompleteReference_isWrittenOnce() {
        learn();
        driver.steps(20, source);
        driver.restart();
        driver.steps(5, source);
        assertThat(driver.baselines()).hasSize(1);
        Baseline baseline = driver.baselines().get(0);
        assertThat(baseline.getComplete()).isTrue();
        assertThat(baseline.getPinned()).isFalse();
        assertThat(baseline.getPanes()).isEqualTo(REFERENCE);
        assertThat(baseline.getFromNanos()).isEqualTo(START);
        assertThat(baseline.getEngineName()).isEqualTo("name of run-1");
        assertThat(baseline.getDetector()).isNotEmpty();
    }

    private Baseline pinned(double level) {
        WindowDriver elsewhere = new WindowDriver(settings);
        PaneSource other = new PaneSource(run, START, 5);
        other.level = level;
        elsewhere.describe(run);
        elsewhere.steps(REFERENCE + 10, other);
        Baseline baseline = elsewhere.baselines().get(0);
        baseline.setPinned(true);
        baseline.setWrittenAtNanos(source.nextStartNanos);
        return baseline;
    }

    @Test
    void baseline_givenPinned_countsFromTheNextPane() {
        driver.describe(run);
        driver.steps(20, source);
        driver.pin(pinned(0.7));
        driver.steps(10, source);
        assertThat(levelAlerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING);
        assertThat(levelAlerts().get(0).getSize()).isBetween(35.0, 50.0);
        assertThat(driver.baselines()).as("never written over").hasSize(1);
        driver.restart();
        driver.steps(REFERENCE, source);
        assertThat(levelAlerts()).hasSize(1);
        assertThat(driver.baselines()).as("never written over").hasSize(1);
    }

    @Test
    void baseline_givenCleared_isLearntAnew() {
        learn();
        source.level = 1.5;
        driver.steps(10, source);
        driver.clear(StreamKey.of(RunIdentity.of(run)), source.nextStartNanos);
        driver.steps(10, source);
        assertThat(levelAlerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        assertThat(levelAlerts().get(1).getEvidence()).contains("cleared");
        driver.restart();
        driver.steps(REFERENCE, source);
        assertThat(levelAlerts()).hasSize(2);
        List<Baseline> baselines = driver.baselines();
        assertThat(baselines).extracting(Baseline::getComplete).containsExactly(true, false, true);
        assertThat(baselines.get(2).getFromNanos()).isEqualTo(baselines.get(1).getFromNanos());
        driver.restart();
        source.level = 1;
        driver.steps(10, source);
        assertThat(levelAlerts()).hasSize(3);
        assertThat(levelAlerts().get(2).getSize()).isNegative();
        assertThat(levelAlerts().get(2).getEvidence()).contains("fell by");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void restart_givenKillsEverywhere_writesWhatARunWithoutThemWrites(int every) {
        disturb(driver, source, 0);
        WindowDriver killed = new WindowDriver(settings);
        disturb(killed, new PaneSource(run, START, 1), every);
        assertThat(killed.alerts()).isEqualTo(driver.alerts());
        assertThat(killed.windows()).isEqualTo(driver.windows());
        assertThat(killed.baselines()).isEqualTo(driver.baselines());
        assertThat(levelAlerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    private void disturb(WindowDriver on, PaneSource panes, int killEvery) {
        on.describe(run);
        for (int i = 0; i < REFERENCE + 50; i++) {
            panes.level = i > REFERENCE + 5 && i < REFERENCE + 20 ? 1.4 : 1;
            on.send(panes.next());
            if (killEvery > 0 && i > REFERENCE && i % killEvery == 0) {
                on.takeAndLose();
            }
            on.work();
        }
    }

    @Test
    void fleet_givenManyLiveStreams_asksForMoreEvidence() {
        FlowSettings fleet = settings.withPolicy(
                settings.policy().withDrift(settings.policy().drift().withBudgets(1, 1.0)));
        WindowDriver large = new WindowDriver(fleet);
        for (int i = 0; i < 1000; i++) {
            large.describe(run("other-" + i, "device-1", "tvm"));
        }
        large.describe(run);
        large.steps(REFERENCE + 10, source);
        source.level = 1.3;
        large.steps(20, source);
        learnAndStep();
        Alert alone = levelAlerts().get(0);
        Alert among = large.alerts(DRIFT).stream()
                .filter(alert -> alert.getAlertKey().startsWith(DRIFT + "/LEVEL/"))
                .findFirst()
                .orElseThrow();
        assertThat(among.getLogThreshold()).isGreaterThan(alone.getLogThreshold() + 6);
        assertThat(among.getExpectedByChancePerWeek()).isLessThan(alone.getExpectedByChancePerWeek() / 900);
    }

    private void learnAndStep() {
        PaneSource again = new PaneSource(run, START, 1);
        driver.describe(run);
        driver.steps(REFERENCE + 10, again);
        again.level = 1.3;
        driver.steps(20, again);
    }

    @Test
    void drift_givenChangeBelowTheRatioThatMatters_isNoAlert() {
        WindowDriver tolerant = new WindowDriver(settings.withPolicy(
                settings.policy().withDrift(settings.policy().drift().withMinimumRatio(1.5))));
        tolerant.describe(run);
        tolerant.steps(REFERENCE + 10, source);
        source.level = 1.3;
        tolerant.steps(15, source);
        assertThat(tolerant.alerts(DRIFT))
                .noneMatch(alert -> alert.getAlertKey().startsWith(DRIFT + "/LEVEL/"));
    }

    @Test
    void group_givenStreamsOfADeviceThatAlarmTogether_isTheirCause() {
        Run other = run("run-2", "device-1", "onnxruntime");
        PaneSource second = new PaneSource(other, START, 2);
        driver.describe(run);
        driver.describe(other);
        driver.steps(REFERENCE + 10, source, second);
        for (PaneSource each : List.of(source, second)) {
            each.level = 1.4;
            each.cpuPressure = 60;
        }
        driver.steps(10, source, second);
        List<Alert> newest = List.of(newest("engine of run-1"), newest("engine of run-2"));
        assertThat(newest).extracting(Alert::getGroup).containsOnly("device-1/CPU_PRESSURE");
    }

    private Alert newest(String engine) {
        List<Alert> found = levelAlerts().stream()
                .filter(alert -> alert.getAlertKey().contains(engine))
                .toList();
        return found.get(found.size() - 1);
    }
}
