package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the panes on the log say of one run: where to go on after a restart. */
final class PaneHistory {

    private static final Logger LOG = LoggerFactory.getLogger(PaneHistory.class);

    private final RunIdentity identity;
    private final int partition;
    private long lastSequence = -1;
    private long lastPaneStart = Long.MIN_VALUE;
    private boolean finished;

    private PaneHistory(RunIdentity identity, int partition) {
        this.identity = identity;
        this.partition = partition;
    }

    /** Of every run with panes in these partitions. */
    static Collection<PaneHistory> read(List<ConsumerRecord<byte[], byte[]>> panes, Set<Integer> partitions) {
        RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);
        Map<String, PaneHistory> histories = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : panes) {
            if (partitions.contains(record.partition())) {
                try {
                    PaneRecord pane = codec.decode(record.value());
                    histories
                            .computeIfAbsent(
                                    pane.getRunId(), id -> new PaneHistory(RunIdentity.of(pane), record.partition()))
                            .accept(pane);
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
        return histories.values();
    }

    private void accept(PaneRecord pane) {
        if (pane.getInferences() > 0) {
            lastSequence = Math.max(lastSequence, pane.getLastSequence());
        }
        lastPaneStart = pane.getPaneStartNanos();
        finished |= pane.getClosedBy() == PaneClose.RUN_END;
    }

    int partition() {
        return partition;
    }

    RunPanes resume(FlowSettings settings, long nowNanos) {
        return new RunPanes(identity, settings, lastSequence, lastPaneStart, finished, nowNanos);
    }
}
