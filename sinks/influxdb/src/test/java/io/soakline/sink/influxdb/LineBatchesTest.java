package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.sink.influxdb.InfluxSettings.Batching;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LineBatchesTest {

    private static final ConsumerRecord<byte[], byte[]> SOURCE = new ConsumerRecord<>("t", 0, 0, null, null);

    @Test
    void of_givenMoreLinesThanABatchHolds_cutsByCountAndKeepsTheOrder() {
        List<Line> lines = IntStream.range(0, 7)
                .mapToObj(i -> new Line("line " + i, SOURCE))
                .toList();

        List<List<Line>> batches = LineBatches.of(lines, new Batching(3, 1_000, Duration.ofSeconds(1)));

        assertThat(batches).extracting(List::size).containsExactly(3, 3, 1);
        assertThat(batches.stream().flatMap(List::stream).map(Line::text))
                .containsExactlyElementsOf(
                        IntStream.range(0, 7).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void of_givenLinesOfAnyLetters_neverSendsMoreBytesThanAllowed() {
        List<String> texts = List.of("a", "\u00e9\u00e9", "\u4e16\u4e16\u4e16", "\ud83d\ude00\ud83d\ude00", "bc");
        List<Line> lines = IntStream.range(0, 1_000)
                .mapToObj(i -> new Line(texts.get(i % texts.size()), SOURCE))
                .toList();

        List<List<Line>> batches = LineBatches.of(lines, new Batching(1_000, 20, Duration.ofSeconds(1)));

        assertThat(batches).allSatisfy(batch -> assertThat(bytes(batch)).isLessThanOrEqualTo(20));
        // Two of them would not have fitted together.
        for (int i = 1; i < batches.size(); i++) {
            int next = bytes(batches.get(i).subList(0, 1));
            assertThat(bytes(batches.get(i - 1)) + next).isGreaterThan(20);
        }
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
    }

    @Test
    void of_givenALineLongerThanABatch_sendsItAlone() {
        List<Line> lines = Stream.of("a", "b".repeat(100), "c")
                .map(text -> new Line(text, SOURCE))
                .toList();

        assertThat(LineBatches.of(lines, new Batching(10, 20, Duration.ofSeconds(1))))
                .extracting(List::size)
                .containsExactly(1, 1, 1);
    }

    @Test
    void of_givenNothing_isNothing() {
        assertThat(LineBatches.of(List.of(), Batching.DEFAULT)).isEmpty();
    }

    private static int bytes(List<Line> lines) {
        return lines.stream()
                .mapToInt(line -> line.text().getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
    }
}
