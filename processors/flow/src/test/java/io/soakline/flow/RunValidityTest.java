package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.flow.policy.ValidityPolicy;
import io.soakline.record.InputFacts;
import io.soakline.record.Run;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunValidityTest {

    private final List<PaneSummary> panes = new ArrayList<>();
    private Run run = gpuRun();
    private int processes = 1;
    private double processesSeen = 1;
    private double migEnabled;
    private double celsiusPerPane;
    private double reasons;
    private double lowestClock = 1980;
    private int throttled;
    private double waitPercent = 0.5;

    private static Run gpuRun() {
        return Run.newBuilder(TestRecords.run("run-1", "gpu-0", "tensorrt"))
                .setTarget("NVIDIA H100 80GB HBM3 sm_90")
                .setEnvironment(Map.of("sync", "spin"))
                .setInputFacts(new InputFacts(TestRecords.INPUTS, 0, 0, 0))
                .build();
    }

    private void soak(int count) {
        for (int i = 0; i < count; i++) {
            long start = i * 10L * SECOND;
            Pane pane = Pane.empty(start, start + 10 * SECOND, null);
            for (int k = 0; k < 100; k++) {
                pane.accept(i * 100L + k, start + k, 0, 1_000, k % TestRecords.INPUTS, 7, k % TestRecords.INPUTS, 0);
                pane.mark(false, k < throttled, false);
            }
            for (int second = 0; second < 10; second++) {
                sample(pane, start + second * SECOND, 35 + celsiusPerPane * (i + second / 10.0));
            }
            panes.add(pane.summary());
        }
    }

    private void sample(Pane pane, long at, double celsius) {
        pane.acceptDevice("frequencyMegahertz", "sm", false, at, at % (20 * SECOND) == 0 ? lowestClock : 1980);
        pane.acceptDevice("temperatureCelsius", "gpu", false, at, Math.rint(celsius));
        pane.acceptDevice("temperatureCelsius", "memory", false, at, 90);
        pane.acceptDevice("clockEventReasons", "gpu", false, at, reasons);
        pane.acceptDevice("processes", "gpu", false, at, processesSeen);
        pane.acceptDevice("migEnabled", "gpu", false, at, migEnabled);
        pane.acceptDevice("runQueueWaitPercent", "engine", false, at, waitPercent);
        pane.acceptDevice("loadAverage", "host", false, at, 1.5);
    }

    private ValidityRecord judged(ValidityPolicy policy) {
        return RunValidity.of(run, Pane.combined(panes), panes, () -> processes, policy);
    }

    private ValidityRecord judged() {
        return judged(ValidityPolicy.DEFAULT);
    }

    private static ValidityCheck check(ValidityRecord validity, ValidityFactor factor) {
        return validity.getChecks().stream()
                .filter(check -> check.getFactor() == factor)
                .findFirst()
                .orElseThrow();
    }

    private void assertBroken(ValidityFactor factor, double value, String evidence) {
        ValidityRecord validity = judged();
        assertThat(validity.getState()).isEqualTo(ValidityState.BROKEN);
        assertThat(validity.getReason()).contains(evidence);
        assertThat(check(validity, factor).getState()).isEqualTo(ValidityState.BROKEN);
        assertThat(check(validity, factor).getValue()).isCloseTo(value, within(1e-9));
        assertThat(validity.getChecks())
                .filteredOn(other -> other.getFactor() != factor)
                .allMatch(other -> other.getState() == ValidityState.KEPT);
    }

    @Test
    void of_givenQuietMachine_isKeptInEveryCheck() {
        soak(60);
        ValidityRecord validity = judged();
        assertThat(validity.getState()).isEqualTo(ValidityState.KEPT);
        assertThat(validity.getReason()).isEmpty();
        assertThat(validity.getChecks()).extracting(ValidityCheck::getFactor).containsExactly(ValidityFactor.values());
        assertThat(check(validity, ValidityFactor.CLOCK).getEvidence())
                .isEqualTo("1,980 MHz throughout (600 readings of sm)");
        assertThat(check(validity, ValidityFactor.SYNC).getEvidence())
                .isEqualTo("the host waits for the device by spin");
    }

    /** ONNX Runtime's TensorRT provider has no way to say how it waits. */
    @Test
    void sync_givenAnotherLibrarysTensorRt_isAskedForAndNotKnown() {
        run = Run.newBuilder(run)
                .setEnvironment(Map.of())
                .setTarget("tensorrt amd64")
                .build();
        soak(60);
        assertThat(check(judged(), ValidityFactor.SYNC).getState()).isEqualTo(ValidityState.NOT_KNOWN);
    }

    @Test
    void sync_isTheEnginesOwnWhereTheRunSaysNothing() {
        run = Run.newBuilder(run)
                .setEnvironment(Map.of())
                .setConfiguration(Map.of("sync", "block"))
                .build();
        soak(60);
        assertThat(check(judged(), ValidityFactor.SYNC).getEvidence())
                .isEqualTo("the host waits for the device by block");
    }

    @Test
    void clock_isBrokenOnlyWhereThePolicyLimitsIt() {
        lowestClock = 1900;
        soak(60);
        assertThat(check(judged(), ValidityFactor.CLOCK).getState()).isEqualTo(ValidityState.KEPT);
        assertThat(check(judged(), ValidityFactor.CLOCK).getLimit()).isNull();
        ValidityRecord limited = judged(ValidityPolicy.DEFAULT.withClockSpreadMaximum(0.01));
        assertThat(limited.getReason()).isEqualTo("clock: 1,900 to 1,980 MHz, 4.0 % apart (600 readings of sm)");
    }

    @Test
    void throttling_givenMarkedInferences_isTheirShare() {
        throttled = 5;
        soak(60);
        assertBroken(ValidityFactor.THROTTLING, 0.05, "during 300 of 6,000 inferences");
    }

    @Test
    void throttling_givenReasonsOnly_isTheShareOfPanes() {
        reasons = 0x20;
        soak(60);
        assertBroken(ValidityFactor.THROTTLING, 1, "in 100.0 % of the panes");
    }

    @Test
    void throttling_givenReasonsThatSlowNothingDown_isKept() {
        reasons = 0x01;
        soak(60);
        assertThat(judged().getState()).isEqualTo(ValidityState.KEPT);
    }

    @Test
    void temperature_givenFastRise_isBroken() {
        celsiusPerPane = 0.5;
        soak(60);
        ValidityCheck check = check(judged(), ValidityFactor.TEMPERATURE);
        assertThat(check.getState()).isEqualTo(ValidityState.BROKEN);
        assertThat(check.getValue()).isCloseTo(3, within(0.05));
        assertThat(3.0).isBetween(check.getLow(), check.getHigh());
        assertThat(check.getEvidence()).startsWith("gpu changed by +");
    }

    @Test
    void temperature_givenAMinuteOfWholeDegrees_cannotTell() {
        soak(6);
        ValidityCheck check = check(judged(), ValidityFactor.TEMPERATURE);
        assertThat(check.getState()).isEqualTo(ValidityState.NOT_KNOWN);
        assertThat(check.getEvidence()).contains("too few to tell");
        assertThat(check.getHigh()).isGreaterThan(1);
        assertThat(judged().getState()).isEqualTo(ValidityState.NOT_KNOWN);
    }

    @Test
    void gpu_givenAnotherProcess_isBroken() {
        processesSeen = 3;
        processes = 2;
        soak(60);
        assertBroken(ValidityFactor.GPU_NEIGHBOURS, 1, "up to 3 processes were on the GPU, 2 of them ours");
    }

    @Test
    void gpu_givenMig_isBroken() {
        migEnabled = 1;
        soak(60);
        assertBroken(ValidityFactor.GPU_NEIGHBOURS, 0, "MIG is on");
    }

    @Test
    void host_givenCoreTaken_isBroken() {
        waitPercent = 30;
        soak(60);
        assertBroken(
                ValidityFactor.HOST_NEIGHBOURS,
                30,
                "the engine waited for its core for 30.0 % of the time, other guests had it for an unknown share,"
                        + " load average 1.5");
    }

    @Test
    void inputs_givenCopiesConstantsAndNans_areBroken() {
        run.setInputFacts(new InputFacts(3, 1, 1, 1));
        soak(60);
        assertBroken(
                ValidityFactor.INPUTS,
                3,
                "of 4 inputs 3 are distinct, 1 constant (1 all zero), 1 hold a NaN or an infinity");
    }

    @Test
    void sync_isBrokenWhereThePolicyAllowsOthersOnly() {
        soak(60);
        ValidityRecord validity = judged(ValidityPolicy.DEFAULT.withSyncModes(Set.of("block")));
        assertThat(validity.getState()).isEqualTo(ValidityState.BROKEN);
        assertThat(validity.getReason())
                .isEqualTo("sync: the host waits for the device by spin, the policy allows block");
    }

    @Test
    void of_givenNothingMeasured_isNotKnownAndNeverKept() {
        run = TestRecords.run("run-1", "device-1", "tvm");
        for (@Nullable Run described : new Run[] {run, null}) {
            Pane pane = Pane.empty(0, 10 * SECOND, null);
            pane.accept(0, 0, 0, 1, 0, 0, 0, 0);
            PaneSummary only = pane.summary();
            ValidityRecord validity = RunValidity.of(described, only, List.of(only), () -> 1, ValidityPolicy.DEFAULT);
            assertThat(validity.getChecks())
                    .hasSize(5)
                    .allMatch(check -> check.getState() == ValidityState.NOT_KNOWN && check.getValue() == null);
            ValidityRecord strict =
                    RunValidity.of(described, only, List.of(only), () -> 1, ValidityPolicy.DEFAULT.withKnown(true));
            assertThat(strict.getState()).isEqualTo(ValidityState.BROKEN);
            assertThat(strict.getReason()).contains("inputs: not known: the producer did not look");
        }
    }

    @Test
    void clock_givenVirtualMachineWithoutGovernor_isNotKnown() {
        run = TestRecords.run("run-1", "device-1", "tvm");
        run.setDevice(Map.of("virtualisation", "hypervisor, kind not visible"));
        Pane pane = Pane.empty(0, 10 * SECOND, null);
        pane.acceptDevice("frequencyMegahertz", "engine", false, 0, 2_445);
        pane.acceptDevice("frequencyMegahertz", "engine", false, 1, 2_445);
        PaneSummary only = pane.summary();
        ValidityRecord validity = RunValidity.of(run, only, List.of(only), () -> 1, ValidityPolicy.DEFAULT);
        assertThat(check(validity, ValidityFactor.CLOCK).getEvidence()).contains("virtual machine");
        run.setDevice(Map.of("virtualisation", "none visible", "cpuGovernor", "performance"));
        assertThat(check(
                                RunValidity.of(run, only, List.of(only), () -> 1, ValidityPolicy.DEFAULT),
                                ValidityFactor.CLOCK)
                        .getEvidence())
                .isEqualTo("2,445 MHz throughout (2 readings of engine), governor performance");
    }

    @Test
    void policy_givenLimitsOutsideTheirRange_isRefused() {
        assertThatThrownBy(() -> ValidityPolicy.DEFAULT.withClockSpreadMaximum(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.5");
    }

    @Test
    void windows_givenBrokenConditions_sayItWithTheVerdictOfTheRunAlone() {
        Run cpuRun = TestRecords.run("run-1", "device-1", "tvm");
        WindowDriver driver = new WindowDriver(FlowSettings.defaults("test")
                .withPolicy(FlowPolicy.DEFAULT.withValidity(ValidityPolicy.DEFAULT.withKnown(true))));
        driver.describe(cpuRun);
        driver.steps(6, new PaneSource(cpuRun, 0, 1));
        WindowStats whole = driver.lastWindow(cpuRun, "run");
        assertThat(whole.getVerdict().getState()).isEqualTo(VerdictState.STEADY);
        assertThat(whole.getVerdict().getReason()).contains("; conditions broken: clock: not known: ");
        assertThat(whole.getValidity().getState()).isEqualTo(ValidityState.BROKEN);
        WindowStats minute = driver.lastWindow(cpuRun, "1m");
        assertThat(minute.getValidity()).isNull();
        assertThat(minute.getVerdict().getReason()).doesNotContain("conditions");
        assertThat(driver.replay().isEqual()).isTrue();
    }
}
