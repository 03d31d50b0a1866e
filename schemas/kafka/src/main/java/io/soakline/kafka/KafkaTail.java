package io.soakline.kafka;

import io.soakline.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * Reads whole topics from their beginning and follows them, without a group and without committing anything: for pages,
 * reports and caches, which can be rebuilt from the log at any time. Only committed records are seen.
 */
public final class KafkaTail {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PREFETCH = 4;

    /** What the tail tells. */
    public sealed interface Event permits Records, CaughtUp {}

    /** One poll result. */
    public record Records(ConsumerRecords<byte[], byte[]> records) implements Event {}

    /** Everything that was on the topics when the subscription began has been told. Comes once. */
    public record CaughtUp() implements Event {}

    private KafkaTail() {}

    /**
     * Cold; each subscription has a consumer of its own. Signals come on {@code worker}; a slow subscriber pauses the
     * reading. Errors of the client end the flux: subscribe again, which starts from the beginning.
     */
    public static Flux<Event> follow(KafkaSettings kafka, Scheduler worker, Topic... topics) {
        return Flux.<Event>create(sink -> follow(kafka, sink, topics), FluxSink.OverflowStrategy.BUFFER)
                .publishOn(worker, PREFETCH);
    }

    private static void follow(KafkaSettings kafka, FluxSink<Event> sink, Topic... topics) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
        sink.onDispose(consumer::wakeup);
        sink.onRequest(n -> consumer.wakeup());
        Thread thread = new Thread(() -> run(kafka, consumer, sink, topics), "kafka-tail");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(
            KafkaSettings kafka, KafkaConsumer<byte[], byte[]> consumer, FluxSink<Event> sink, Topic... topics) {
        try (consumer) {
            Map<TopicPartition, Long> ends = withoutWakeup(() -> assignAll(kafka, consumer, topics));
            boolean behind = true;
            while (!sink.isCancelled()) {
                if (sink.requestedFromDownstream() > 0) {
                    consumer.resume(consumer.assignment());
                } else {
                    consumer.pause(consumer.assignment());
                }
                pollOnce(consumer, sink);
                if (behind && withoutWakeup(() -> reached(consumer, ends))) {
                    behind = false;
                    sink.next(new CaughtUp());
                }
            }
            sink.complete();
        } catch (RuntimeException e) {
            sink.error(e);
        }
    }

    private static void pollOnce(KafkaConsumer<byte[], byte[]> consumer, FluxSink<Event> sink) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                sink.next(new Records(records));
            }
        } catch (WakeupException e) {
            // Demand or cancellation: the loop looks at both.
        }
    }

    /** Demand wakes the consumer at any moment; calls that must not be cut short are made again. */
    private static <T> T withoutWakeup(java.util.function.Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (WakeupException e) {
                // used up
            }
        }
    }

    /**
     * Everything committed on these topics right now, partition by partition in offset order.
     *
     * @throws KafkaUnreachableException when the broker does not answer
     */
    public static List<ConsumerRecord<byte[], byte[]>> snapshot(KafkaSettings kafka, Topic... topics) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
        try {
            Map<TopicPartition, Long> ends = assignAll(kafka, consumer, topics);
            while (!reached(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset()
                            < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                        all.add(record);
                    }
                }
            }
            return all;
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(kafka, "reading " + Arrays.toString(topics), e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        }
    }

    /** Assigns every partition from its beginning and returns the present end of each. */
    private static Map<TopicPartition, Long> assignAll(
            KafkaSettings kafka, KafkaConsumer<byte[], byte[]> consumer, Topic... topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(kafka.name(topic));
            if (found.isEmpty()) {
                // Going on with the others would be silence about this one for ever.
                throw new UnknownTopicOrPartitionException("topic " + kafka.name(topic) + " is not there yet");
            }
            for (PartitionInfo info : found) {
                partitions.add(new TopicPartition(info.topic(), info.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new HashMap<>(consumer.endOffsets(partitions));
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Collection<TopicPartition> assigned = consumer.assignment();
        for (TopicPartition partition : assigned) {
            if (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
                return false;
            }
        }
        return true;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        Map<String, Object> properties = kafka.client();
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("max.poll.records", "2000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
