package io.soakline.flow;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The alerts about the telemetry itself: malformed records, silent runs. */
final class FlowAlerts {

    private static final String MALFORMED = AlertKind.MALFORMED_RECORD.id();
    private static final String SILENT = AlertKind.RUN_SILENT.id();

    private final FlowPolicy policy;
    private final AlertBook book = new AlertBook(Set.of(AlertKind.MALFORMED_RECORD, AlertKind.RUN_SILENT));
    private final Map<String, Long> malformed = new HashMap<>();
    private final Map<String, Long> lastMalformed = new HashMap<>();

    FlowAlerts(FlowPolicy policy) {
        this.policy = policy;
    }

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        book.restore(records);
    }

    @Nullable
    Alert malformed(String partition, long offset, String reason, long nowNanos) {
        String key = MALFORMED + "/" + partition;
        if (!policy.rule(AlertKind.MALFORMED_RECORD).on()) {
            return null;
        }
        lastMalformed.put(key, nowNanos);
        double count = malformed.merge(key, toldCount(key) + 1, (before, first) -> before + 1);
        return book.fire(Alert.newBuilder()
                .setAlertKey(key)
                .setKind(MALFORMED)
                .setSubject(partition)
                .setSeverity(policy.rule(AlertKind.MALFORMED_RECORD).severity())
                .setState(AlertState.FIRING)
                .setSinceNanos(nowNanos)
                .setUpdatedAtNanos(nowNanos)
                .setSize(count)
                .setUnit("records")
                .setEvidence(String.format(
                        Locale.ROOT,
                        "%.0f undecodable, the last one at offset %d (%s); kept on the dead-letter topic",
                        count,
                        offset,
                        reason))
                .setCauseHint("a producer of another version, or something else writes to this topic")
                .build());
    }

    /** How many an alert that went on before this process started had counted. */
    private long toldCount(String key) {
        Alert before = book.newest(key);
        return before == null || before.getSize() == null || !book.isFiring(key) ? 0 : Math.round(before.getSize());
    }

    /** Alerts about malformed records of which none came for so long. */
    List<Alert> resolveQuiet(long quietNanos, long nowNanos) {
        List<Alert> resolved = new ArrayList<>();
        for (Alert alert : book.all()) {
            String key = alert.getAlertKey();
            long last = Math.max(alert.getUpdatedAtNanos(), lastMalformed.getOrDefault(key, Long.MIN_VALUE));
            if (alert.getKind().equals(MALFORMED) && nowNanos - last >= quietNanos) {
                malformed.remove(key);
                Alert off = book.resolve(key, "no further one came", nowNanos);
                if (off != null) {
                    resolved.add(off);
                }
            }
        }
        return resolved;
    }

    boolean isSilent(String runId) {
        return book.isFiring(SILENT + "/" + runId);
    }

    @Nullable
    Alert silent(RunPanes panes, long nowNanos) {
        String runId = panes.identity().runId();
        Run run = panes.run();
        double quietSeconds = (nowNanos - panes.activeAtNanos()) / 1e9;
        return book.fire(Alert.newBuilder()
                .setAlertKey(SILENT + "/" + runId)
                .setKind(SILENT)
                .setSubject(run == null ? runId : run.getEngineName())
                .setRunId(runId)
                .setDeviceId(panes.identity().deviceId())
                .setGroup(panes.identity().deviceId())
                .setSeverity(policy.rule(AlertKind.RUN_SILENT).severity())
                .setState(AlertState.FIRING)
                .setSinceNanos(panes.activeAtNanos())
                .setUpdatedAtNanos(nowNanos)
                .setSize(quietSeconds)
                .setUnit("seconds")
                .setEvidence(String.format(
                        Locale.ROOT,
                        "run %s has sent nothing for %.0f s and has not said that it ended",
                        runId,
                        quietSeconds))
                .setCauseHint("the producer hangs, was killed with everything around it, or is cut off from the log")
                .build());
    }

    @Nullable
    Alert heardAgain(String runId, long nowNanos) {
        return book.resolve(SILENT + "/" + runId, "the run was heard of again", nowNanos);
    }
}
