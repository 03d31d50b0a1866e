package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelinePointsTest {

    private static final PipelinePoints.Moment BEFORE =
            new PipelinePoints.Moment(1_000, 100, 1, 2, 10, 12, 2, 1, 900_000);

    @Test
    void points_sayWhatWasDoneSinceTheLastOnesAndHowFarBehindEachTopicIs() {
        List<Point> points = PipelinePoints.of(
                "sink-1",
                new EnumMap<>(Map.of(Topic.WINDOWS, 5L, Topic.PANES, 2L)),
                BEFORE,
                new PipelinePoints.Moment(11_000, 300, 1, 5, 14, 22, 6, 3, 1_900_000),
                400_000);

        assertThat(points)
                .allSatisfy(point -> assertThat(point.timestampNanos()).isEqualTo(11_000));
        assertThat(points.stream().map(point -> point.tags().get("topic"))).containsExactly("all", "panes", "windows");
        assertThat(points.get(0).fields())
                .containsEntry("lagRecords", 7L)
                .containsEntry("intervalNanos", 10_000L)
                .containsEntry("pointsWritten", 200L)
                .containsEntry("pointsGuarded", 0L)
                .containsEntry("deadLetters", 3L)
                .containsEntry("batches", 4L)
                .containsEntry("requests", 10L)
                .containsEntry("repeats", 4L)
                .containsEntry("refusals", 2L)
                .containsEntry("requestMeanNanos", 100_000.0)
                .containsEntry("requestMaxNanos", 400_000L);
        assertThat(points.get(2).fields()).containsOnly(Map.entry("lagRecords", 5L));
    }

    @Test
    void points_givenNoRequest_haveNoTimeOfOne() {
        Point all = PipelinePoints.of("sink-1", Map.of(), BEFORE, BEFORE, 0).get(0);

        assertThat(all.fields())
                .containsEntry("requests", 0L)
                .doesNotContainKeys("requestMeanNanos", "requestMaxNanos");
    }
}
