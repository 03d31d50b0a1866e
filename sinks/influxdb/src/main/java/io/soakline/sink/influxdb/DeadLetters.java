package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Puts records that could not be used on the topic for such, with the reason. One instance serves one thread at a time. */
final class DeadLetters implements AutoCloseable {

    private final KafkaPublisher publisher;
    private final RecordCodec<DeadLetter> codec = RecordCodec.of(DeadLetter.class);

    DeadLetters(KafkaPublisher publisher) {
        this.publisher = publisher;
    }

    /** Completes when the broker has the letter. */
    Mono<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
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
