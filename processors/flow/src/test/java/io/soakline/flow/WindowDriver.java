package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Baseline;
import io.soakline.record.OutputSketch;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.record.WindowStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Drives a {@link WindowStage} over panes in memory; can be killed and started again at any record. */
final class WindowDriver {

    final MemoryLog log = new MemoryLog(2, 1, 10);
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final FlowSettings settings;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Integer> positions = new HashMap<>();
    private final Map<TopicPartition, Integer> catalogPositions = new HashMap<>();
    private RunCatalog catalog = new RunCatalog(log);
    private WindowStage stage;
    private long nowNanos;

    WindowDriver(FlowSettings settings) {
        this.settings = settings;
        partitions.addAll(log.partitionsOf(Topic.PANES));
        partitions.addAll(log.partitionsOf(Topic.RUN_OUTPUTS));
        stage = newStage();
    }

    private WindowStage newStage() {
        catalog = new RunCatalog(log);
        catalogPositions.clear();
        readCatalog();
        WindowStage started = new WindowStage(settings, log, catalog, new FlowCounters());
        started.assigned(partitions, committed, log.all(Topic.ALERTS), log.all(Topic.AGREEMENTS));
        positions.clear();
        return started;
    }

    private void readCatalog() {
        for (Topic topic : List.of(Topic.RUNS, Topic.OUTPUTS, Topic.BASELINES)) {
            for (TopicPartition partition : log.partitionsOf(topic)) {
                List<ConsumerRecord<byte[], byte[]>> records = log.recordsOf(partition);
                int from = catalogPositions.getOrDefault(partition, 0);
                records.subList(from, records.size()).forEach(catalog::accept);
                catalogPositions.put(partition, records.size());
            }
        }
    }

    /** Kill -9 and a new start: what was not committed is gone. */
    void restart() {
        stage = newStage();
    }

    /** Takes what is ready and loses it: killed in the middle of the transaction. */
    void takeAndLose() {
        readPanes();
        stage.take();
        restart();
    }

    void describe(OutputSketch sketch) {
        log.append(
                Topic.OUTPUTS,
                Keys.of(sketch),
                RecordCodec.of(OutputSketch.class).encode(sketch));
    }

    /** The same as a pane's outputs, without a pane. */
    void send(RunOutputs outputs) {
        log.append(
                Topic.RUN_OUTPUTS,
                Keys.of(outputs),
                RecordCodec.of(RunOutputs.class).encode(outputs));
    }

    void describe(Run run) {
        log.append(Topic.RUNS, Keys.of(run), TestRecords.encode(run));
    }

    void send(PaneRecord pane) {
        log.append(Topic.PANES, Keys.of(pane), RecordCodec.of(PaneRecord.class).encode(pane));
    }

    void pin(Baseline baseline) {
        log.append(
                Topic.BASELINES,
                Keys.of(baseline),
                RecordCodec.of(Baseline.class).encode(baseline));
    }

    void clear(StreamKey stream, long atNanos) {
        log.append(Topic.BASELINES, stream.toString(), null, TimeUnit.NANOSECONDS.toMillis(atNanos));
    }

    /** Sends one pane of each and works everything off. */
    void step(PaneSource... sources) {
        for (PaneSource source : sources) {
            send(source.next());
        }
        work();
    }

    void steps(int panes, PaneSource... sources) {
        for (int i = 0; i < panes; i++) {
            step(sources);
        }
    }

    void end(PaneSource source) {
        send(source.next(PaneClose.RUN_END));
        work();
    }

    private void readPanes() {
        readCatalog();
        for (TopicPartition partition : partitions) {
            List<ConsumerRecord<byte[], byte[]>> records = log.recordsOf(partition);
            int from = positions.getOrDefault(partition, 0);
            records.subList(from, records.size()).forEach(stage::accept);
            positions.put(partition, records.size());
        }
        stage.work(nowNanos);
        nowNanos += TestRecords.SECOND;
    }

    /** Reads what is there and commits what comes of it. */
    void work() {
        readPanes();
        Emission emission = stage.take();
        for (OutgoingRecord record : emission.records()) {
            log.append(record.topic(), record.key(), record.value());
        }
        committed.putAll(emission.offsets());
    }

    /** Lets the patience with a missing end run out. */
    void waitForEnds() {
        nowNanos += 10 * TestRecords.SECOND;
        work();
    }

    List<Agreement> agreements() {
        return decode(Topic.AGREEMENTS, Agreement.class);
    }

    List<Alert> alerts() {
        return decode(Topic.ALERTS, Alert.class);
    }

    List<Alert> alerts(String kind) {
        return alerts().stream().filter(alert -> alert.getKind().equals(kind)).toList();
    }

    List<AlertState> states(String kind) {
        return alerts(kind).stream().map(Alert::getState).toList();
    }

    List<WindowStats> windows() {
        return decode(Topic.WINDOWS, WindowStats.class);
    }

    WindowStats lastWindow(Run run, String window) {
        List<WindowStats> found = windows().stream()
                .filter(stats -> stats.getRunId().equals(run.getRunId())
                        && stats.getWindow().equals(window))
                .toList();
        assertThat(found).as(window).isNotEmpty();
        return found.get(found.size() - 1);
    }

    List<Baseline> baselines() {
        RecordCodec<Baseline> codec = RecordCodec.of(Baseline.class);
        List<Baseline> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.all(Topic.BASELINES)) {
            if (record.value() != null) {
                decoded.add(decode(codec, record));
            }
        }
        return decoded;
    }

    ReplayResult replay() {
        return Replay.run(log, settings, log::all);
    }

    private <T extends SpecificRecordBase> List<T> decode(Topic topic, Class<T> type) {
        RecordCodec<T> codec = RecordCodec.of(type);
        return log.all(topic).stream().map(record -> decode(codec, record)).toList();
    }

    private static <T extends SpecificRecordBase> T decode(
            RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value());
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }
}
