package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportCollectorTest {

    private final SummaryBuilder builder = new SummaryBuilder(Set.of());

    private static PaneRecord pane(String run, int index, double... latencies) {
        LatencySketch sketch = LatencySketch.empty();
        for (double latency : latencies) {
            sketch.accept(latency);
        }
        PaneRecord pane = SoakRecords.pane(run, index, latencies.length, 0, 0, 0);
        pane.setSketchFormat(LatencySketch.FORMAT);
        pane.setLatencySketch(ByteBuffer.wrap(sketch.encode()));
        pane.setDevice(
                List.of(new DeviceSummary("powerMilliwatts", "gpu", false, 2L, 10.0, 20.0, 30.0, 10.0, 20.0, 0L, 1L)));
        return pane;
    }

    private static RunDistribution ofA(ReportData data) {
        return Objects.requireNonNull(data.distributions().get("a"));
    }

    private ReportData finish(ReportCollector collector) {
        return collector.finish(builder.build(null));
    }

    @Test
    void finish_givenPanesOfARun_addsThemUp() {
        ReportCollector collector = new ReportCollector(Set.of());
        collector.accept(pane("a", 0, 1e6, 2e6));
        collector.accept(pane("a", 1, 4e6));

        RunDistribution distribution = ofA(finish(collector));

        assertThat(distribution.count()).isEqualTo(3);
        assertThat(distribution.buckets().stream()
                        .mapToLong(LatencySketch.Bucket::count)
                        .sum())
                .isEqualTo(3);
        assertThat(distribution.lowestNanos()).isBetween(0.99e6, 1.01e6);
    }

    @Test
    void finish_givenPaneToldTwice_countsItOnce() {
        ReportCollector collector = new ReportCollector(Set.of());
        collector.accept(pane("a", 0, 1e6));
        collector.accept(pane("a", 0, 1e6));

        assertThat(ofA(finish(collector)).count()).isEqualTo(1);
    }

    @Test
    void finish_givenRunsThatTakeTurns_countsTheDevicesSamplesOnce() {
        ReportCollector collector = new ReportCollector(Set.of());
        collector.accept(pane("a", 0, 1e6));
        collector.accept(pane("b", 0, 1e6));
        collector.accept(pane("b", 1, 1e6));

        assertThat(finish(collector).devices())
                .containsExactly(new DeviceReading("host-1", "powerMilliwatts", "gpu", 4, 10, 15, 20));
    }

    @Test
    void finish_givenSketchOfAnotherFormat_countsThePaneAsUnreadable() {
        ReportCollector collector = new ReportCollector(Set.of());
        PaneRecord strange = pane("a", 0, 1e6);
        strange.setSketchFormat("tdigest/9");
        collector.accept(strange);

        ReportData data = finish(collector);

        assertThat(data.unreadablePanes()).isEqualTo(1);
        assertThat(data.distributions()).isEmpty();
    }

    @Test
    void finish_givenRunIds_leavesOutOthers() {
        ReportCollector collector = new ReportCollector(Set.of("b"));
        collector.accept(pane("a", 0, 1e6));

        assertThat(finish(collector).distributions()).isEmpty();
    }

    @Test
    void finish_givenPaneOfWarmUpOnly_hasNothingToDraw() {
        ReportCollector collector = new ReportCollector(Set.of());
        PaneRecord warmUp = SoakRecords.pane("a", 0, 10, 0, 0, 0);
        warmUp.setMeasured(0);
        collector.accept(warmUp);

        assertThat(finish(collector).unreadablePanes()).isZero();
    }
}
