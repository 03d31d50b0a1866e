package io.soakline.kafka;

import io.soakline.log.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A member of a consumer group as a cold {@link Flux}.
 *
 * <p>The unit of demand is one poll result, so Reactor costs per poll and not per record. Without demand all partitions
 * are paused and the loop polls on, so heartbeats and rebalances go on however slow the subscriber is. Every batch must
 * be answered: {@link Batch#ack()} commits its offsets (in the background, at revocation and at the end),
 * {@link Batch#release()} leaves them to whoever commits them elsewhere, in a transaction say.
 */
public final class KafkaFlux {

    /** What happens on the subscription, in stream order. */
    public sealed interface Event permits Assigned, Revoked, Batch {}

    /**
     * Partitions were given to this member.
     *
     * @param committed what the group had committed for them; partitions never committed are missing
     */
    public record Assigned(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed)
            implements Event {}

    /**
     * Partitions were taken away; comes after the last batch that holds records of them.
     *
     * @param lost true when another member may own them already: nothing must be written for them any more
     */
    public record Revoked(Collection<TopicPartition> partitions, boolean lost) implements Event {}

    /** One poll result. */
    public static final class Batch implements Event {

        private final ConsumerRecords<byte[], byte[]> records;
        private final KafkaFluxLoop loop;
        private boolean answered;

        Batch(ConsumerRecords<byte[], byte[]> records, KafkaFluxLoop loop) {
            this.records = records;
            this.loop = loop;
        }

        public ConsumerRecords<byte[], byte[]> records() {
            return records;
        }

        /** Done with: commit everything in it. Only the first answer counts. */
        public synchronized void ack() {
            answer(records.nextOffsets());
        }

        /** Done with: its offsets are committed elsewhere. Only the first answer counts. */
        public synchronized void release() {
            answer(Map.of());
        }

        private void answer(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (!answered) {
                answered = true;
                loop.answered(offsets);
            }
        }
    }

    /**
     * How to subscribe.
     *
     * @param groupId the consumer group
     * @param instanceId static member id: a restarted process gets its partitions back at once instead of after the
     *     session timeout; null for a dynamic member
     * @param seekTo where to start reading a newly assigned partition, by what was committed for it; null leaves it to
     *     the committed offset, or the beginning where there is none
     */
    public record Settings(
            KafkaSettings kafka,
            Collection<Topic> topics,
            String groupId,
            @Nullable String instanceId,
            @Nullable Function<Assigned, Map<TopicPartition, Long>> seekTo) {

        /** Longest wait of one poll. Short, so that pause and resume are prompt. */
        static final Duration POLL = Duration.ofMillis(50);
        /** How often acknowledged offsets are committed in the background. */
        static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
        /** How long a revocation waits for batches that are being worked on. */
        static final Duration DRAIN = Duration.ofSeconds(10);
        /** Batches that may wait between the poll loop and the subscriber. */
        static final int PREFETCH = 4;

        public static Settings group(KafkaSettings kafka, String groupId, Topic... topics) {
            return new Settings(kafka, List.of(topics), groupId, null, null);
        }
    }

    private final Settings settings;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;
    private volatile @Nullable KafkaFluxLoop current;

    public KafkaFlux(Settings settings) {
        this(settings, KafkaFlux::consumer);
    }

    KafkaFlux(Settings settings, Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers) {
        this.settings = settings;
        this.consumers = consumers;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Subscribing joins the group, cancelling leaves it. One subscription at a time. Signals come on {@code worker}. */
    public Flux<Event> events(Scheduler worker) {
        return Flux.<Event>create(this::start, FluxSink.OverflowStrategy.BUFFER)
                .publishOn(worker, Settings.PREFETCH)
                .doOnDiscard(Batch.class, Batch::release);
    }

    private void start(FluxSink<Event> sink) {
        KafkaFluxLoop loop = new KafkaFluxLoop(settings, consumers.apply(properties()), sink);
        current = loop;
        loop.start();
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = settings.kafka().client();
        // Installations that share a broker share neither topics nor groups.
        properties.put("group.id", settings.kafka().topicPrefix() + settings.groupId());
        String instance = settings.instanceId();
        if (instance != null) {
            // Host names and users' words go in here; Kafka takes letters, digits and these three alone.
            properties.put("group.instance.id", instance.replaceAll("[^A-Za-z0-9._-]", "-"));
        }
        // The classic protocol honours static membership: a killed member's successor is served at once.
        properties.put("group.protocol", "classic");
        // Partition n of every topic goes to the same member, so that what shares a key can be joined there.
        properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", "2000");
        return properties;
    }

    /**
     * Runs {@code action} on the consumer's own thread, for group metadata, positions and the like.
     *
     * @return an error when nothing is subscribed
     */
    public <T> Mono<T> onConsumer(Function<Consumer<byte[], byte[]>, T> action) {
        return Mono.create(sink -> {
            KafkaFluxLoop loop = current;
            if (loop == null
                    || !loop.submit(consumer -> {
                        try {
                            sink.success(action.apply(consumer));
                        } catch (RuntimeException e) {
                            sink.error(e);
                        }
                    })) {
                sink.error(new IllegalStateException("group " + settings.groupId() + " is not subscribed"));
            }
        });
    }

    /**
     * Whether every record committed so far on the partitions of this member was handed out and answered; false while it
     * has no partitions. Errors as {@link #onConsumer} does.
     */
    public Mono<Boolean> caughtUp() {
        return Mono.defer(() -> {
            KafkaFluxLoop loop = current;
            return loop == null ? onConsumer(consumer -> false) : onConsumer(loop::caughtUp);
        });
    }
}
