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

    /** @param refusal why there are no more points, null when these are all */
    private record Mapped(List<Point> points, @Nullable String refusal) {

        static Mapped whole(List<Point> points) {
            return new Mapped(points, null);
        }
    }

    private final KafkaSettings kafka;
    private final TagGuard guard;
    private final boolean latencyBuckets;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<WindowStats> windows = RecordCodec.of(WindowStats.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<Agreement> agreements = RecordCodec.of(Agreement.class);
    private final RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);

    /** @param latencyBuckets whether histograms of panes are among the points */
    RecordPoints(KafkaSettings kafka, TagGuard guard, boolean latencyBuckets) {
        this.kafka = kafka;
        this.guard = guard;
        this.latencyBuckets = latencyBuckets;
    }

    /** Empty for a deletion marker of a compacted topic: a store of history keeps what was. */
    Lines lines(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        byte[] value = record.value();
        if (value == null) {
            return new Lines(List.of(), null);
        }
        Mapped mapped = mapped(kafka.topic(record.topic()), value);
        List<Line> lines = new ArrayList<>();
        String refusal = mapped.refusal();
        for (Point point : mapped.points()) {
            String refused = guard.refusal(point);
            if (refused == null) {
                lines.add(new Line(
                        LineProtocol.line(point), record, point.measurement().isLongTerm()));
            } else {
                refusal = refused;
            }
        }
        return new Lines(lines, refusal);
    }

    private Mapped mapped(Topic topic, byte[] value) throws MalformedRecordException {
        return switch (topic) {
            case RUNS -> Mapped.whole(PointMapping.of(runs.decode(value)));
            case WINDOWS -> Mapped.whole(WindowPoints.of(windows.decode(value)));
            case PANES -> mapped(panes.decode(value));
            case AGREEMENTS -> Mapped.whole(AgreementPoints.of(agreements.decode(value)));
            case ALERTS -> Mapped.whole(PointMapping.of(alerts.decode(value)));
            default -> throw new IllegalStateException("not subscribed to " + topic);
        };
    }

    /** What does not need the sketch is written though the sketch cannot be read. */
    private Mapped mapped(PaneRecord pane) {
        List<Point> points = PanePoints.of(pane);
        if (!latencyBuckets) {
            return Mapped.whole(points);
        }
        try {
            points.addAll(BucketPoints.of(pane));
            return Mapped.whole(points);
        } catch (IllegalArgumentException e) {
            return new Mapped(points, "no " + Measurement.LATENCY_BUCKETS.table() + " of this pane: " + e.getMessage());
        }
    }
}
