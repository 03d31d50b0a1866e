package io.soakline.launch.commands;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.AlertNote;
import io.soakline.sink.alerts.AlertLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts and notes on the log. */
final class AlertLog {

    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private AlertLog() {}

    static AlertLedger read(KafkaSettings kafka) {
        // A consumer would wait a minute for a broker that is not there.
        TopicAdmin.ping(kafka, PATIENCE);
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, PATIENCE);
        AlertLedger ledger = new AlertLedger();
        for (ConsumerRecord<byte[], byte[]> record : KafkaTail.snapshot(kafka, Topic.ALERTS, Topic.ALERT_NOTES)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            try {
                if (kafka.topic(record.topic()) == Topic.ALERTS) {
                    ledger.acceptAlert(key, record.value(), record.timestamp());
                } else {
                    ledger.acceptNote(key, record.value());
                }
            } catch (MalformedRecordException e) {
                LOG.warn("{} at offset {} is left out: {}", record.topic(), record.offset(), e.getMessage());
            }
        }
        return ledger;
    }

    static void write(KafkaSettings kafka, AlertNote note) throws LaunchException {
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            byte[] value = RecordCodec.of(AlertNote.class).encode(note);
            publisher.send(new OutgoingRecord(Topic.ALERT_NOTES, Keys.of(note), value), failed::set);
            publisher.flush();
        }
        Exception failure = failed.get();
        if (failure != null) {
            throw new LaunchException(
                    "cannot write to " + kafka.name(Topic.ALERT_NOTES) + " on " + kafka + " (" + failure.getMessage()
                            + "); may this client write there?",
                    failure);
        }
    }
}
