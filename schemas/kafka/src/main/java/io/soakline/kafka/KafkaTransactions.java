package io.soakline.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes records and consumer offsets together or not at all. One transaction at a time, on a thread of its own.
 *
 * <p>Starting one fences a predecessor with the same id and aborts what it left open.
 */
public final class KafkaTransactions implements AutoCloseable {

    private final KafkaSettings kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Scheduler thread;

    /**
     * Connects and fences the predecessor; blocks until that is done.
     *
     * @param transactionalId one per process and role; the same after a restart
     * @throws KafkaUnreachableException when the broker does not answer
     */
    public KafkaTransactions(KafkaSettings kafka, String transactionalId) {
        this.kafka = kafka;
        Map<String, Object> properties = kafka.client();
        properties.put("transactional.id", kafka.topicPrefix() + transactionalId);
        properties.put("transaction.timeout.ms", "60000");
        properties.putIfAbsent("compression.type", "zstd");
        properties.putIfAbsent("linger.ms", "5");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        thread = Schedulers.newSingle("kafka-transactions", true);
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            close();
            throw new KafkaUnreachableException(kafka, "starting transactions of " + transactionalId, e);
        }
    }

    /**
     * One transaction. When the writing fails it is aborted. When the commit itself fails, by a timeout say, nobody knows
     * whether it took place: the caller closes this object and starts anew from what the log says. After a
     * {@link FencedException} this object is of no further use.
     *
     * @param offsets next offset to read, per partition; may be empty
     */
    public Mono<Void> commit(
            List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        return Mono.<Void>fromRunnable(() -> commitNow(records, offsets, group)).subscribeOn(thread);
    }

    private void commitNow(
            List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        try {
            write(records, offsets, group);
            producer.commitTransaction();
        } catch (ProducerFencedException
                | InvalidProducerEpochException
                | OutOfOrderSequenceException
                | AuthorizationException
                | UnsupportedVersionException e) {
            throw new FencedException(e);
        }
    }

    private void write(
            List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        try {
            for (OutgoingRecord record : records) {
                // A failed send fails the commit: its future tells nothing more.
                var unused = producer.send(new ProducerRecord<>(
                        kafka.name(record.topic()), record.key().getBytes(StandardCharsets.UTF_8), record.value()));
            }
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group);
            }
        } catch (KafkaException e) {
            abort(e);
            throw e;
        }
    }

    private void abort(KafkaException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        thread.dispose();
    }

    /** The broker refuses this producer for good: another one took its id over, or its rights are missing. */
    public static final class FencedException extends RuntimeException {

        FencedException(KafkaException cause) {
            super("the broker refuses this writer for good: " + cause.getMessage(), cause);
        }
    }
}
