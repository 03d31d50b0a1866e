package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PanePointsTest {

    @Test
    void pane_givesItsSummaryItsSlowestAndItsSensors() {
        List<Point> points = PanePoints.of(SamplePanes.pane(SampleRecords.T0));

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
        PaneRecord pane = PaneRecord.newBuilder(SamplePanes.pane(SampleRecords.T0))
                .setMeasured(0)
                .setLatencyMinNanos(0)
                .setLatencyMaxNanos(0)
                .setDeadlineNanos(null)
                .build();

        assertThat(PanePoints.of(pane).get(0).fields())
                .doesNotContainKeys(
                        "latencyMinNanos", "latencyMeanNanos", "latencyMaxNanos", "responseMaxNanos", "deadlineMisses")
                .containsEntry("inferences", 110L);
    }

    @Test
    void sensor_isALevelOrAnIncrease() {
        List<Point> points = PanePoints.of(SamplePanes.pane(SampleRecords.T0));

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
    void parts_ofOnePane_areDistinctPointsOfNearlyOneTime() {
        List<Long> times = Stream.of(
                        part(0, 41, PaneClose.IDLE),
                        part(42, 77, PaneClose.IDLE),
                        part(0, -1, PaneClose.IDLE),
                        part(78, 99, PaneClose.RUN_END),
                        part(0, -1, PaneClose.RUN_END))
                .map(PanePoints::timeNanos)
                .toList();

        long endNanos = SampleRecords.T0 + SampleRecords.PANE_NANOS;
        assertThat(times)
                .doesNotHaveDuplicates()
                .contains(endNanos)
                .allSatisfy(time -> assertThat(time).isBetween(endNanos, endNanos + 999_999));
    }

    @Test
    void sensors_ofAnyPart_areThoseOfThePane() {
        PaneRecord part = part(0, 41, PaneClose.IDLE);

        assertThat(PanePoints.of(part).stream()
                        .filter(point -> point.measurement() == Measurement.DEVICES)
                        .map(Point::timestampNanos))
                .hasSize(2)
                .containsOnly(SampleRecords.T0 + SampleRecords.PANE_NANOS);
    }

    @Test
    void wholePane_isAtItsEnd() {
        assertThat(PanePoints.timeNanos(part(5_000_000, 5_000_099, PaneClose.NEXT_PANE)))
                .isEqualTo(SampleRecords.T0 + SampleRecords.PANE_NANOS);
    }

    private static PaneRecord part(long firstSequence, long lastSequence, PaneClose closedBy) {
        long inferences = lastSequence + 1 - firstSequence;
        return PaneRecord.newBuilder(SamplePanes.pane(SampleRecords.T0))
                .setFirstSequence(firstSequence)
                .setLastSequence(lastSequence)
                .setInferences(inferences)
                .setClosedBy(closedBy)
                .build();
    }
}
