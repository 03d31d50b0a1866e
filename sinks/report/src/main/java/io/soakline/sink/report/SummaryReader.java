package io.soakline.sink.report;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.SelfTest;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.SoakSummary.Store;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/** Reads the topics from their beginning to their present end and sums them up. One use, one thread. */
public final class SummaryReader {

    private static final Logger LOG = LoggerFactory.getLogger(SummaryReader.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final SummaryBuilder builder;
    private final @Nullable ReportCollector collector;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<WindowStats> windows = RecordCodec.of(WindowStats.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<Agreement> agreements = RecordCodec.of(Agreement.class);
    private final RecordCodec<SelfTest> selfTests = RecordCodec.of(SelfTest.class);
    private final RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);
    private final RecordCodec<DeadLetter> deadLetters = RecordCodec.of(DeadLetter.class);

    private SummaryReader(KafkaSettings kafka, Set<String> runIds, @Nullable ReportCollector collector) {
        this.kafka = kafka;
        this.builder = new SummaryBuilder(runIds);
        this.collector = collector;
    }

    /**
     * Blocks until everything that was on the topics at the call has been read.
     *
     * @param runIds runs to tell about; empty for all that the log holds
     * @param store what was written to the time series store; null when there was none
     * @throws KafkaUnreachableException when the broker does not answer
     */
    public static SoakSummary read(KafkaSettings kafka, Set<String> runIds, @Nullable Store store) {
        return new SummaryReader(kafka, runIds, null).summary(store);
    }

    /** As {@link #read}, with the latency distributions and sensor readings that a report shows. */
    public static ReportData readReport(KafkaSettings kafka, Set<String> runIds, @Nullable Store store) {
        ReportCollector collector = new ReportCollector(runIds);
        return collector.finish(new SummaryReader(kafka, runIds, collector).summary(store));
    }

    private SoakSummary summary(@Nullable Store store) {
        // The consumer would wait a minute for a broker that is not there.
        TopicAdmin.ping(kafka, PATIENCE);
        try {
            // Records are folded as they come: a long soak has more panes and windows than memory.
            KafkaTail.follow(
                            kafka,
                            Schedulers.immediate(),
                            Topic.RUNS,
                            Topic.WINDOWS,
                            Topic.PANES,
                            Topic.AGREEMENTS,
                            Topic.SELF_TESTS,
                            Topic.ALERTS,
                            Topic.DEAD_LETTERS)
                    .takeUntil(KafkaTail.CaughtUp.class::isInstance)
                    .ofType(KafkaTail.Records.class)
                    .doOnNext(batch -> batch.records().forEach(this::accept))
                    .blockLast();
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(kafka, "reading the topics for the summary", e);
        }
        return builder.build(store);
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            decode(kafka.topic(record.topic()), record.value());
        } catch (MalformedRecordException e) {
            LOG.warn(
                    "{}-{} offset {} is left out of the summary: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private void decode(Topic topic, byte[] value) throws MalformedRecordException {
        switch (topic) {
            case RUNS -> builder.accept(runs.decode(value));
            case WINDOWS -> builder.accept(windows.decode(value));
            case PANES -> accept(panes.decode(value));
            case AGREEMENTS -> builder.accept(agreements.decode(value));
            case SELF_TESTS -> builder.accept(selfTests.decode(value));
            case ALERTS -> builder.accept(alerts.decode(value));
            case DEAD_LETTERS -> builder.accept(deadLetters.decode(value));
            default -> throw new IllegalStateException(topic + " was not asked for");
        }
    }

    private void accept(PaneRecord pane) {
        builder.accept(pane);
        if (collector != null) {
            collector.accept(pane);
        }
    }
}
