package io.soakline.flow;

import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A broker in memory: partitions, offsets, groups with committed offsets, transactions that succeed or fail as a whole.
 * Polls come every 10 ms and hold as many records as chance has it.
 */
final class MemoryLog implements LogAccess {

    static final Duration POLL = Duration.ofMillis(10);

    private final int partitions;
    private final SplittableRandom random;
    private final int mostRecordsPerPoll;
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
    private int failingCommits;
    int commits;

    MemoryLog(int partitions, long seed, int mostRecordsPerPoll) {
        this.partitions = partitions;
        random = new SplittableRandom(seed);
        this.mostRecordsPerPoll = mostRecordsPerPoll;
    }

    private int partitionCountOf(Topic topic) {
        return topic.keyedByDevice() ? partitions : 1;
    }

    synchronized void append(Topic topic, String key, byte @Nullable [] value) {
        append(topic, key, value, 0);
    }

    synchronized void append(Topic topic, String key, byte @Nullable [] value, long timestampMillis) {
        int partition = DevicePartition.of(key, partitionCountOf(topic));
        List<ConsumerRecord<byte[], byte[]>> log = partition(new TopicPartition(name(topic), partition));
        log.add(new ConsumerRecord<>(
                name(topic),
                partition,
                log.size(),
                timestampMillis,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    private List<ConsumerRecord<byte[], byte[]>> partition(TopicPartition partition) {
        return records.computeIfAbsent(partition, p -> new ArrayList<>());
    }

    synchronized List<ConsumerRecord<byte[], byte[]>> recordsOf(TopicPartition partition) {
        return partition(partition);
    }

    List<TopicPartition> partitionsOf(Topic topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitionCountOf(topic); i++) {
            all.add(new TopicPartition(name(topic), i));
        }
        return all;
    }

    /** All records of the topic, partition by partition. */
    synchronized List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < partitionCountOf(topic); i++) {
            all.addAll(partition(new TopicPartition(name(topic), i)));
        }
        return all;
    }

    /** Lets the next transactions fail: nothing of them is written. */
    void failCommits(int n) {
        failingCommits = n;
    }

    @Override
    public String name(Topic topic) {
        return topic.name("test.");
    }

    @Override
    public Flux<KafkaTail.Event> follow(Scheduler worker, Topic... topics) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (Topic topic : topics) {
            positions.put(new TopicPartition(name(topic), 0), 0L);
        }
        return Flux.concat(
                        Flux.defer(() -> Flux.just(poll(positions, Integer.MAX_VALUE), new KafkaTail.CaughtUp())),
                        Flux.interval(POLL, worker).onBackpressureDrop().map(t -> poll(positions, Integer.MAX_VALUE)))
                .cast(KafkaTail.Event.class);
    }

    private synchronized KafkaTail.Records poll(Map<TopicPartition, Long> positions, int most) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        positions.replaceAll((partition, position) -> {
            List<ConsumerRecord<byte[], byte[]>> log = partition(partition);
            int from = position.intValue();
            int to = (int) Math.min(log.size(), (long) from + most);
            if (to > from) {
                polled.put(partition, List.copyOf(log.subList(from, to)));
            }
            return (long) to;
        });
        return new KafkaTail.Records(new ConsumerRecords<>(polled, Map.of()));
    }

    @Override
    public ProcessLog open(Role role) {
        return new Member(role);
    }

    private final class Member implements ProcessLog {

        private final Role role;

        Member(Role role) {
            this.role = role;
        }

        @Override
        public Flux<Event> events(Scheduler worker) {
            return Flux.defer(() -> {
                Map<TopicPartition, OffsetAndMetadata> offsets =
                        Map.copyOf(committed.getOrDefault(role.name(), Map.of()));
                Map<TopicPartition, Long> positions = new HashMap<>();
                for (Topic topic : role.topics()) {
                    for (int i = 0; i < partitionCountOf(topic); i++) {
                        TopicPartition partition = new TopicPartition(name(topic), i);
                        OffsetAndMetadata from = offsets.get(partition);
                        positions.put(partition, from == null || role.fromBeginning() ? 0L : from.offset());
                    }
                }
                Flux<Event> batches = Flux.interval(POLL, worker)
                        .onBackpressureDrop()
                        .map(tick -> new Batch(
                                poll(positions, random.nextInt(mostRecordsPerPoll + 1))
                                        .records(),
                                () -> {}));
                return Flux.concat(Flux.just(new Assigned(List.copyOf(positions.keySet()), offsets)), batches);
            });
        }

        @Override
        public Mono<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> of) {
            return Mono.fromSupplier(() -> {
                Map<TopicPartition, Long> ends = new HashMap<>();
                of.forEach(p -> ends.put(p, (long) partition(p).size()));
                return ends;
            });
        }

        @Override
        public Mono<Integer> partitionCount(Topic topic) {
            return Mono.just(partitionCountOf(topic));
        }

        @Override
        public Mono<List<ConsumerRecord<byte[], byte[]>>> history(Topic topic) {
            return Mono.fromSupplier(() -> all(topic));
        }

        @Override
        public Mono<Void> commit(List<OutgoingRecord> outgoing, Map<TopicPartition, OffsetAndMetadata> offsets) {
            return Mono.fromRunnable(() -> {
                if (failingCommits > 0) {
                    failingCommits--;
                    throw new IllegalStateException("the broker went away");
                }
                commits++;
                outgoing.forEach(record -> append(record.topic(), record.key(), record.value()));
                committed.computeIfAbsent(role.name(), name -> new HashMap<>()).putAll(offsets);
            });
        }

        @Override
        public void close() {}
    }
}
