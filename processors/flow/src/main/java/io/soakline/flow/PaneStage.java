package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.InferenceColumns;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.PaneSummary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From inferences and device samples to panes: the state of all partitions that this process has. One thread; no Reactor,
 * no Kafka client, no clock: records, times and ends come as arguments, results are taken with {@link #take}.
 */
final class PaneStage {

    private static final Logger LOG = LoggerFactory.getLogger(PaneStage.class);

    /** How often offsets are committed when there is nothing to write. */
    private static final long OFFSETS_ONLY_NANOS = 10_000_000_000L;

    /** One partition of the inferences topic. */
    private static final class Inferences {
        private final Map<String, RunPanes> runs = new HashMap<>();
        private final List<ClosedPane> closed = new ArrayList<>();
        private long position;
        private long readBefore;
    }

    /** One partition of the devices topic. */
    private static final class Devices {
        private final Map<String, DeviceSamples> samples = new HashMap<>();
        private long position;
        private long readBefore;
        private boolean caughtUp;
    }

    private final FlowSettings settings;
    private final LogAccess names;
    private final FlowCounters counters;
    private final int partitions;
    private final TreeMap<Integer, Inferences> inferences = new TreeMap<>();
    private final TreeMap<Integer, Devices> devices = new TreeMap<>();
    private final FlowAlerts alerts = new FlowAlerts();
    private final List<OutgoingRecord> outgoing = new ArrayList<>();
    private long lastTakeNanos;

    private final InferenceColumns columns = new InferenceColumns();
    private final RecordCodec<DeviceBatch> deviceCodec = RecordCodec.of(DeviceBatch.class);
    private final RecordCodec<PaneRecord> paneCodec = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<RunOutputs> outputsCodec = RecordCodec.of(RunOutputs.class);
    private final RecordCodec<DeadLetter> letterCodec = RecordCodec.of(DeadLetter.class);
    private final RecordCodec<Alert> alertCodec = RecordCodec.of(Alert.class);

    /** @param partitions of the topics that are keyed by device */
    PaneStage(FlowSettings settings, LogAccess names, int partitions, FlowCounters counters) {
        this.settings = settings;
        this.names = names;
        this.partitions = partitions;
        this.counters = counters;
    }

    // Partitions come and go

    /**
     * @param panes everything on the panes topic: tells what was paned before
     * @param pastAlerts everything on the alerts topic
     * @param runs every run that is known
     */
    void assigned(
            Collection<TopicPartition> assigned,
            Map<TopicPartition, OffsetAndMetadata> committed,
            List<ConsumerRecord<byte[], byte[]>> panes,
            List<ConsumerRecord<byte[], byte[]>> pastAlerts,
            Collection<Run> runs,
            long nowNanos) {
        Set<Integer> fresh = new HashSet<>();
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata from = committed.get(partition);
            if (isInferences(partition.topic())) {
                Inferences state = new Inferences();
                state.position = from == null ? 0 : from.offset();
                state.readBefore = from == null ? 0 : ReadMark.readUpTo(from);
                inferences.put(partition.partition(), state);
                fresh.add(partition.partition());
            } else {
                Devices state = new Devices();
                state.position = from == null ? 0 : from.offset();
                state.readBefore = from == null ? 0 : ReadMark.readUpTo(from);
                devices.put(partition.partition(), state);
            }
        }
        restoreRuns(fresh, panes, nowNanos);
        runs.stream().filter(run -> fresh.contains(partitionOf(run))).forEach(run -> describe(run, nowNanos));
        alerts.restore(pastAlerts);
        inferences
                .values()
                .forEach(state -> state.runs.values().stream()
                        .filter(run -> alerts.isSilent(run.identity().runId()))
                        .forEach(RunPanes::alertedSilent));
    }

    private void restoreRuns(Set<Integer> fresh, List<ConsumerRecord<byte[], byte[]>> panes, long nowNanos) {
        Map<String, PaneHistory> histories = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : panes) {
            if (fresh.contains(record.partition())) {
                restore(record, histories);
            }
        }
        histories.forEach((runId, history) -> {
            Inferences state = inferences.get(history.partition);
            if (state != null) {
                state.runs.put(runId, history.resume(settings, nowNanos));
            }
        });
    }

    private void restore(ConsumerRecord<byte[], byte[]> record, Map<String, PaneHistory> histories) {
        try {
            PaneRecord pane = paneCodec.decode(record.value());
            histories
                    .computeIfAbsent(pane.getRunId(), id -> new PaneHistory(RunIdentity.of(pane), record.partition()))
                    .accept(pane);
        } catch (MalformedRecordException e) {
            LOG.warn("{} offset {}: {}; it is passed over", partition(record), record.offset(), e.getMessage());
        }
    }

    /** What the panes on the log say of one run. */
    private static final class PaneHistory {
        private final RunIdentity identity;
        private final int partition;
        private long lastSequence = -1;
        private long lastPaneStart = Long.MIN_VALUE;
        private boolean finished;

        PaneHistory(RunIdentity identity, int partition) {
            this.identity = identity;
            this.partition = partition;
        }

        void accept(PaneRecord pane) {
            if (pane.getInferences() > 0) {
                lastSequence = Math.max(lastSequence, pane.getLastSequence());
            }
            lastPaneStart = pane.getPaneStartNanos();
            finished |= pane.getClosedBy() == PaneClose.RUN_END;
        }

        RunPanes resume(FlowSettings settings, long nowNanos) {
            return new RunPanes(identity, settings, lastSequence, lastPaneStart, finished, nowNanos);
        }
    }

    void revoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            (isInferences(partition.topic()) ? inferences : devices).remove(partition.partition());
        }
    }

    // Records

    void accept(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (isInferences(record.topic())) {
            Inferences state = inferences.get(record.partition());
            if (state != null) {
                state.position = record.offset() + 1;
                acceptInferences(state, record, nowNanos);
            }
        } else {
            Devices state = devices.get(record.partition());
            if (state != null) {
                state.position = record.offset() + 1;
                acceptDevices(state, record, nowNanos);
            }
        }
    }

    private void acceptInferences(Inferences state, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        boolean replayed = record.offset() < state.readBefore;
        try {
            columns.decode(bytes(record));
        } catch (MalformedRecordException e) {
            if (!replayed) {
                counters.malformed.increment();
                bury(record, e, nowNanos);
            }
            return;
        }
        RunPanes run = state.runs.get(columns.runId);
        if (run == null) {
            run = new RunPanes(RunIdentity.of(columns), settings, -1, Long.MIN_VALUE, false, nowNanos);
            state.runs.put(columns.runId, run);
        }
        if (run.mustWait()) {
            run.await(record, nowNanos);
        } else {
            counters.decoded.add(run.accept(columns, record.offset(), replayed, nowNanos, state.closed));
        }
    }

    private void acceptDevices(Devices state, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        try {
            DeviceBatch batch = deviceCodec.decode(bytes(record));
            state.samples
                    .computeIfAbsent(batch.getDeviceId(), id -> new DeviceSamples())
                    .accept(batch, record.offset());
        } catch (MalformedRecordException e) {
            if (record.offset() >= state.readBefore) {
                bury(record, e, nowNanos);
            }
        }
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw new MalformedRecordException("the record has no value");
        }
        return value;
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, MalformedRecordException cause, long nowNanos) {
        String reason = String.valueOf(cause.getMessage());
        DeadLetter letter = DeadLetter.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setTimestampMillis(record.timestamp())
                .setReason(reason)
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .build();
        outgoing.add(new OutgoingRecord(Topic.DEAD_LETTERS, Keys.of(letter), letterCodec.encode(letter)));
        send(alerts.malformed(partition(record), record.offset(), reason, nowNanos));
        LOG.warn(
                "{} offset {}: {}; kept on {}",
                partition(record),
                record.offset(),
                reason,
                names.name(Topic.DEAD_LETTERS));
    }

    private void send(@Nullable Alert alert) {
        if (alert == null) {
            return;
        }
        outgoing.add(new OutgoingRecord(Topic.ALERTS, Keys.of(alert), alertCodec.encode(alert)));
    }

    // Runs

    /** A run was described, or its end. */
    void describe(Run run, long nowNanos) {
        Inferences state = inferences.get(partitionOf(run));
        if (state == null) {
            return;
        }
        RunPanes panes = state.runs.computeIfAbsent(
                run.getRunId(), id -> new RunPanes(RunIdentity.of(run), settings, -1, Long.MIN_VALUE, false, nowNanos));
        panes.describe(run, nowNanos);
        workOffWaiting(state, panes, nowNanos);
        panes.finishIfComplete(nowNanos, state.closed);
    }

    private void workOffWaiting(Inferences state, RunPanes run, long nowNanos) {
        while (run.hasReadyRecords(nowNanos)) {
            ConsumerRecord<byte[], byte[]> record = run.nextReadyRecord();
            if (record != null) {
                acceptInferences(state, record, nowNanos);
            }
        }
    }

    private int partitionOf(Run run) {
        return DevicePartition.of(run.getDeviceId(), partitions);
    }

    // Time

    /** Partitions whose end must be known before what is due by now can be done. */
    Set<TopicPartition> due(long nowNanos) {
        Set<TopicPartition> due = new HashSet<>();
        inferences.forEach((number, state) -> {
            state.runs.values().forEach(run -> workOffWaiting(state, run, nowNanos));
            boolean runsAreDue = state.runs.values().stream().anyMatch(run -> run.isDue(nowNanos));
            if (runsAreDue) {
                due.add(new TopicPartition(names.name(Topic.INFERENCES), number));
            }
            if ((runsAreDue || !state.closed.isEmpty()) && devices.containsKey(number)) {
                due.add(new TopicPartition(names.name(Topic.DEVICES), number));
            }
        });
        return due;
    }

    /** Does what is due in the partitions that are read to their end. */
    void pass(Map<TopicPartition, Long> ends, long nowNanos) {
        ends.forEach((partition, end) -> {
            if (isInferences(partition.topic())) {
                Inferences state = inferences.get(partition.partition());
                if (state != null && state.position >= end) {
                    closeIdle(state, nowNanos);
                }
            } else {
                Devices state = devices.get(partition.partition());
                if (state != null) {
                    state.caughtUp = state.position >= end;
                }
            }
        });
    }

    private void closeIdle(Inferences state, long nowNanos) {
        for (RunPanes run : state.runs.values()) {
            if (run.isDue(nowNanos)) {
                run.closeIdle(nowNanos, state.closed);
            }
            if (run.isNewlySilent(nowNanos)) {
                run.alertedSilent();
                send(alerts.silent(run, nowNanos));
            }
        }
    }

    /** Records that lie between what was read and the given ends. */
    long lag(Map<TopicPartition, Long> ends) {
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            Inferences state = inferences.get(end.getKey().partition());
            if (state != null && isInferences(end.getKey().topic())) {
                lag += Math.max(0, end.getValue() - state.position);
            }
        }
        return lag;
    }

    Set<TopicPartition> inferencePartitions() {
        Set<TopicPartition> all = new HashSet<>();
        inferences.keySet().forEach(number -> all.add(new TopicPartition(names.name(Topic.INFERENCES), number)));
        return all;
    }

    // Results

    /** What is ready to be written, with the offsets that go with it. Not to be called again before that is written. */
    Emission take(long nowNanos) {
        inferences
                .values()
                .forEach(state -> state.runs.values().stream()
                        .filter(RunPanes::isHeardAgain)
                        .forEach(run -> send(alerts.heardAgain(run.identity().runId(), nowNanos))));
        for (Alert resolved : alerts.resolveQuiet(settings.malformedQuietNanos(), nowNanos)) {
            send(resolved);
        }
        inferences.forEach((number, state) -> takePanes(state, devices.get(number), nowNanos));
        List<OutgoingRecord> records = List.copyOf(outgoing);
        outgoing.clear();
        if (records.isEmpty() && nowNanos - lastTakeNanos < OFFSETS_ONLY_NANOS) {
            return new Emission(records, Map.of());
        }
        lastTakeNanos = nowNanos;
        return new Emission(records, offsets());
    }

    private void takePanes(Inferences state, @Nullable Devices samples, long nowNanos) {
        Set<String> behind = new HashSet<>();
        for (Iterator<ClosedPane> it = state.closed.iterator(); it.hasNext(); ) {
            ClosedPane closed = it.next();
            String runId = closed.run().runId();
            // The panes of a run are written in their order.
            if (!behind.contains(runId) && isReady(closed, samples, nowNanos)) {
                it.remove();
                write(closed, samples);
            } else {
                behind.add(runId);
            }
        }
    }

    private boolean isReady(ClosedPane closed, @Nullable Devices partition, long nowNanos) {
        if (partition == null) {
            return true;
        }
        DeviceSamples samples = partition.samples.get(closed.run().deviceId());
        if (samples != null
                && samples.reach(closed.pane().endNanos(), settings.grid().paneNanos())) {
            return true;
        }
        boolean patienceOver =
                nowNanos - closed.closedAtNanos() >= settings.deviceGrace().toNanos();
        return partition.caughtUp && (samples == null || patienceOver);
    }

    private void write(ClosedPane closed, @Nullable Devices partition) {
        DeviceSamples samples =
                partition == null ? null : partition.samples.get(closed.run().deviceId());
        if (samples != null) {
            samples.join(closed.pane());
        }
        PaneSummary summary = closed.pane().summary();
        PaneRecord pane = PaneRecords.toRecord(closed.run(), summary, closed.closedBy());
        outgoing.add(new OutgoingRecord(Topic.PANES, Keys.of(pane), paneCodec.encode(pane)));
        RunOutputs outputs = RunOutputs.newBuilder()
                .setRunId(closed.run().runId())
                .setDeviceId(closed.run().deviceId())
                .setEngineId(closed.run().engineId())
                .setCompiler(compiler(closed.run()))
                .setModelDigest(closed.run().modelDigest())
                .setInputSetDigest(closed.run().inputSetDigest())
                .setPaneStartNanos(summary.startNanos())
                .setOutputs(pane.getOutputs())
                .build();
        outgoing.add(new OutgoingRecord(Topic.RUN_OUTPUTS, Keys.of(outputs), outputsCodec.encode(outputs)));
        counters.panes.increment();
        counters.paned.add(summary.inferences());
        counters.late.add(summary.loss().late());
        counters.duplicate.add(summary.loss().duplicate());
    }

    private String compiler(RunIdentity identity) {
        for (Inferences state : inferences.values()) {
            RunPanes panes = state.runs.get(identity.runId());
            Run run = panes == null ? null : panes.run();
            if (run != null) {
                return run.getCompiler();
            }
        }
        return "";
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        inferences.forEach((number, state) -> {
            long oldest = Long.MAX_VALUE;
            for (RunPanes run : state.runs.values()) {
                oldest = Math.min(oldest, run.oldestOffset());
            }
            for (ClosedPane closed : state.closed) {
                oldest = Math.min(oldest, closed.firstOffset() < 0 ? Long.MAX_VALUE : closed.firstOffset());
            }
            // A replay may not have come as far yet as the reading had before.
            long read = Math.max(state.position, state.readBefore);
            offsets.put(
                    new TopicPartition(names.name(Topic.INFERENCES), number),
                    ReadMark.commit(Math.min(oldest, state.position), read));
        });
        devices.forEach((number, state) -> {
            long oldest = state.position;
            for (DeviceSamples samples : state.samples.values()) {
                oldest = Math.min(oldest, samples.oldestOffset());
            }
            offsets.put(
                    new TopicPartition(names.name(Topic.DEVICES), number),
                    ReadMark.commit(oldest, Math.max(state.position, state.readBefore)));
        });
        return offsets;
    }

    /** Whether nothing is held: no open pane, no closed one that waits, nothing to write. For tests. */
    boolean isIdle() {
        return outgoing.isEmpty()
                && inferences.values().stream()
                        .allMatch(state -> state.closed.isEmpty()
                                && state.runs.values().stream().allMatch(run -> run.oldestOffset() == Long.MAX_VALUE));
    }

    private boolean isInferences(String topic) {
        return topic.equals(names.name(Topic.INFERENCES));
    }

    private static String partition(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition();
    }
}
