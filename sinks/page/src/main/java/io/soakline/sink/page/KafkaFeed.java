package io.soakline.sink.page;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Follows the topics that the page shows, without a consumer group. */
final class KafkaFeed implements RecordFeed {

    private static final Map<Topic, Class<? extends SpecificRecordBase>> TYPES = Map.of(
            Topic.RUNS, Run.class,
            Topic.PANES, PaneRecord.class,
            Topic.WINDOWS, WindowStats.class,
            Topic.AGREEMENTS, Agreement.class,
            Topic.ALERTS, Alert.class,
            Topic.DEVICES, DeviceBatch.class,
            Topic.DEAD_LETTERS, DeadLetter.class);

    private final KafkaSettings kafka;
    private final Scheduler worker;

    KafkaFeed(KafkaSettings kafka, Scheduler worker) {
        this.kafka = kafka;
        this.worker = worker;
    }

    @Override
    public Flux<Signal> follow() {
        return Flux.defer(() -> {
            Decoder decoder = new Decoder(kafka);
            return KafkaTail.follow(kafka, worker, TYPES.keySet().toArray(Topic[]::new))
                    .concatMapIterable(event -> decoder.signals(event));
        });
    }

    /** One per subscription: codecs serve one thread. */
    private static final class Decoder {

        private final KafkaSettings kafka;
        private final Map<Topic, RecordCodec<? extends SpecificRecordBase>> codecs = new EnumMap<>(Topic.class);

        Decoder(KafkaSettings kafka) {
            this.kafka = kafka;
            TYPES.forEach((topic, type) -> codecs.put(topic, RecordCodec.of(type)));
        }

        Iterable<Signal> signals(KafkaTail.Event event) {
            if (event instanceof KafkaTail.Records batch) {
                java.util.List<Signal> signals =
                        new java.util.ArrayList<>(batch.records().count());
                for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                    // A null value is the tombstone of a compacted topic.
                    if (record.value() != null) {
                        signals.add(signal(record));
                    }
                }
                return signals;
            }
            return java.util.List.of(new CaughtUp());
        }

        private Signal signal(ConsumerRecord<byte[], byte[]> record) {
            try {
                RecordCodec<? extends SpecificRecordBase> codec =
                        Objects.requireNonNull(codecs.get(kafka.topic(record.topic())));
                return new Told(codec.decode(record.value()));
            } catch (MalformedRecordException e) {
                String where = record.topic() + "-" + record.partition() + " offset " + record.offset();
                return new Unreadable(where, Objects.requireNonNullElse(e.getMessage(), "malformed"));
            }
        }
    }
}
