package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.Baseline;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.record.RunOutputs;
import io.soakline.record.WindowStats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a stage has to write, in order. */
final class Outbox {

    private final List<OutgoingRecord> records = new ArrayList<>();
    private final RecordCodec<PaneRecord> paneCodec = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<RunOutputs> outputsCodec = RecordCodec.of(RunOutputs.class);
    private final RecordCodec<WindowStats> windowCodec = RecordCodec.of(WindowStats.class);
    private final RecordCodec<Agreement> agreementCodec = RecordCodec.of(Agreement.class);
    private final RecordCodec<Baseline> baselineCodec = RecordCodec.of(Baseline.class);
    private final RecordCodec<Alert> alertCodec = RecordCodec.of(Alert.class);
    private final RecordCodec<DeadLetter> letterCodec = RecordCodec.of(DeadLetter.class);

    void add(PaneRecord pane) {
        records.add(new OutgoingRecord(Topic.PANES, Keys.of(pane), paneCodec.encode(pane)));
    }

    void add(RunOutputs outputs) {
        records.add(new OutgoingRecord(Topic.RUN_OUTPUTS, Keys.of(outputs), outputsCodec.encode(outputs)));
    }

    void add(WindowStats stats) {
        records.add(new OutgoingRecord(Topic.WINDOWS, Keys.of(stats), windowCodec.encode(stats)));
    }

    void add(Agreement agreement) {
        records.add(new OutgoingRecord(Topic.AGREEMENTS, Keys.of(agreement), agreementCodec.encode(agreement)));
    }

    void add(Baseline baseline) {
        records.add(new OutgoingRecord(Topic.BASELINES, Keys.of(baseline), baselineCodec.encode(baseline)));
    }

    void add(Alert alert) {
        records.add(new OutgoingRecord(Topic.ALERTS, Keys.of(alert), alertCodec.encode(alert)));
    }

    /** Sets a record apart that cannot be decoded. */
    void bury(ConsumerRecord<byte[], byte[]> record, MalformedRecordException cause) {
        DeadLetter letter = DeadLetter.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setTimestampMillis(record.timestamp())
                .setReason(String.valueOf(cause.getMessage()))
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .build();
        records.add(new OutgoingRecord(Topic.DEAD_LETTERS, Keys.of(letter), letterCodec.encode(letter)));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Everything since the last call. */
    List<OutgoingRecord> take() {
        List<OutgoingRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }
}
