package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Alert;
import io.soakline.record.PaneRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointMappingTest {

    @Test
    void alert_ofAKindThatIsNew_keepsKindSizeAndUnit() {
        Alert alert = SampleRecords.alert(SampleRecords.T0);
        alert.setKind("core-contention");
        alert.setSize(37.5);
        alert.setUnit("percent of the time");

        assertThat(LineProtocol.line(PointMapping.of(alert).get(0)))
                .contains(",kind=core-contention,", "size=37.5", "unit=\"percent of the time\"");
    }

    @Test
    void alert_saysWhenTheChangeBeganAndWhatItIsPutDownTo() {
        Point point = PointMapping.of(SampleRecords.alert(SampleRecords.T0)).get(0);

        assertThat(point.tags()).containsEntry("device", "bench 1");
        assertThat(point.fields())
                .containsEntry("state", "FIRING")
                .containsEntry("cause", "cpu-pressure")
                .containsEntry("changeAtNanos", SampleRecords.T0 - 40)
                .containsEntry("expectedByChancePerWeek", 1.0);
    }

    @Test
    void pane_givesItsSummaryItsSlowestAndItsSensors() {
        List<Point> points = PointMapping.of(SampleRecords.pane(SampleRecords.T0));

        assertThat(points.stream().map(Point::measurement))
                .containsExactly(
                        Measurement.PANES,
                        Measurement.SLOWEST,
                        Measurement.SLOWEST,
                        Measurement.DEVICES,
                        Measurement.DEVICES);
        assertThat(points.get(0).timestampNanos()).isEqualTo(SampleRecords.T0 + SampleRecords.PANE_NANOS);
        assertThat(points.get(0).fields())
                .containsEntry("latencyMeanNanos", 10.0)
                .containsEntry("responseMeanNanos", 20.0);
        assertThat(points.get(1).timestampNanos()).isEqualTo(SampleRecords.T0 + 70);
    }

    @Test
    void paneWithoutMeasuredInferences_hasNoLatency() {
        PaneRecord pane = PaneRecord.newBuilder(SampleRecords.pane(SampleRecords.T0))
                .setMeasured(0)
                .setLatencyMinNanos(0)
                .setLatencyMaxNanos(0)
                .setDeadlineNanos(null)
                .build();

        assertThat(PointMapping.of(pane).get(0).fields())
                .doesNotContainKeys(
                        "latencyMinNanos", "latencyMeanNanos", "latencyMaxNanos", "responseMaxNanos", "deadlineMisses")
                .containsEntry("inferences", 110L);
    }

    @Test
    void sensor_isALevelOrAnIncrease() {
        List<Point> points = PointMapping.of(SampleRecords.pane(SampleRecords.T0));

        assertThat(points.get(3).fields())
                .containsEntry("mean", 20.0)
                .containsEntry("min", 10.0)
                .doesNotContainKey("increase");
        assertThat(points.get(4).fields())
                .containsEntry("increase", 20.0)
                .containsEntry("increasePerSecond", 4.0)
                .doesNotContainKey("mean");
    }

    @Test
    void run_keepsItsIdentityFromStartToEnd() {
        Point started = PointMapping.of(SampleRecords.startedRun()).get(0);
        Point ended = PointMapping.of(SampleRecords.endedRun()).get(0);

        assertThat(ended.tags()).isEqualTo(started.tags());
        assertThat(ended.timestampNanos()).isEqualTo(started.timestampNanos());
        assertThat(started.fields()).doesNotContainKeys("endedAtNanos", "produced", "exit", "exitReason");
        assertThat(ended.fields()).containsAllEntriesOf(started.fields()).containsEntry("exit", "FAILED");
    }
}
