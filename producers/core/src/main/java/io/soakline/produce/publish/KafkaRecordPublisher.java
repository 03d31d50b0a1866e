package io.soakline.produce.publish;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes to Kafka. */
public final class KafkaRecordPublisher implements RecordPublisher {

    private final KafkaPublisher kafka;

    public KafkaRecordPublisher(KafkaSettings settings) {
        kafka = new KafkaPublisher(settings);
    }

    @Override
    public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
        kafka.send(new OutgoingRecord(topic, key, value), done);
    }

    @Override
    public void flush() {
        kafka.flush();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
