package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaFlux;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.log.MalformedRecordException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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
 * Follows the topics of results and writes them to InfluxDB.
 *
 * <p>Records become points, points wait for more of them for a moment and are written in batches, one after the other; what
 * cannot be used goes to the dead letters. The offsets of a poll result are acknowledged when all its points are written.
 * So a slow or missing server holds the reading back, with a handful of poll results in memory, and loses nothing; after a
 * crash the last records are written again, which changes nothing.
 */
public final class InfluxSink implements AutoCloseable {

    /** Consumer group of the sink. */
    public static final String GROUP = "soakline-sink-influxdb";

    private static final Logger LOG = LoggerFactory.getLogger(InfluxSink.class);
    private static final Duration RECONNECT_FIRST = Duration.ofSeconds(1);
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(30);
    private static final Duration CAUGHT_UP_POLL = Duration.ofMillis(50);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final KafkaFlux flux;
    private final InfluxSettings.Batching batching;
    private final Scheduler timer;
    private final TagGuard guard;
    private final RecordPoints recordPoints;
    private final InfluxWriter writer;
    private final @Nullable InfluxWriter longTermWriter;
    private final TieredDelivery delivery;
    private final DeadLetters deadLetters;
    private final Scheduler worker = Schedulers.newSingle(GROUP, true);
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Poll results taken and neither acknowledged nor released. */
    private final Set<KafkaFlux.Batch> unanswered = ConcurrentHashMap.newKeySet();

    private final SinkCounters counters = new SinkCounters();
    private final PipelineHealth health;
    private final Duration healthPeriod;
    private final Disposable.Composite running = Disposables.composite();

    private InfluxSink(KafkaSettings kafka, InfluxSettings influx, String instanceId, Scheduler timer) {
        this.kafka = kafka;
        this.timer = timer;
        batching = influx.batching();
        guard = new TagGuard(influx.points().tagValues());
        flux = new KafkaFlux(new KafkaFlux.Settings(kafka, List.of(RecordPoints.TOPICS), GROUP, instanceId, null));
        recordPoints = new RecordPoints(kafka, guard, influx.points().latencyBuckets());
        writer = new InfluxWriter(influx);
        InfluxSettings longTerm = influx.forLongTerm();
        longTermWriter = longTerm == null ? null : new InfluxWriter(longTerm);
        delivery = new TieredDelivery(delivery(writer), longTermWriter == null ? null : delivery(longTermWriter));
        deadLetters = new DeadLetters(new KafkaPublisher(kafka), GROUP, counters.buried);
        health = new PipelineHealth(kafka, flux, instanceId, counters, guard, writer, Instant::now);
        healthPeriod = influx.points().health();
    }

    private Delivery delivery(PointWriter to) {
        return new Delivery(to, timer, () -> ThreadLocalRandom.current().nextDouble(), counters);
    }

    /**
     * Starts as this machine's member of the group: started again, after a crash too, it goes on at once. Does not wait
     * for either server; what is away is retried, with its name in the log.
     */
    public static InfluxSink start(KafkaSettings kafka, InfluxSettings influx) {
        return start(kafka, influx, GROUP + "-" + hostName());
    }

    /** @param instanceId distinct for every sink that runs at the same time */
    public static InfluxSink start(KafkaSettings kafka, InfluxSettings influx, String instanceId) {
        return start(kafka, influx, instanceId, Schedulers.parallel());
    }

    /** @param timer for waits between repetitions and for more lines */
    static InfluxSink start(KafkaSettings kafka, InfluxSettings influx, String instanceId, Scheduler timer) {
        InfluxSink sink = new InfluxSink(kafka, influx, instanceId, timer);
        sink.run();
        return sink;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void run() {
        running.add(Flux.defer(() -> flux.events(worker))
                .takeUntilOther(stop.asMono())
                .ofType(KafkaFlux.Batch.class)
                .concatMap(this::items, 1)
                .bufferTimeout(batching.lines(), batching.linger(), timer, true)
                .concatMap(this::write, 1)
                .doFinally(signal -> releaseUnanswered())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RECONNECT_FIRST)
                        .maxBackoff(RECONNECT_LONGEST)
                        .transientErrors(true)
                        .doBeforeRetry(signal ->
                                LOG.warn("reading from {} failed, again shortly: {}", kafka, text(signal.failure()))))
                .doFinally(signal -> stopped.countDown())
                .subscribe());
        running.add(health.every(healthPeriod, timer).subscribe());
    }

    private Flux<SinkItem> items(KafkaFlux.Batch poll) {
        unanswered.add(poll);
        return Flux.fromIterable(poll.records())
                .concatMap(this::lines)
                .cast(SinkItem.class)
                .concatWithValues(new SinkItem.PollEnd(poll));
    }

    private Flux<Line> lines(ConsumerRecord<byte[], byte[]> record) {
        RecordPoints.Lines lines;
        try {
            lines = recordPoints.lines(record);
        } catch (MalformedRecordException | RuntimeException e) {
            // Anything: a record that stops the sink once would stop it at every start.
            return deadLetters.bury(record, text(e)).thenMany(Flux.empty());
        }
        Flux<Line> good = Flux.fromIterable(lines.lines());
        String refusal = lines.refusal();
        return refusal == null ? good : deadLetters.bury(record, refusal).thenMany(good);
    }

    private Mono<Void> write(List<SinkItem> items) {
        return Flux.fromIterable(LineBatches.of(lines(items), batching))
                .concatMap(this::deliver, 1)
                .then(Mono.fromRunnable(() -> acknowledge(items)));
    }

    private static List<Line> lines(List<SinkItem> items) {
        List<Line> lines = new ArrayList<>(items.size());
        for (SinkItem item : items) {
            if (item instanceof Line line) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Everything before the end of a poll result was in this request or an earlier one. */
    private void acknowledge(List<SinkItem> items) {
        for (SinkItem item : items) {
            if (item instanceof SinkItem.PollEnd end) {
                end.poll().ack();
                unanswered.remove(end.poll());
            }
        }
    }

    /** Not written to the end: left to whoever reads these partitions next. */
    private void releaseUnanswered() {
        unanswered.forEach(KafkaFlux.Batch::release);
        unanswered.clear();
    }

    private Mono<Void> deliver(List<Line> lines) {
        return delivery.deliver(lines)
                .doOnNext(outcome -> counters.written.addAndGet(outcome.written()))
                .flatMap(outcome -> deadLetters.buryAll(outcome.refused()));
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** Points that the server has taken since the start; a point written again counts again. */
    public long pointsWritten() {
        return counters.written.get();
    }

    /** Records that became dead letters since the start: malformed, or with points that server or tag guard refused. */
    public long recordsBuried() {
        return counters.buried.get();
    }

    /** Points that the tag guard refused since the start. */
    public long pointsGuarded() {
        return guard.refused();
    }

    /** Whether the server answers to {@code /ping} now. Blocks until it does or is given up. */
    public boolean reachable() {
        return Boolean.TRUE.equals(writer.reachable().block());
    }

    /**
     * Waits until everything that is on the topics is written or buried.
     *
     * @return false when that took longer than {@code atMost}
     */
    public boolean awaitCaughtUp(Duration atMost) {
        Boolean caughtUp = flux.caughtUp()
                // Not subscribed yet or anew: asked again.
                .onErrorReturn(false)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(empty -> empty.delayElements(CAUGHT_UP_POLL))
                .timeout(atMost, Mono.just(false))
                .block();
        return Boolean.TRUE.equals(caughtUp);
    }

    /** Finishes the batch that is being written, for up to five seconds, and stops. Further calls do nothing. */
    @Override
    public void close() {
        stop.tryEmitEmpty();
        try {
            if (!stopped.await(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("closing with points not written; they are written after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.dispose();
        worker.dispose();
        deadLetters.close();
        writer.close();
        if (longTermWriter != null) {
            longTermWriter.close();
        }
    }
}
