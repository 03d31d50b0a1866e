package io.soakline.flow;

import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Pane;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Right answers within the deadline, from panes and labels on the log to windows on the log. */
class CorrectOnTimeFlowTest {

    private static final long START = 1_000 * PaneSource.PANE;
    private static final int CALLS = 400;

    private final WindowDriver driver = new WindowDriver(FlowSettings.defaults("test"));
    private final Run run = run("run-1", "device-1", "tvm");

    /** Labels are 0, 1, 0, 1; input 3 is answered with 0. */
    private static TestOutput answer(int input) {
        return TestOutput.ofClass(input == 3 ? 0 : input % 2, 4);
    }

    private void describeOutputs() {
        for (int input = 0; input < TestRecords.INPUTS; input++) {
            driver.describe(answer(input).sketch(run, input, null));
        }
    }

    /** Every tenth call is late. */
    private static PaneRecord pane(Run of, int index) {
        Pane pane = Pane.empty(
                START + index * PaneSource.PANE,
                START + (index + 1) * PaneSource.PANE,
                of.getLoad().getDeadlineNanos());
        for (int i = 0; i < CALLS; i++) {
            int input = i % TestRecords.INPUTS;
            TestOutput output = answer(input);
            pane.accept(
                    (long) index * CALLS + i,
                    pane.startNanos() + i * 1_000_000L,
                    0,
                    i % 10 == 0 ? 6_000_000 : 1_000_000,
                    input,
                    output.digest().high(),
                    output.digest().low(),
                    0);
        }
        pane.acceptLoss(new Loss(CALLS, 0, 0, 0));
        return PaneRecords.toRecord(RunIdentity.of(of), pane.summary(), PaneClose.NEXT_PANE);
    }

    private void soak(Run of, int index) {
        driver.send(pane(of, index));
        driver.work();
    }

    private static void assertShare(WindowStats stats, long trials) {
        // Late calls are those on inputs 0 and 2, which are right; of four inputs one is wrong.
        assertThat(stats.getCorrectOnTimeTrials()).isEqualTo(trials);
        assertThat(stats.getCorrectOnTime()).isEqualTo(trials * 65 / 100);
        assertThat(stats.getCorrectOnTimeRateLower95())
                .isCloseTo(0.65, within(0.05))
                .isLessThan(0.65);
    }

    @Test
    void windows_givenLabelsAndDeadline_sayHowOftenTheRightAnswerCameInTime() {
        driver.describe(run);
        describeOutputs();
        soak(run, 0);
        soak(run, 1);
        assertShare(driver.lastWindow(run, "10s"), CALLS);
        assertShare(driver.lastWindow(run, "run"), 2 * CALLS);
        assertThat(driver.lastWindow(run, "run").getTop1Accuracy()).isEqualTo(0.75);
        assertThat(driver.replay().differences()).isEmpty();
        assertThat(driver.replay().isEqual()).isTrue();
    }

    @Test
    void windows_givenSeveralRunsOfAnEngine_sayItOfAllOfThem() {
        Run second = run("run-2", "device-1", "tvm");
        second.setEngineId(run.getEngineId());
        driver.describe(run);
        driver.describe(second);
        describeOutputs();
        soak(run, 0);
        soak(second, 0);
        List<WindowStats> merged = driver.windows().stream()
                .filter(stats -> stats.getScope() == WindowScope.ENGINE)
                .toList();
        assertThat(merged).isNotEmpty();
        assertShare(merged.get(merged.size() - 1), 2 * CALLS);
    }

    @Test
    void windows_givenRunsOfAnEngineOnOtherInputs_doNotMixTheirOutputs() {
        Run second = run("run-2", "device-1", "tvm");
        second.setEngineId(run.getEngineId());
        second.setInputSetDigest("other inputs");
        driver.describe(run);
        driver.describe(second);
        describeOutputs();
        soak(run, 0);
        soak(second, 0);
        List<WindowStats> merged = driver.windows().stream()
                .filter(stats -> stats.getScope() == WindowScope.ENGINE)
                .toList();
        assertThat(merged).isNotEmpty();
        assertThat(merged.get(merged.size() - 1).getInputs()).isZero();
        assertThat(merged.get(merged.size() - 1).getCorrectOnTime()).isNull();
    }

    private WindowStats after(@Nullable Long deadlineNanos, List<Integer> labels, boolean known, boolean old) {
        Run of = Run.newBuilder(run)
                .setLoad(Load.newBuilder()
                        .setPattern(LoadPattern.CLOSED)
                        .setDeadlineNanos(deadlineNanos)
                        .build())
                .setInputLabels(labels)
                .build();
        WindowDriver fresh = new WindowDriver(FlowSettings.defaults("test"));
        fresh.describe(of);
        if (known) {
            for (int input = 0; input < TestRecords.INPUTS; input++) {
                fresh.describe(answer(input).sketch(of, input, null));
            }
        }
        PaneRecord pane = pane(of, 0);
        if (old) {
            pane.getOutputs().forEach(input -> input.getDigests().forEach(count -> count.setOnTime(null)));
        }
        fresh.send(pane);
        fresh.work();
        return fresh.lastWindow(of, "run");
    }

    @Test
    void windows_givenNoDeadlineNoLabelNoAnswerOrOldPane_doNotKnowIt() {
        List<Integer> labels = List.of(0, 1, 0, 1);
        assertThat(after(5_000_000L, labels, true, false).getCorrectOnTime()).isEqualTo(260);
        assertThat(after(null, labels, true, false).getCorrectOnTime()).isNull();
        assertThat(after(5_000_000L, List.of(), true, false).getCorrectOnTime()).isNull();
        assertThat(after(5_000_000L, labels, false, false).getCorrectOnTime()).isNull();
        WindowStats old = after(5_000_000L, labels, true, true);
        assertThat(old.getCorrectOnTime()).isNull();
        assertThat(old.getCorrectOnTimeTrials()).isNull();
        assertThat(old.getCorrectOnTimeRateLower95()).isNull();
        assertThat(old.getInferences()).isEqualTo(CALLS);
    }
}
