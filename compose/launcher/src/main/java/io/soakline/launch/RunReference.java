package io.soakline.launch;

import io.soakline.drift.DriftMonitor;
import io.soakline.drift.DriftPane;
import io.soakline.drift.DriftReference;
import io.soakline.drift.DriftSettings;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Baseline;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/** A reference made from the panes of one run, as they stand on the log. */
public final class RunReference {

    private static final Logger LOG = LoggerFactory.getLogger(RunReference.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** As {@link DriftSettings} asks for. */
    private static final int LEAST_PANES = 12;

    private final KafkaSettings kafka;
    private final String runId;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);
    private @Nullable Run run;
    /** By start; parts of one pane that went on after it was idle are put together. */
    private final Map<Long, Map<Long, PaneRecord>> byStart = new TreeMap<>();

    private RunReference(KafkaSettings kafka, String runId) {
        this.kafka = kafka;
        this.runId = runId;
    }

    /**
     * @param by who pins it and why, in their own words
     * @throws LaunchException when the run is not on the log, or is too short
     */
    public static Baseline of(KafkaSettings kafka, String runId, String by, long writtenAtNanos)
            throws LaunchException {
        RunReference reference = new RunReference(kafka, runId);
        reference.read();
        return reference.baseline(by, writtenAtNanos);
    }

    private void read() {
        TopicAdmin.ping(kafka, PATIENCE);
        // Records are folded as they come: the panes of all runs are more than memory holds.
        KafkaTail.follow(kafka, Schedulers.immediate(), Topic.RUNS, Topic.PANES)
                .takeUntil(KafkaTail.CaughtUp.class::isInstance)
                .ofType(KafkaTail.Records.class)
                .doOnNext(batch -> batch.records().forEach(this::accept))
                .blockLast();
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            SpecificRecordBase decoded = kafka.topic(record.topic()) == Topic.RUNS
                    ? runs.decode(record.value())
                    : panes.decode(record.value());
            if (decoded instanceof Run known && known.getRunId().equals(runId)) {
                run = known;
            } else if (decoded instanceof PaneRecord pane && pane.getRunId().equals(runId)) {
                byStart.computeIfAbsent(pane.getPaneStartNanos(), start -> new HashMap<>())
                        .put(pane.getFirstSequence(), pane);
            }
        } catch (MalformedRecordException e) {
            LOG.warn("{} at offset {} is left out: {}", record.topic(), record.offset(), e.getMessage());
        }
    }

    private Baseline baseline(String by, long writtenAtNanos) throws LaunchException {
        Run known = run;
        if (known == null) {
            throw new LaunchException("no run " + runId + " on " + kafka
                    + "; soakline baseline show lists the runs that references come from");
        }
        DriftReference reference = learn();
        return Baseline.newBuilder()
                .setEngineId(known.getEngineId())
                .setDeviceId(known.getDeviceId())
                .setEngineName(known.getEngineName())
                .setRunId(runId)
                .setPinned(true)
                .setComplete(true)
                .setBy(by)
                .setFromNanos(reference.fromNanos())
                .setToNanos(reference.toNanos())
                .setPanes(reference.panes())
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(ByteBuffer.wrap(reference.sketch().encode()))
                .setDetector(new TreeMap<>(reference.parameters()))
                .setWrittenAtNanos(writtenAtNanos)
                .build();
    }

    private DriftReference learn() throws LaunchException {
        int usable = (int) byStart.values().stream()
                .filter(parts -> measured(parts) >= DriftSettings.DEFAULT.minimumInferences())
                .count();
        if (usable < LEAST_PANES) {
            throw new LaunchException("run " + runId + " has " + usable + " panes of "
                    + DriftSettings.DEFAULT.minimumInferences() + " inferences or more; a reference takes "
                    + LEAST_PANES + ": soak for longer");
        }
        DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT.withReferencePanes(usable));
        byStart.values().forEach(parts -> monitor.accept(pane(parts)));
        DriftReference reference = monitor.reference();
        if (reference == null) {
            throw new LaunchException("run " + runId + " changes too much for its panes to be called normal");
        }
        return reference;
    }

    private static long measured(Map<Long, PaneRecord> parts) {
        return parts.values().stream().mapToLong(PaneRecord::getMeasured).sum();
    }

    private static DriftPane pane(Map<Long, PaneRecord> parts) {
        PaneRecord any = parts.values().iterator().next();
        LatencySketch sketch = LatencySketch.empty();
        for (PaneRecord part : parts.values()) {
            ByteBuffer bytes = part.getLatencySketch().duplicate();
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            if (part.getMeasured() > 0) {
                sketch.combine(LatencySketch.decode(part.getSketchFormat(), encoded));
            }
        }
        return new DriftPane(any.getPaneStartNanos(), any.getPaneStartNanos() + any.getPaneNanos(), sketch);
    }
}
