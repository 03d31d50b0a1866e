package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.InferenceColumns;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.DeviceBatch;
import io.soakline.record.Run;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    private final FlowSettings settings;
    private final LogAccess names;
    private final FlowCounters counters;
    private final int partitions;
    private final TreeMap<Integer, InferencePartition> inferences = new TreeMap<>();
    private final TreeMap<Integer, SamplePartition> devices = new TreeMap<>();
    private final FlowAlerts alerts;
    private final Outbox outbox = new Outbox();
    private final PaneWriter writer;
    private long lastTakeNanos;

    private final InferenceColumns columns = new InferenceColumns();
    private final RecordCodec<DeviceBatch> deviceCodec = RecordCodec.of(DeviceBatch.class);

    /** @param partitions of the topics that are keyed by device */
    PaneStage(FlowSettings settings, LogAccess names, int partitions, FlowCounters counters) {
        this.settings = settings;
        this.names = names;
        this.partitions = partitions;
        this.counters = counters;
        alerts = new FlowAlerts(settings.policy());
        writer = new PaneWriter(outbox, counters);
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
                inferences.put(partition.partition(), new InferencePartition(settings, from));
                fresh.add(partition.partition());
            } else {
                devices.put(partition.partition(), new SamplePartition(from));
            }
        }
        for (PaneHistory history : PaneHistory.read(panes, fresh)) {
            InferencePartition partition = inferences.get(history.partition());
            if (partition != null) {
                partition.resume(history.resume(settings, nowNanos));
            }
        }
        runs.stream().filter(run -> fresh.contains(partitionOf(run))).forEach(run -> describe(run, nowNanos));
        alerts.restore(pastAlerts);
        inferences
                .values()
                .forEach(partition -> partition.runs().stream()
                        .filter(run -> alerts.isSilent(run.identity().runId()))
                        .forEach(RunPanes::alertedSilent));
    }

    void revoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            if (isInferences(partition.topic())) {
                inferences.remove(partition.partition());
            } else {
                devices.remove(partition.partition());
            }
        }
    }

    // Records

    void accept(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (isInferences(record.topic())) {
            InferencePartition partition = inferences.get(record.partition());
            if (partition != null) {
                partition.moveTo(record.offset());
                acceptInferences(partition, record, nowNanos);
            }
        } else {
            SamplePartition partition = devices.get(record.partition());
            if (partition != null) {
                partition.moveTo(record.offset());
                acceptDevices(partition, record, nowNanos);
            }
        }
    }

    private void acceptInferences(InferencePartition partition, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        try {
            columns.decode(bytes(record));
            counters.decoded.add(partition.accept(columns, record, nowNanos));
        } catch (MalformedRecordException e) {
            if (!partition.isReplayed(record)) {
                counters.malformed.increment();
                bury(record, e, nowNanos);
            }
        }
    }

    private void acceptDevices(SamplePartition partition, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        try {
            partition.accept(deviceCodec.decode(bytes(record)), record.offset());
        } catch (MalformedRecordException e) {
            if (!partition.isReplayed(record)) {
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
        outbox.bury(record, cause);
        String partition = record.topic() + "-" + record.partition();
        String reason = String.valueOf(cause.getMessage());
        send(alerts.malformed(partition, record.offset(), reason, nowNanos));
        LOG.warn("{} offset {}: {}; kept on {}", partition, record.offset(), reason, names.name(Topic.DEAD_LETTERS));
    }

    private void send(@Nullable Alert alert) {
        if (alert != null) {
            outbox.add(alert);
        }
    }

    // Runs

    /** A run was described, or its end. */
    void describe(Run run, long nowNanos) {
        InferencePartition partition = inferences.get(partitionOf(run));
        if (partition != null) {
            partition.describe(run, nowNanos, record -> acceptInferences(partition, record, nowNanos));
        }
    }

    private int partitionOf(Run run) {
        return DevicePartition.of(run.getDeviceId(), partitions);
    }

    // Time

    /** Partitions whose end must be known before what is due by now can be done. */
    Set<TopicPartition> due(long nowNanos) {
        Set<TopicPartition> due = new HashSet<>();
        inferences.forEach((number, partition) -> {
            partition.workOffWaiting(nowNanos, record -> acceptInferences(partition, record, nowNanos));
            boolean runsAreDue = partition.isDue(nowNanos);
            if (runsAreDue) {
                due.add(new TopicPartition(names.name(Topic.INFERENCES), number));
            }
            if ((runsAreDue || partition.hasClosed()) && devices.containsKey(number)) {
                due.add(new TopicPartition(names.name(Topic.DEVICES), number));
            }
        });
        return due;
    }

    /** Does what is due in the partitions that are read to their end. */
    void pass(Map<TopicPartition, Long> ends, long nowNanos) {
        ends.forEach((topicPartition, end) -> {
            if (isInferences(topicPartition.topic())) {
                InferencePartition partition = inferences.get(topicPartition.partition());
                if (partition != null && partition.position() >= end) {
                    partition.closeIdle(nowNanos);
                    alertSilent(partition, nowNanos);
                }
            } else {
                SamplePartition partition = devices.get(topicPartition.partition());
                if (partition != null) {
                    partition.look(end);
                }
            }
        });
    }

    private void alertSilent(InferencePartition partition, long nowNanos) {
        for (RunPanes run : partition.runs()) {
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
            InferencePartition partition = inferences.get(end.getKey().partition());
            if (partition != null && isInferences(end.getKey().topic())) {
                lag += Math.max(0, end.getValue() - partition.position());
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
        for (InferencePartition partition : inferences.values()) {
            partition.runs().stream()
                    .filter(RunPanes::isHeardAgain)
                    .forEach(run -> send(alerts.heardAgain(run.identity().runId(), nowNanos)));
        }
        alerts.resolveQuiet(settings.malformedQuietNanos(), nowNanos).forEach(outbox::add);
        inferences.forEach((number, partition) -> writePanes(partition, devices.get(number), nowNanos));
        List<OutgoingRecord> records = outbox.take();
        if (records.isEmpty() && nowNanos - lastTakeNanos < OFFSETS_ONLY_NANOS) {
            return new Emission(records, Map.of());
        }
        lastTakeNanos = nowNanos;
        return new Emission(records, offsets());
    }

    private void writePanes(InferencePartition partition, @Nullable SamplePartition samples, long nowNanos) {
        List<ClosedPane> ready =
                partition.takeReady(pane -> samples == null || samples.isReady(pane, settings, nowNanos));
        for (ClosedPane pane : ready) {
            writer.write(
                    pane,
                    partition,
                    samples == null ? null : samples.of(pane.run().deviceId()));
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        inferences.forEach((number, partition) ->
                offsets.put(new TopicPartition(names.name(Topic.INFERENCES), number), partition.restartPoint()));
        devices.forEach((number, partition) ->
                offsets.put(new TopicPartition(names.name(Topic.DEVICES), number), partition.restartPoint()));
        return offsets;
    }

    /** Whether nothing is held: no open pane, no closed one that waits, nothing to write. For tests. */
    boolean isIdle() {
        return outbox.isEmpty() && inferences.values().stream().allMatch(InferencePartition::isIdle);
    }

    private boolean isInferences(String topic) {
        return topic.equals(names.name(Topic.INFERENCES));
    }
}
