package io.soakline.flow;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Run;
import io.soakline.record.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The alerts about the telemetry itself: malformed records, silent runs. */
final class FlowAlerts {

    private static final String MALFORMED = "malformed-record";
    private static final String SILENT = "run-silent";

    private final AlertBook book = new AlertBook(Set.of(MALFORMED, SILENT));

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        book.restore(records);
    }

    @Nullable
    Alert malformed(String partition, long offset, String reason, long nowNanos) {
        String key = MALFORMED + "/" + partition;
        Alert before = book.newest(key);
        double count = before == null || before.getSize() == null ? 1 : before.getSize() + 1;
        return book.fire(Alert.newBuilder()
                .setAlertKey(key)
                .setKind(MALFORMED)
                .setSubject(partition)
                .setSeverity(Severity.WARNING)
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

    /** Alerts about malformed records of which none came for so long. */
    List<Alert> resolveQuiet(long quietNanos, long nowNanos) {
        List<Alert> resolved = new ArrayList<>();
        for (Alert alert : book.all()) {
            if (alert.getKind().equals(MALFORMED) && nowNanos - alert.getUpdatedAtNanos() >= quietNanos) {
                Alert off = book.resolve(alert.getAlertKey(), "no further one came", nowNanos);
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
                .setSeverity(Severity.WARNING)
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
