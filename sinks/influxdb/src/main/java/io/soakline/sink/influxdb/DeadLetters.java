package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Puts records that could not be used on the topic for such, with the reason. One instance serves one thread at a time. */
final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    /** Letters are told up to so many, then one of so many: a fault in a producer makes letters of all its records. */
    private static final int SAID = 100;

    private static final Duration RESEND_FIRST = Duration.ofSeconds(1);
    private static final Duration RESEND_LONGEST = Duration.ofSeconds(30);

    private final KafkaPublisher publisher;
    private final String sender;
    private final AtomicLong buried;
    private final RecordCodec<DeadLetter> codec = RecordCodec.of(DeadLetter.class);

    /**
     * @param sender who gives the reasons
     * @param buried counts the letters
     */
    DeadLetters(KafkaPublisher publisher, String sender, AtomicLong buried) {
        this.publisher = publisher;
        this.sender = sender;
        this.buried = buried;
    }

    /** One letter per record, however many of its points were refused: it holds the whole record. */
    Mono<Void> buryAll(List<Delivery.Refusal> refusals) {
        Map<ConsumerRecord<byte[], byte[]>, String> reasons = new LinkedHashMap<>();
        refusals.forEach(refusal -> reasons.putIfAbsent(refusal.line().source(), refusal.reason()));
        return Flux.fromIterable(reasons.entrySet())
                .concatMap(entry -> bury(entry.getKey(), entry.getValue()))
                .then();
    }

    /** Completes when the broker has the letter, however long that takes. */
    Mono<Void> bury(ConsumerRecord<byte[], byte[]> record, String reason) {
        long before = buried.get();
        if (before < SAID || before % SAID == 0) {
            LOG.warn(
                    "{}-{}@{} is not in the store as a whole, it is kept as a dead letter ({} before it): {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    before,
                    reason);
        }
        return send(record, sender + ": " + reason)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RESEND_FIRST).maxBackoff(RESEND_LONGEST))
                .doOnSuccess(done -> buried.incrementAndGet());
    }

    private Mono<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
        return Mono.create(sink -> {
            DeadLetter letter = letter(record, reason);
            publisher.send(new OutgoingRecord(Topic.DEAD_LETTERS, Keys.of(letter), codec.encode(letter)), failure -> {
                if (failure == null) {
                    sink.success();
                } else {
                    sink.error(failure);
                }
            });
        });
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String reason) {
        return DeadLetter.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setTimestampMillis(record.timestamp())
                .setReason(reason)
                .setKey(buffer(record.key()))
                .setValue(buffer(record.value()))
                .build();
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    @Override
    public void close() {
        publisher.close();
    }
}
