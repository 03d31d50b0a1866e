package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The log as one process sees it: a member of a consumer group that writes its results together with its offsets, or
 * neither. Kafka in the product, memory in tests.
 */
interface ProcessLog extends AutoCloseable {

    sealed interface Event permits Assigned, Revoked, Batch {}

    /** @param committed what the group had committed for them; partitions never committed are missing */
    record Assigned(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed)
            implements Event {}

    /** Comes after the last batch that holds records of them. */
    record Revoked(Collection<TopicPartition> partitions) implements Event {}

    /** @param done to be called once the records are worked in */
    record Batch(Iterable<ConsumerRecord<byte[], byte[]>> records, Runnable done) implements Event {}

    /** Joins the group. One subscription. */
    Flux<Event> events(Scheduler worker);

    /** Next offset to be written, of each partition, now. */
    Mono<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions);

    /** How many partitions a topic has. */
    Mono<Integer> partitionCount(Topic topic);

    /** All committed records of a topic, partition by partition in offset order. */
    Mono<List<ConsumerRecord<byte[], byte[]>>> history(Topic topic);

    /** Writes the records and the group's offsets, all or nothing. */
    Mono<Void> commit(List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets);

    @Override
    void close();
}
