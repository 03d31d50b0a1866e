package io.soakline.flow;

import io.soakline.kafka.KafkaFlux;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.KafkaTransactions;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The log on Kafka. */
record KafkaLog(KafkaSettings kafka, String instanceId) implements LogAccess {

    @Override
    public ProcessLog open(Role role) {
        String group = kafka.topicPrefix() + role.name();
        KafkaTransactions transactions = new KafkaTransactions(kafka, group + "-" + instanceId);
        KafkaFlux consumer = new KafkaFlux(new KafkaFlux.Settings(
                kafka,
                role.topics(),
                group,
                group + "-" + instanceId,
                role.fromBeginning() ? KafkaLog::beginnings : null));
        return new Member(kafka, transactions, consumer);
    }

    /** Offset 0 may be gone already: the client then goes to the earliest that is there. */
    private static Map<TopicPartition, Long> beginnings(KafkaFlux.Assigned assigned) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        assigned.partitions().forEach(partition -> offsets.put(partition, 0L));
        return offsets;
    }

    @Override
    public Flux<KafkaTail.Event> follow(Scheduler worker, Topic... topics) {
        return KafkaTail.follow(kafka, worker, topics);
    }

    @Override
    public String name(Topic topic) {
        return kafka.name(topic);
    }

    /** Short: the poll loop stands still meanwhile. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);

    private record Member(KafkaSettings kafka, KafkaTransactions transactions, KafkaFlux consumer)
            implements ProcessLog {

        @Override
        public Flux<Event> events(Scheduler worker) {
            return consumer.events(worker).map(Member::translate);
        }

        private static Event translate(KafkaFlux.Event event) {
            if (event instanceof KafkaFlux.Batch batch) {
                return new Batch(batch.records(), batch::release);
            }
            if (event instanceof KafkaFlux.Assigned assigned) {
                return new Assigned(assigned.partitions(), assigned.committed());
            }
            return new Revoked(((KafkaFlux.Revoked) event).partitions());
        }

        @Override
        public Mono<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions) {
            return consumer.onConsumer(client -> client.endOffsets(partitions, LOOK_TIMEOUT));
        }

        @Override
        public Mono<Integer> partitionCount(Topic topic) {
            return consumer.onConsumer(
                    client -> client.partitionsFor(kafka.name(topic)).size());
        }

        @Override
        public Mono<List<ConsumerRecord<byte[], byte[]>>> history(Topic topic) {
            return Mono.fromCallable(() -> KafkaTail.snapshot(kafka, topic)).subscribeOn(Schedulers.boundedElastic());
        }

        @Override
        public Mono<Void> commit(List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
            return consumer.onConsumer(Consumer::groupMetadata)
                    .flatMap(group -> transactions.commit(records, offsets, group));
        }

        @Override
        public void close() {
            transactions.close();
        }
    }
}
