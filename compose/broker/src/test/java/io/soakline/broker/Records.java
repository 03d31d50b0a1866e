package io.soakline.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes numbered records to a broker and reads them back, as any client would. */
public final class Records {

    private static final TopicPartition PARTITION = new TopicPartition("numbers", 0);

    private Records() {}

    public static void createTopic(String servers) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest())).all().get();
        }
    }

    /** Returns when the broker has all of {@code from} (inclusive) to {@code to} (exclusive). */
    public static void write(String servers, int from, int to) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "compression.type", "zstd"),
                new StringSerializer(),
                new StringSerializer())) {
            send(producer, from, to);
            producer.flush();
        }
    }

    /** The same in one transaction. */
    public static void writeInTransaction(String servers, int from, int to) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "transactional.id", "t"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, from, to);
            producer.commitTransaction();
        }
    }

    private static void send(KafkaProducer<String, String> producer, int from, int to) {
        for (int i = from; i < to; i++) {
            // Flush and commit fail, or the reader misses it, when one does not arrive.
            var unused = producer.send(new ProducerRecord<>(PARTITION.topic(), Integer.toString(i)));
        }
    }

    /** Everything committed, through a consumer group. */
    public static List<String> readAll(String servers, String group) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(PARTITION.topic()));
            List<String> values = new ArrayList<>();
            long end = -1;
            while (end < 0 || consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                if (end < 0 && consumer.assignment().contains(PARTITION)) {
                    end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
                }
            }
            return values;
        }
    }

    public static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }
}
