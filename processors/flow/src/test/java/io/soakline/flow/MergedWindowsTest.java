package io.soakline.flow;

import static io.soakline.flow.TestRecords.ended;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedWindowsTest {

    private static final long START = 996 * PaneSource.PANE;

    private final WindowDriver driver = new WindowDriver(FlowSettings.defaults("test"));
    private final Run run = run("run-1", "device-1", "tvm");
    private final Run same = run("run-2", "device-1", "tvm");
    private final Run other = run("run-3", "device-1", "onnxruntime");

    MergedWindowsTest() {
        same.setEngineId(run.getEngineId());
    }

    private List<WindowStats> windows(WindowScope scope, String name) {
        return driver.windows().stream()
                .filter(stats -> stats.getScope() == scope && stats.getWindow().equals(name))
                .toList();
    }

    @Test
    void windows_givenSingleRun_areItsOwnAlone() {
        driver.describe(run);
        driver.steps(12, new PaneSource(run, START, 1));
        assertThat(driver.windows()).extracting(WindowStats::getScope).containsOnly(WindowScope.RUN);
    }

    @Test
    void windows_givenTwoRunsOfAnEngine_mergeThemExactly() {
        driver.describe(run);
        driver.describe(same);
        driver.steps(12, new PaneSource(run, START, 1), new PaneSource(same, START, 2));
        List<WindowStats> minute = windows(WindowScope.ENGINE, "1m");
        WindowStats newest = minute.get(minute.size() - 1);
        assertThat(newest.getRunId()).isEqualTo("engine/engine of run-1/device-1");
        assertThat(newest.getEngineId()).isEqualTo("engine of run-1");
        assertThat(newest.getInferences()).isEqualTo(2 * 6 * PaneSource.INFERENCES);
        assertThat(newest.getInputs()).isEqualTo(TestRecords.INPUTS);
        WindowStats first = driver.lastWindow(run, "1m");
        WindowStats second = driver.lastWindow(same, "1m");
        assertThat(newest.getLatencyMaxNanos())
                .isEqualTo(Math.max(first.getLatencyMaxNanos(), second.getLatencyMaxNanos()));
        assertThat(newest.getLatencyMinNanos())
                .isEqualTo(Math.min(first.getLatencyMinNanos(), second.getLatencyMinNanos()));
        List<WindowStats> all = windows(WindowScope.ENGINE, MergedWindows.ALL);
        assertThat(all.get(all.size() - 1).getInferences()).isEqualTo(2 * 12 * PaneSource.INFERENCES);
        assertThat(all).as("once a minute").hasSizeBetween(2, 4);
    }

    @Test
    void windows_givenEnginesOfADevice_mergeWithoutOutputs() {
        driver.describe(run);
        driver.describe(other);
        driver.steps(12, new PaneSource(run, START, 1), new PaneSource(other, START, 2));
        assertThat(windows(WindowScope.ENGINE, "1m")).isEmpty();
        WindowStats newest = windows(WindowScope.DEVICE, "1m").get(20);
        assertThat(newest.getRunId()).isEqualTo("device/device-1");
        assertThat(newest.getEngineId()).isEmpty();
        assertThat(newest.getEngineName()).isEmpty();
        assertThat(newest.getInputs()).isZero();
        assertThat(newest.getBitwiseRate()).isNull();
        assertThat(newest.getInferences()).isEqualTo(2 * 6 * PaneSource.INFERENCES);
    }

    @Test
    void windows_givenReplay_areTheSameBytes() {
        driver.describe(run);
        driver.describe(same);
        driver.describe(other);
        PaneSource second = new PaneSource(same, START, 2);
        driver.steps(30, new PaneSource(run, START, 1), second, new PaneSource(other, START, 3));
        driver.describe(ended(same, second.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(second);
        ReplayResult result = driver.replay();
        assertThat(result.differences()).isEmpty();
        assertThat(result.windows().equal()).isEqualTo(driver.windows().size());
        assertThat(result.panes()).isEqualTo(91);
        assertThat(result.isEqual()).isTrue();
    }
}
