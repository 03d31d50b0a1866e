package io.soakline.flow;

import io.soakline.flow.policy.AlertKind;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.PaneSummary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From panes to windows, verdicts, agreements and alerts. Reads its partitions from their beginning, to refill what it
 * keeps in memory, and writes only for records that lie beyond the committed offset. One thread, like {@link PaneStage}.
 */
final class WindowStage {

    private static final Logger LOG = LoggerFactory.getLogger(WindowStage.class);

    /** The end of a run is on the log before its last pane is; only another topic's delay has to be bridged. */
    private static final Duration END_WAIT = Duration.ofSeconds(2);

    private record Work(
            TopicPartition partition,
            long offset,
            @Nullable PaneRecord pane,
            @Nullable RunOutputs outputs) {}

    /** What was seen of a run: its last pane is done with when the outputs of all its panes are. */
    private static final class Progress {
        private long panes;
        private long outputs;
        private boolean ended;
    }

    private final FlowSettings settings;
    private final LogAccess names;
    private final RunCatalog catalog;
    private final boolean replay;
    private final Map<TopicPartition, Long> emitFrom = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, WindowPartition> partitions = new HashMap<>();
    private final Map<String, Progress> progress = new HashMap<>();
    private final AgreementBook told = new AgreementBook();
    private final AgreementStage agreements;
    private final AlertBook alerts =
            new AlertBook(EnumSet.complementOf(EnumSet.of(AlertKind.MALFORMED_RECORD, AlertKind.RUN_SILENT)));
    private final Outbox outbox = new Outbox();
    private final WindowWriter writer;
    private final ArrayDeque<Work> backlog = new ArrayDeque<>();
    private long waitingSinceNanos;
    private boolean waiting;

    private final RecordCodec<PaneRecord> paneCodec = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<RunOutputs> outputsCodec = RecordCodec.of(RunOutputs.class);

    WindowStage(FlowSettings settings, LogAccess names, RunCatalog catalog, FlowCounters counters) {
        this(settings, names, catalog, counters, false);
    }

    /** @param replay whether everything is worked in again to compare it with what was written */
    WindowStage(FlowSettings settings, LogAccess names, RunCatalog catalog, FlowCounters counters, boolean replay) {
        this.settings = settings;
        this.names = names;
        this.catalog = catalog;
        this.replay = replay;
        writer = new WindowWriter(settings, catalog, counters, outbox);
        agreements = new AgreementStage(
                catalog::run, catalog.outputs(), told, settings.grid().paneNanos());
    }

    /**
     * @param pastAlerts everything on the alerts topic
     * @param pastAgreements everything on the agreements topic
     */
    void assigned(
            Collection<TopicPartition> assigned,
            Map<TopicPartition, OffsetAndMetadata> commits,
            List<ConsumerRecord<byte[], byte[]>> pastAlerts,
            List<ConsumerRecord<byte[], byte[]>> pastAgreements) {
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata from = commits.get(partition);
            emitFrom.put(partition, from == null ? 0 : from.offset());
            committed.put(partition, from == null ? 0 : from.offset());
            if (partition.topic().equals(names.name(Topic.PANES))) {
                partitions.put(partition, new WindowPartition(settings, catalog, alerts, outbox, replay));
            }
        }
        alerts.restore(pastAlerts);
        told.restore(pastAgreements);
    }

    void revoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            emitFrom.remove(partition);
            positions.remove(partition);
            committed.remove(partition);
            partitions.remove(partition);
            agreements.revoked(partition);
        }
        backlog.removeIf(work -> revoked.contains(work.partition()));
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!emitFrom.containsKey(partition)) {
            return;
        }
        try {
            if (record.topic().equals(names.name(Topic.PANES))) {
                backlog.add(new Work(partition, record.offset(), paneCodec.decode(record.value()), null));
            } else {
                backlog.add(new Work(partition, record.offset(), null, outputsCodec.decode(record.value())));
            }
        } catch (MalformedRecordException e) {
            LOG.warn("{} offset {}: {}; it is passed over", partition, record.offset(), e.getMessage());
        }
    }

    /** Works off what has come, up to a run's last pane whose end is not known yet. */
    void work(long nowNanos) {
        for (Work work = backlog.peek(); work != null; work = backlog.peek()) {
            if (mustWait(work, nowNanos)) {
                return;
            }
            backlog.remove();
            PaneRecord pane = work.pane();
            RunOutputs outputs = work.outputs();
            if (pane != null) {
                acceptPane(work, pane);
            } else if (outputs != null) {
                acceptOutputs(work, outputs);
            }
            positions.put(work.partition(), work.offset() + 1);
        }
    }

    /** Whether nothing waits. */
    boolean isWorkedOff() {
        return backlog.isEmpty();
    }

    private boolean mustWait(Work work, long nowNanos) {
        PaneRecord pane = work.pane();
        boolean missing = pane != null && pane.getClosedBy() == PaneClose.RUN_END && end(pane.getRunId()) == null;
        if (!missing || !isNew(work)) {
            waiting = false;
            return false;
        }
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = nowNanos;
        }
        if (nowNanos - waitingSinceNanos < END_WAIT.toNanos()) {
            return true;
        }
        waiting = false;
        return false;
    }

    private @Nullable RunEnd end(String runId) {
        Run run = catalog.run(runId);
        return run == null ? null : run.getEnd();
    }

    private boolean isNew(Work work) {
        return work.offset() >= emitFrom.getOrDefault(work.partition(), 0L);
    }

    private void acceptPane(Work work, PaneRecord pane) {
        PaneSummary summary;
        try {
            summary = PaneRecords.toSummary(pane);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} offset {}: {}; it is passed over", work.partition(), work.offset(), e.getMessage());
            return;
        }
        WindowPartition partition = partitions.get(work.partition());
        if (partition == null) {
            return;
        }
        Progress seen = progress.computeIfAbsent(pane.getRunId(), id -> new Progress());
        seen.panes++;
        seen.ended |= pane.getClosedBy() == PaneClose.RUN_END;
        WindowPartition.Accepted accepted = partition.accept(pane, summary, isNew(work));
        if (isNew(work)) {
            writer.write(accepted);
        }
        partition.finish(accepted);
    }

    private void acceptOutputs(Work work, RunOutputs outputs) {
        progress.computeIfAbsent(outputs.getRunId(), id -> new Progress()).outputs++;
        if (!isNew(work)) {
            agreements.refill(work.partition(), outputs);
            return;
        }
        agreements.accept(work.partition(), outputs).forEach(outbox::add);
    }

    /** What is to be written, with the offsets that go with it. Not to be called again before that is written. */
    Emission take() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (position > committed.getOrDefault(partition, 0L)) {
                offsets.put(partition, new OffsetAndMetadata(position));
                committed.put(partition, position);
            }
        });
        return new Emission(outbox.take(), offsets);
    }

    /** Runs of which everything that was taken so far is the last. */
    Set<String> finishedRuns() {
        Set<String> finished = new HashSet<>();
        progress.forEach((runId, seen) -> {
            if (seen.ended && seen.panes == seen.outputs) {
                finished.add(runId);
            }
        });
        return finished;
    }
}
