package io.soakline.sink.metrics;

import io.soakline.kafka.KafkaFlux;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Keeps the state up to date with the log. Runs and alerts are read from their beginning, since only the newest of each key
 * is kept on the log; windows and panes go on where this instance was, since each is followed by a newer one.
 */
final class LogReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration RECONNECT_FIRST = Duration.ofSeconds(1);
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(30);
    /** Records that cannot be read are named in the log up to so many, then one of so many. */
    private static final int UNREADABLE_SAID = 100;

    private static final Family RECORDS = Family.counter("soakline.metrics.records", "Records read from the log.");
    private static final Family UNREADABLE =
            Family.counter("soakline.metrics.unreadable", "Records that could not be decoded.");
    private static final Family FAILURES =
            Family.counter("soakline.metrics.feed_failures", "Times the connection to the log was lost.");

    private final KafkaSettings kafka;
    private final MetricsState state;
    private final Scheduler worker = Schedulers.newSingle("metrics-log", true);
    private final Map<Topic, LongAdder> records = new EnumMap<>(Topic.class);
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Disposable.Composite running = Disposables.composite();
    private final Sinks.Empty<Void> namesKnown = Sinks.empty();

    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<Alert> alerts = RecordCodec.of(Alert.class);
    private final RecordCodec<WindowStats> windows = RecordCodec.of(WindowStats.class);
    private final RecordCodec<PaneRecord> panes = RecordCodec.of(PaneRecord.class);

    LogReader(KafkaSettings kafka, MetricsState state) {
        this.kafka = kafka;
        this.state = state;
        for (Topic topic : List.of(Topic.RUNS, Topic.ALERTS, Topic.WINDOWS, Topic.PANES)) {
            records.put(topic, new LongAdder());
        }
    }

    /** @param group of this instance alone: each sees the whole log */
    void start(String group) {
        Flux<KafkaTail.Event> kept = Flux.defer(() -> KafkaTail.follow(kafka, worker, Topic.RUNS, Topic.ALERTS));
        KafkaFlux flux =
                new KafkaFlux(new KafkaFlux.Settings(kafka, List.of(Topic.WINDOWS, Topic.PANES), group, group, null));
        Flux<KafkaFlux.Batch> passing = Flux.defer(() -> flux.events(worker)).ofType(KafkaFlux.Batch.class);
        running.add(kept.retryWhen(again("runs and alerts")).subscribe(this::accept));
        running.add(passing.doOnNext(this::accept)
                .retryWhen(again("windows and panes"))
                .subscribe());
    }

    private Retry again(String what) {
        return Retry.backoff(Long.MAX_VALUE, RECONNECT_FIRST)
                .maxBackoff(RECONNECT_LONGEST)
                .transientErrors(true)
                .doBeforeRetry(signal -> {
                    failures.increment();
                    LOG.warn(
                            "reading {} from {} failed, again shortly: {}",
                            what,
                            kafka,
                            String.valueOf(signal.failure()));
                });
    }

    /** Completes once the runs that the log held at the start are known by name. */
    Mono<Void> namesKnown() {
        return namesKnown.asMono();
    }

    private void accept(KafkaTail.Event event) {
        if (event instanceof KafkaTail.Records batch) {
            batch.records().forEach(this::accept);
        } else {
            namesKnown.tryEmitEmpty();
        }
    }

    private void accept(KafkaFlux.Batch batch) {
        batch.records().forEach(this::accept);
        batch.ack();
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Topic topic = kafka.topic(record.topic());
        try {
            accept(topic, record.key(), record.value());
        } catch (MalformedRecordException | RuntimeException e) {
            // Anything: a record that stops the reading once would stop it at every start.
            unreadable.increment();
            if (unreadable.sum() <= UNREADABLE_SAID || unreadable.sum() % UNREADABLE_SAID == 0) {
                LOG.warn(
                        "{}-{}@{} is left out of the metrics: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        String.valueOf(e.getMessage()));
            }
        }
        LongAdder count = records.get(topic);
        if (count != null) {
            count.increment();
        }
    }

    private void accept(Topic topic, byte[] key, byte[] value) throws MalformedRecordException {
        switch (topic) {
            case RUNS -> {
                if (value != null) {
                    state.accept(runs.decode(value));
                }
            }
            case ALERTS -> {
                if (value != null) {
                    state.accept(alerts.decode(value));
                } else if (key != null) {
                    state.forgetAlert(new String(key, StandardCharsets.UTF_8));
                }
            }
            case WINDOWS -> state.accept(windows.decode(value));
            case PANES -> state.accept(panes.decode(value));
            default -> throw new IllegalArgumentException("topic " + topic + " was not asked for");
        }
    }

    void read(Readings readings) {
        records.forEach(
                (topic, count) -> readings.add(RECORDS, Labels.NONE.with("topic", topic.name("")), count.sum()));
        readings.add(UNREADABLE, Labels.NONE, unreadable.sum());
        readings.add(FAILURES, Labels.NONE, failures.sum());
    }

    @Override
    public void close() {
        running.dispose();
        worker.dispose();
    }
}
