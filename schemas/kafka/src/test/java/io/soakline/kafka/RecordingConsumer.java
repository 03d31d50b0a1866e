package io.soakline.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's mock consumer, which forgets commits when it closes; this one keeps them. */
final class RecordingConsumer extends MockConsumer<byte[], byte[]> {

    final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    final CountDownLatch closed = new CountDownLatch(1);

    RecordingConsumer() {
        super("earliest");
    }

    private void keep(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(offsets);
        keep(offsets);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        super.commitAsync(offsets, callback);
        keep(offsets);
    }

    @Override
    public synchronized void close(CloseOptions options) {
        super.close(options);
        closed.countDown();
    }
}
