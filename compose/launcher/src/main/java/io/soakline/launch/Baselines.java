package io.soakline.launch;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Baseline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The references on the compacted topic {@code baselines}, one for each engine and device. */
public final class Baselines {

    private static final Logger LOG = LoggerFactory.getLogger(Baselines.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final RecordCodec<Baseline> codec = RecordCodec.of(Baseline.class);

    public Baselines(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Which of them: by name or id of the engine, and by device; null takes every one.
     *
     * @param engine its name, its id, or the beginning of its id, at least six characters of it
     */
    public record Filter(@Nullable String engine, @Nullable String device) implements Predicate<Baseline> {

        private static final int LEAST_OF_AN_ID = 6;

        @Override
        public boolean test(Baseline baseline) {
            return matches(baseline.getEngineName(), baseline.getEngineId())
                    && (device == null || device.equals(baseline.getDeviceId()));
        }

        boolean matches(String name, String id) {
            return engine == null
                    || engine.equals(name)
                    || engine.equals(id)
                    || (engine.length() >= LEAST_OF_AN_ID && id.startsWith(engine));
        }

        /** For messages. */
        @Override
        public String toString() {
            return (engine == null ? "any engine" : "engine " + engine) + " on "
                    + (device == null ? "any device" : "device " + device);
        }
    }

    /** The newest of each engine and device that passes, in the order of engine name and device. */
    public List<Baseline> read(Filter filter) {
        // A consumer would wait a minute for a broker that is not there.
        TopicAdmin.ping(kafka, PATIENCE);
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, PATIENCE);
        Map<String, Baseline> newest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaTail.snapshot(kafka, Topic.BASELINES)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                newest.remove(key);
                continue;
            }
            try {
                newest.put(key, codec.decode(record.value()));
            } catch (MalformedRecordException e) {
                LOG.warn("{} at offset {} is left out: {}", record.topic(), record.offset(), e.getMessage());
            }
        }
        List<Baseline> found = new ArrayList<>(newest.values());
        found.removeIf(filter.negate());
        found.sort((a, b) -> {
            int byName = a.getEngineName().compareTo(b.getEngineName());
            return byName != 0 ? byName : Keys.of(a).compareTo(Keys.of(b));
        });
        return found;
    }

    /** Writes them; each takes the place of what its engine and device had. */
    public void write(Collection<Baseline> baselines) throws LaunchException {
        publish(publisher -> baselines.forEach(baseline -> publisher.send(
                new OutgoingRecord(Topic.BASELINES, Keys.of(baseline), codec.encode(baseline)), publisher)));
    }

    /** Forgets what these engines and devices had. */
    public void clear(Collection<Baseline> baselines) throws LaunchException {
        publish(publisher ->
                baselines.forEach(baseline -> publisher.delete(Topic.BASELINES, Keys.of(baseline), publisher)));
    }

    /** A publisher that keeps its first failure. */
    private static final class Writing implements AutoCloseable, java.util.function.Consumer<@Nullable Exception> {

        private final KafkaPublisher publisher;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        Writing(KafkaSettings kafka) {
            publisher = new KafkaPublisher(kafka);
        }

        void send(OutgoingRecord record, Writing done) {
            publisher.send(record, done);
        }

        void delete(Topic topic, String key, Writing done) {
            publisher.delete(topic, key, done);
        }

        @Override
        public void accept(@Nullable Exception e) {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        }

        void flush() {
            publisher.flush();
        }

        @Override
        public void close() {
            publisher.close();
        }
    }

    private void publish(java.util.function.Consumer<Writing> work) throws LaunchException {
        try (Writing writing = new Writing(kafka)) {
            work.accept(writing);
            writing.flush();
            Exception failure = writing.failure.get();
            if (failure != null) {
                throw new LaunchException(
                        "cannot write to " + kafka.name(Topic.BASELINES) + " on " + kafka + " (" + failure.getMessage()
                                + "); may this client write there?",
                        failure);
            }
        }
    }
}
