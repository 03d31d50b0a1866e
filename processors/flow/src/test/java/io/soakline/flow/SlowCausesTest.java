package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Topic;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.SlowInference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of slow inferences when their pane closes. */
class SlowCausesTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final int PER_SECOND = 10;

    private final PaneDriver driver = new PaneDriver(FlowSettings.defaults("test"));
    private final Run run = run("run-1", "device-1", "tvm");
    private final Run neighbour = run("run-2", "device-1", "onnxruntime");
    private long sequence;

    /** One second of inferences of 1 ms, of which one has what is wrong. */
    private void second(Run of, long second, int slowRow, long slowMillis, int flags) {
        InferenceColumns columns = new InferenceColumns();
        columns.open(
                of.getRunId(),
                of.getDeviceId(),
                of.getEngineId(),
                of.getModelDigest(),
                of.getInputSetDigest(),
                of.equals(run) ? sequence : second * PER_SECOND);
        for (int i = 0; i < PER_SECOND; i++) {
            boolean slow = i == slowRow;
            int output = columns.digestIndex(1, 1, 1, 1);
            columns.append(
                    second * SECOND + i * 50L * MILLISECOND,
                    0,
                    slow ? slowMillis * MILLISECOND : MILLISECOND + i,
                    0,
                    output,
                    slow ? flags : 0);
        }
        if (of.equals(run)) {
            sequence += PER_SECOND;
        }
        driver.log.append(Topic.INFERENCES, of.getDeviceId(), columns.encode());
    }

    private void sample(long second, double pressurePercent) {
        List<Long> at = new ArrayList<>();
        List<Double> pressure = new ArrayList<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            at.add(second * SECOND + tenth * SECOND / 10);
            pressure.add(pressurePercent + 0.1 * (tenth % 3));
        }
        DeviceBatch batch = TestRecords.device("device-1", second * SECOND, 0);
        batch.setSampleAtNanos(at);
        batch.setChannels(List.of(DeviceChannel.newBuilder()
                .setQuantity("cpuPressurePercent")
                .setSensor("cpu")
                .setAveragingNanos(SECOND / 10)
                .setValues(pressure)
                .build()));
        driver.log.append(Topic.DEVICES, "device-1", TestRecords.encode(batch));
    }

    private SlowInference slowestOfLastPane() {
        driver.readAll();
        driver.tick(20 * SECOND);
        driver.tick(20 * SECOND);
        List<PaneRecord> panes = driver.panes(run);
        return panes.get(panes.size() - 1).getSlowest().get(0);
    }

    @Test
    void slow_givenPauseOfTheHarness_isPutDownToIt() {
        driver.describe(run);
        for (int second = 100; second < 110; second++) {
            sample(second, 1);
            second(run, second, second == 105 ? 5 : -1, 30, InferenceFlag.HARNESS_PAUSE);
        }
        SlowInference slowest = slowestOfLastPane();
        assertThat(slowest.getLatencyNanos()).isEqualTo(30 * MILLISECOND);
        assertThat(slowest.getCause()).isEqualTo("HARNESS_PAUSE");
        assertThat(slowest.getEvidence()).isNotEmpty();
    }

    @Test
    void slow_givenOrdinaryInferences_areNotExplained() {
        driver.describe(run);
        for (int second = 100; second < 110; second++) {
            second(run, second, -1, 0, 0);
        }
        assertThat(slowestOfLastPane().getCause()).isEmpty();
    }

    @Test
    void slow_givenPressureAtThatMoment_isPutDownToIt() {
        driver.describe(run);
        for (int second = 100; second < 160; second++) {
            sample(second, second == 155 ? 80 : 1);
            second(run, second, second == 155 ? 5 : -1, 100, 0);
        }
        assertThat(slowestOfLastPane().getCause()).isEqualTo("CPU_PRESSURE");
    }

    @Test
    void slow_givenNeighbourThatIsUsuallyNotThere_isPutDownToIt() {
        driver.describe(run);
        driver.describe(neighbour);
        for (int second = 100; second < 160; second++) {
            sample(second, 1);
            if (second == 155) {
                second(neighbour, second, -1, 0, 0);
            }
            second(run, second, second == 155 ? 5 : -1, 30, 0);
        }
        assertThat(slowestOfLastPane().getCause()).isEqualTo("NEIGHBOUR_RUN");
    }

    @Test
    void slow_givenNeighbourThatTakesTurns_isNotPutDownToIt() {
        driver.describe(run);
        driver.describe(neighbour);
        for (int second = 100; second < 160; second++) {
            sample(second, 1);
            if (second % 2 == 1) {
                second(neighbour, second, -1, 0, 0);
            } else {
                second(run, second, second == 154 ? 5 : -1, 30, 0);
            }
        }
        SlowInference slowest = slowestOfLastPane();
        assertThat(slowest.getLatencyNanos()).isEqualTo(30 * MILLISECOND);
        assertThat(slowest.getCause()).isNotEmpty().isNotEqualTo("NEIGHBOUR_RUN");
    }

    @Test
    void busySpans_givenTurns_doNotTouch() {
        BusySpans a = new BusySpans();
        BusySpans b = new BusySpans();
        for (int turn = 0; turn < 100; turn++) {
            (turn % 2 == 0 ? a : b).accept(turn * SECOND, (turn + 1) * SECOND - MILLISECOND);
        }
        assertThat(a.nanosTogether(b, 0, 100 * SECOND)).isZero();
        assertThat(a.touch(98 * SECOND, 98 * SECOND + 5)).isTrue();
        assertThat(b.touch(98 * SECOND, 98 * SECOND + 5)).isFalse();
        b.accept(100 * SECOND, 103 * SECOND);
        a.accept(102 * SECOND, 104 * SECOND);
        assertThat(a.nanosTogether(b, 0, 200 * SECOND)).isEqualTo(SECOND);
    }
}
