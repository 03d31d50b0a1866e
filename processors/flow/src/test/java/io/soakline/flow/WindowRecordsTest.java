package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Verdict;
import io.soakline.statistics.WindowStatistics;
import org.junit.jupiter.api.Test;

class WindowRecordsTest {

    private final Pane pane = Pane.empty(0, 10 * SECOND, null);

    private WindowStats record(boolean alone) {
        PaneSummary summary = pane.summary();
        return WindowRecords.toRecord(
                RunIdentity.of(TestRecords.run("run-1", "device-1", "tvm")),
                null,
                "10s",
                summary,
                WindowStatistics.of(summary),
                alone,
                new Verdict.Steady("steady"));
    }

    /** A hundred inferences in ten seconds, while the counter grows from first to last in nine. */
    private void soak() {
        for (int i = 0; i < 100; i++) {
            pane.accept(i, i * SECOND / 10, 0, SECOND / 10, 0, 0, 0, 0);
        }
    }

    private void energy(String sensor, double joules) {
        pane.acceptDevice("energyJoules", sensor, true, 0, 1000);
        pane.acceptDevice("energyJoules", sensor, true, 9 * SECOND, 1000 + joules);
    }

    @Test
    void energy_givenPackagesAndTheirParts_addsThePackagesUp() {
        soak();
        energy("package-0", 90);
        energy("package-1", 45);
        energy("package-0/core", 60);
        energy("psys", 200);
        // 10 W and 5 W for 10 s, by 100 inferences
        assertThat(record(true).getEnergyJoulesPerInference()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void energy_givenAnotherRunOnTheDevice_isNotKnown() {
        soak();
        energy("package-0", 90);
        assertThat(record(false).getEnergyJoulesPerInference()).isNull();
    }

    @Test
    void energy_givenCounterThatCoversTooLittle_isNotKnown() {
        soak();
        pane.acceptDevice("energyJoules", "package-0", true, 0, 1);
        pane.acceptDevice("energyJoules", "package-0", true, SECOND, 2);
        assertThat(record(true).getEnergyJoulesPerInference()).isNull();
    }

    @Test
    void cpu_givenWholeAndCores_isTheWhole() {
        pane.acceptDevice("cpuUtilisationPercent", "cpu0", false, 0, 90);
        pane.acceptDevice("cpuUtilisationPercent", "cpu", false, 0, 50);
        assertThat(record(true).getCpuUtilisationPercent()).isEqualTo(50);
    }

    @Test
    void cpu_givenCoresOnly_isTheirMean() {
        pane.acceptDevice("cpuUtilisationPercent", "cpu0", false, 0, 90);
        pane.acceptDevice("cpuUtilisationPercent", "cpu1", false, 0, 10);
        assertThat(record(true).getCpuUtilisationPercent()).isEqualTo(50);
    }

    @Test
    void record_givenEmptyWindow_hasNullsAndNoZeros() {
        WindowStats empty = record(true);
        assertThat(empty.getInferences()).isZero();
        assertThat(empty.getLatencyP50Nanos()).isNull();
        assertThat(empty.getLatencyMinNanos()).isNull();
        assertThat(empty.getCpuUtilisationPercent()).isNull();
        assertThat(empty.getEnergyJoulesPerInference()).isNull();
        assertThat(empty.getVerdict().getState()).isEqualTo(VerdictState.STEADY);
    }
}
