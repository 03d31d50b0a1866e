package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Alert;
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
    void run_keepsItsIdentityFromStartToEnd() {
        Point started = PointMapping.of(SampleRecords.startedRun()).get(0);
        Point ended = PointMapping.of(SampleRecords.endedRun()).get(0);

        assertThat(ended.tags()).isEqualTo(started.tags());
        assertThat(ended.timestampNanos()).isEqualTo(started.timestampNanos());
        assertThat(started.fields()).doesNotContainKeys("endedAtNanos", "produced", "exit", "exitReason");
        assertThat(ended.fields()).containsAllEntriesOf(started.fields()).containsEntry("exit", "FAILED");
    }
}
