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
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the sink's topics to lines. One instance serves one thread at a time: its codecs reuse their buffers. */
final class RecordPoints {

    /** What the sink reads. */
    static final Topic[] TOPICS = {Topic.RUNS, Topic.WINDOWS, Topic.PANES, Topic.AGREEMENTS, Topic.ALERTS};

    private final KafkaSettings kafka;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<WindowStats> windows = RecordCodec.of(WindowStats.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<Agreement> agreements = RecordCodec.of(Agreement.class);
    private final RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);

    RecordPoints(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** Empty for a deletion marker of a compacted topic: a store of history keeps what was. */
    List<Line> lines(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        byte[] value = record.value();
        if (value == null) {
            return List.of();
        }
        return points(kafka.topic(record.topic()), value).stream()
                .map(point -> new Line(LineProtocol.line(point), record))
                .toList();
    }

    private List<Point> points(Topic topic, byte[] value) throws MalformedRecordException {
        return switch (topic) {
            case RUNS -> PointMapping.of(runs.decode(value));
            case WINDOWS -> PointMapping.of(windows.decode(value));
            case PANES -> PointMapping.of(panes.decode(value));
            case AGREEMENTS -> AgreementPoints.of(agreements.decode(value));
            case ALERTS -> PointMapping.of(alerts.decode(value));
            default -> throw new IllegalStateException("not subscribed to " + topic);
        };
    }
}
