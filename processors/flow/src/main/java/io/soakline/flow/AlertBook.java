package io.soakline.flow;

import io.soakline.flow.policy.AlertKind;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been said of each alert that one stage raises. Goes on from the alerts on the log after a restart, and says
 * only what is news: another state, or what a person would want to know.
 */
final class AlertBook {

    private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);

    /** A size that has grown by this is worth another record. */
    private static final double NOTABLE_FACTOR = 2;

    private final Set<String> kinds;
    private final Map<String, Alert> told = new HashMap<>();
    private final RecordCodec<Alert> codec = RecordCodec.of(Alert.class);

    /** @param kinds the kinds that this stage raises: others on the log are none of its business */
    AlertBook(Set<AlertKind> kinds) {
        this.kinds = kinds.stream().map(AlertKind::id).collect(Collectors.toUnmodifiableSet());
    }

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            try {
                Alert alert = codec.decode(record.value());
                if (kinds.contains(alert.getKind())) {
                    told.put(alert.getAlertKey(), alert);
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
        return told.get(key);
    }

    boolean isFiring(String key) {
        return is(told.get(key), AlertState.FIRING);
    }

    /** Whether the last word on it was that it is pending or fires. */
    boolean isActive(String key) {
        return isFiring(key) || is(told.get(key), AlertState.PENDING);
    }

    private static boolean is(@Nullable Alert alert, AlertState state) {
        return alert != null && alert.getState() == state;
    }

    Collection<Alert> all() {
        return List.copyOf(told.values());
    }

    /**
     * Brings what was said in line with a phase.
     *
     * @param why it is over, where it is
     * @return what is to be written; null when there is nothing new
     */
    @Nullable
    Alert tell(String key, AlertPhase phase, String why, long atNanos) {
        Alert finding = phase.finding();
        if (finding == null || phase.state() == AlertPhase.State.QUIET) {
            return resolve(key, finding, why, atNanos);
        }
        Alert alert = Alert.newBuilder(finding)
                .setState(phase.state() == AlertPhase.State.FIRING ? AlertState.FIRING : AlertState.PENDING)
                .setSinceNanos(phase.sinceNanos())
                .setUpdatedAtNanos(atNanos)
                .build();
        return alert.getState() == AlertState.FIRING ? fire(alert) : pend(alert);
    }

    /**
     * An alert fires, or still fires. It keeps the time since when it does.
     *
     * @param alert in state FIRING, since its own time
     * @return what is to be written; null when it fires already and nothing notable has changed
     */
    @Nullable
    Alert fire(Alert alert) {
        Alert before = told.get(alert.getAlertKey());
        if (before != null && before.getState() == AlertState.FIRING) {
            if (!isNotable(before, alert)) {
                return null;
            }
            alert.setSinceNanos(before.getSinceNanos());
        }
        told.put(alert.getAlertKey(), alert);
        return alert;
    }

    private @Nullable Alert pend(Alert alert) {
        if (isActive(alert.getAlertKey())) {
            return null;
        }
        told.put(alert.getAlertKey(), alert);
        return alert;
    }

    private static boolean isNotable(Alert before, Alert now) {
        return before.getSeverity() != now.getSeverity()
                || !Objects.equals(before.getRunId(), now.getRunId())
                || !before.getGroup().equals(now.getGroup())
                || !mainCause(before).equals(mainCause(now))
                || isNotable(before.getSize(), now.getSize());
    }

    private static String mainCause(Alert alert) {
        List<CauseRecord> causes = alert.getCauses();
        return causes.isEmpty() ? "" : causes.get(0).getCause();
    }

    private static boolean isNotable(@Nullable Double before, @Nullable Double now) {
        if (before == null || now == null) {
            return !Objects.equals(before, now);
        }
        // That it shrinks is no news until it is over.
        return before * now < 0 || (now != 0 && Math.abs(now) >= NOTABLE_FACTOR * Math.abs(before));
    }

    /** @return what is to be written; null when the alert neither fires nor is pending */
    @Nullable
    Alert resolve(String key, String why, long atNanos) {
        return resolve(key, null, why, atNanos);
    }

    private @Nullable Alert resolve(String key, @Nullable Alert finding, String why, long atNanos) {
        Alert before = told.get(key);
        if (before == null || !isActive(key)) {
            return null;
        }
        Alert last = finding == null ? before : finding;
        String never = before.getState() == AlertState.PENDING ? "; it did not last and never fired" : "";
        Alert resolved = Alert.newBuilder(last)
                .setState(AlertState.RESOLVED)
                .setSinceNanos(before.getSinceNanos())
                .setUpdatedAtNanos(atNanos)
                .setEvidence(last.getEvidence() + "; " + why + never)
                .build();
        told.put(key, resolved);
        return resolved;
    }
}
