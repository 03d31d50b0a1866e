package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import io.soakline.record.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Topics of their own for one test, on a broker that tests share. */
final class TestLog {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    final KafkaSettings kafka;

    TestLog(EmbeddedBroker broker, String name) {
        this(broker.bootstrapServers(), name);
    }

    TestLog(String bootstrapServers, String name) {
        kafka = new KafkaSettings(bootstrapServers, name.replaceAll("[^A-Za-z0-9_]", "") + ".", Map.of());
        TopicAdmin.createTopics(kafka, 2, LIMIT);
    }

    /** Windows number {@code from} to below {@code to}, each at a time of its own. */
    void publishWindows(int from, int to) {
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        publish(
                Topic.WINDOWS,
                IntStream.range(from, to)
                        .mapToObj(i -> codec.encode(SampleRecords.plainWindow(at(i))))
                        .toArray(byte[][]::new));
    }

    static long at(int window) {
        return SampleRecords.T0 + window * SampleRecords.PANE_NANOS;
    }

    void publish(Topic topic, byte[]... values) {
        AtomicInteger accepted = new AtomicInteger();
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            for (byte[] value : values) {
                publisher.send(new OutgoingRecord(topic, "key", value), failure -> {
                    if (failure == null) {
                        accepted.incrementAndGet();
                    }
                });
            }
            publisher.flush();
        }
        assertThat(accepted).hasValue(values.length);
    }

    List<DeadLetter> deadLetters() throws Exception {
        RecordCodec<DeadLetter> codec = RecordCodec.of(DeadLetter.class);
        List<DeadLetter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaTail.snapshot(kafka, Topic.DEAD_LETTERS)) {
            letters.add(codec.decode(record.value()));
        }
        return letters;
    }

    /** Records that the sink's group has committed. */
    long committed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin
                    .listConsumerGroupOffsets(kafka.topicPrefix() + InfluxSink.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }
}
