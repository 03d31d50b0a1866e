package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest state of each alert that one stage raises. Goes on from the alerts on the log after a restart. */
final class AlertBook {

    private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);

    private final Set<String> kinds;
    private final Map<String, Alert> newest = new HashMap<>();
    private final RecordCodec<Alert> codec = RecordCodec.of(Alert.class);

    /** @param kinds the kinds that this stage raises: others on the log are none of its business */
    AlertBook(Set<String> kinds) {
        this.kinds = kinds;
    }

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            try {
                Alert alert = codec.decode(record.value());
                if (kinds.contains(alert.getKind())) {
                    newest.put(alert.getAlertKey(), alert);
                }
            } catch (MalformedRecordException e) {
                LOG.warn(
                        "{}-{} offset {}: {}; it is passed over",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
    }

    @Nullable
    Alert newest(String key) {
        return newest.get(key);
    }

    boolean isFiring(String key) {
        Alert alert = newest.get(key);
        return alert != null && alert.getState() == AlertState.FIRING;
    }

    Collection<Alert> all() {
        return List.copyOf(newest.values());
    }

    /**
     * An alert fires, or still fires. It keeps the time since when it does.
     *
     * @param alert in state FIRING, since its own time
     * @return what is to be written; null when it fires already with the same size
     */
    @Nullable
    Alert fire(Alert alert) {
        Alert before = newest.get(alert.getAlertKey());
        if (before != null && before.getState() == AlertState.FIRING) {
            if (Objects.equals(before.getSize(), alert.getSize())) {
                return null;
            }
            alert.setSinceNanos(before.getSinceNanos());
        }
        newest.put(alert.getAlertKey(), alert);
        return alert;
    }

    /** @return what is to be written; null when the alert does not fire */
    @Nullable
    Alert resolve(String key, String why, long nowNanos) {
        Alert before = newest.get(key);
        if (before == null || before.getState() != AlertState.FIRING) {
            return null;
        }
        Alert resolved = Alert.newBuilder(before)
                .setState(AlertState.RESOLVED)
                .setUpdatedAtNanos(nowNanos)
                .setEvidence(before.getEvidence() + "; " + why)
                .build();
        newest.put(key, resolved);
        return resolved;
    }
}
