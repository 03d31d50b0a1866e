package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.kafka.KafkaSettings;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.PaneRecord;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPointsTest {

    private static final KafkaSettings KAFKA = KafkaSettings.of("none:1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void buckets_ofAPane_addUpToItsMeasuredInferences(long seed) throws Exception {
        Random random = new Random(seed);
        long[] latencies = random.longs(1 + random.nextInt(3_000), 1, 1L << (10 + random.nextInt(25)))
                .toArray();
        PaneRecord pane = SamplePanes.paneOf("run-1", SampleRecords.T0, latencies);

        List<String> buckets = buckets(lines(pane, true));

        assertThat(buckets.stream().mapToLong(RecordPointsTest::inferences).sum())
                .isEqualTo(pane.getMeasured());
        assertThat(buckets).allMatch(line -> line.endsWith(" " + PanePoints.timeNanos(pane)));
        assertThat(buckets(lines(pane, true))).isEqualTo(buckets);
    }

    @Test
    void pane_withoutMeasuredInferences_hasNoBuckets() throws Exception {
        PaneRecord pane = PaneRecord.newBuilder(SamplePanes.pane(SampleRecords.T0))
                .setMeasured(0)
                .build();

        assertThat(buckets(lines(pane, true))).isEmpty();
    }

    @Test
    void buckets_turnedOff_areTheOnlyOnesThatAreNotThere() throws Exception {
        PaneRecord pane = SamplePanes.pane(SampleRecords.T0);

        List<Line> without = lines(pane, false).lines();

        assertThat(buckets(lines(pane, false))).isEmpty();
        assertThat(buckets(lines(pane, true))).isNotEmpty();
        assertThat(lines(pane, true).lines())
                .extracting(Line::text)
                .containsAll(without.stream().map(Line::text).toList());
    }

    @Test
    void sketch_ofAnotherFormat_costsTheBucketsAloneAndIsSaid() throws Exception {
        PaneRecord pane = PaneRecord.newBuilder(SamplePanes.pane(SampleRecords.T0))
                .setSketchFormat("ddsketch/0.01/log/2")
                .build();

        RecordPoints.Lines lines = lines(pane, true);

        assertThat(lines.lines()).hasSize(5);
        assertThat(lines.refusal()).contains("latency_buckets").contains("ddsketch/0.01/log/2");
    }

    private static RecordPoints.Lines lines(PaneRecord pane, boolean latencyBuckets) throws Exception {
        byte[] value = RecordCodec.of(PaneRecord.class).encode(pane);
        return new RecordPoints(KAFKA, new TagGuard(1_000), latencyBuckets)
                .lines(new ConsumerRecord<>(KAFKA.name(Topic.PANES), 0, 0, new byte[0], value));
    }

    private static List<String> buckets(RecordPoints.Lines lines) {
        return lines.lines().stream()
                .map(Line::text)
                .filter(text -> text.startsWith("latency_buckets,"))
                .toList();
    }

    private static long inferences(String line) {
        return Long.parseLong(line.replaceFirst(".* inferences=(\\d+)i .*", "$1"));
    }
}
