package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaSettings;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowStats;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of the sink's topics to lines. One instance serves one thread at a time: its codecs reuse their buffers. */
final class RecordPoints {

    /** What the sink reads. */
    static final Topic[] TOPICS = {Topic.RUNS, Topic.WINDOWS, Topic.PANES, Topic.AGREEMENTS, Topic.ALERTS};

    /**
     * What became of a record.
     *
     * @param refusal why some of its points are not among the lines, null when all are
     */
    record Lines(List<Line> lines, @Nullable String refusal) {}

    private final KafkaSettings kafka;
    private final TagGuard guard;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<WindowStats> windows = RecordCodec.of(WindowStats.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<Agreement> agreements = RecordCodec.of(Agreement.class);
    private final RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);

    RecordPoints(KafkaSettings kafka, TagGuard guard) {
        this.kafka = kafka;
        this.guard = guard;
    }

    /** Empty for a deletion marker of a compacted topic: a store of history keeps what was. */
    Lines lines(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        byte[] value = record.value();
        List<Line> lines = new ArrayList<>();
        String refusal = null;
        if (value != null) {
            for (Point point : points(kafka.topic(record.topic()), value)) {
                String refused = guard.refusal(point);
                if (refused == null) {
                    lines.add(new Line(
                            LineProtocol.line(point),
                            record,
                            point.measurement().isLongTerm()));
                } else {
                    refusal = refused;
                }
            }
        }
        return new Lines(lines, refusal);
    }

    private List<Point> points(Topic topic, byte[] value) throws MalformedRecordException {
        return switch (topic) {
            case RUNS -> PointMapping.of(runs.decode(value));
            case WINDOWS -> WindowPoints.of(windows.decode(value));
            case PANES -> PanePoints.of(panes.decode(value));
            case AGREEMENTS -> AgreementPoints.of(agreements.decode(value));
            case ALERTS -> PointMapping.of(alerts.decode(value));
            default -> throw new IllegalStateException("not subscribed to " + topic);
        };
    }
}
