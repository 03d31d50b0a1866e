package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Drives a {@link PaneStage} over a log in memory step by step; can be killed and started again. */
final class PaneDriver {

    final MemoryLog log;
    final FlowCounters counters = new FlowCounters();
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final FlowSettings settings;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Integer> positions = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();
    long nowNanos;
    PaneStage stage;

    PaneDriver(FlowSettings settings) {
        this.settings = settings;
        log = new MemoryLog(2, 1, 10);
        partitions.addAll(log.partitionsOf(Topic.INFERENCES));
        partitions.addAll(log.partitionsOf(Topic.DEVICES));
        stage = newStage();
    }

    private PaneStage newStage() {
        PaneStage started = new PaneStage(settings, log, 2, counters);
        started.assigned(partitions, committed, log.all(Topic.PANES), log.all(Topic.ALERTS), runs.values(), nowNanos);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata from = committed.get(partition);
            positions.put(partition, from == null ? 0 : (int) from.offset());
        }
        return started;
    }

    /** Kill -9 and a new start: what was not committed is gone. */
    void restart() {
        stage = newStage();
    }

    void describe(Run run) {
        runs.put(run.getRunId(), run);
        stage.describe(run, nowNanos);
    }

    /** Makes the run known without telling the stage: it learns when it starts. */
    void describeSilently(Run run) {
        runs.put(run.getRunId(), run);
    }

    void send(Run run, long firstSequence, int count, long startNanos, long stepNanos) {
        log.append(
                Topic.INFERENCES,
                run.getDeviceId(),
                TestRecords.batch(run, firstSequence, count, startNanos, stepNanos));
    }

    /** Reads the next record of one of the partitions. */
    boolean step(int which) {
        for (int i = 0; i < partitions.size(); i++) {
            TopicPartition partition = partitions.get((which + i) % partitions.size());
            List<ConsumerRecord<byte[], byte[]>> records = log.recordsOf(partition);
            int position = positions.getOrDefault(partition, 0);
            if (position < records.size()) {
                positions.put(partition, position + 1);
                stage.accept(records.get(position), nowNanos);
                return true;
            }
        }
        return false;
    }

    void readAll() {
        while (step(0)) {
            // goes on
        }
    }

    /** Lets time pass and commits what is ready. */
    void tick(long passedNanos) {
        nowNanos += passedNanos;
        Set<TopicPartition> due = stage.due(nowNanos);
        Map<TopicPartition, Long> ends = new HashMap<>();
        due.forEach(
                partition -> ends.put(partition, (long) log.recordsOf(partition).size()));
        stage.pass(ends, nowNanos);
        Emission emission = stage.take(nowNanos);
        for (OutgoingRecord record : emission.records()) {
            log.append(record.topic(), record.key(), record.value());
        }
        committed.putAll(emission.offsets());
    }

    /** Takes what is ready and loses it: as if killed in the middle of the transaction. */
    void takeAndLose() {
        Emission lost = stage.take(nowNanos);
        assertThatNothingEscapes(lost);
        restart();
    }

    private static void assertThatNothingEscapes(Emission emission) {
        if (emission.records().stream().anyMatch(record -> record.value().length == 0)) {
            throw new AssertionError("empty record");
        }
    }

    List<PaneRecord> panes() {
        return decode(Topic.PANES, PaneRecord.class);
    }

    List<PaneRecord> panes(Run run) {
        return panes().stream()
                .filter(pane -> pane.getRunId().equals(run.getRunId()))
                .toList();
    }

    <T extends SpecificRecordBase> List<T> decode(Topic topic, Class<T> type) {
        RecordCodec<T> codec = RecordCodec.of(type);
        List<T> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.all(topic)) {
            try {
                decoded.add(codec.decode(record.value()));
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
        return decoded;
    }
}
