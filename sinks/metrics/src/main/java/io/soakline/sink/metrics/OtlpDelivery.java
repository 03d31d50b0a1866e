package io.soakline.sink.metrics;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.PaneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Brings panes to a collector: each is taken by it, or refused by it, or too old when its turn comes, and counted as such.
 * Between failures it waits, twice as long each time.
 */
final class OtlpDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpDelivery.class);

    /** Panes in one request: a few hundred kilobytes. */
    private static final int REQUEST_PANES = 200;

    /** Panes that cannot be read are named in the log up to so many, then one of so many. */
    private static final int UNREADABLE_SAID = 100;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Family PUSHED =
            Family.counter("soakline.otlp.panes.pushed", "Panes that the collector has taken.");
    private static final Family DROPPED = Family.counter(
            "soakline.otlp.panes.dropped",
            "Panes that were not pushed: too old when their turn came, refused by the collector, or unreadable.");
    private static final Family FAILURES = Family.counter(
            "soakline.otlp.failures", "Requests that the collector did not take, after the repetitions of the SDK.");
    private static final Family WAITING = Family.gauge(
            "soakline.otlp.waiting",
            Family.Unit.COUNT,
            "Panes of the request that is on its way; the rest waits on the log.");

    private final OtlpPoints points;
    private final Function<List<OtlpPoints.Point>, Mono<Void>> send;
    private final long maxAgeNanos;
    private final Scheduler scheduler;
    private final RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);

    private final LongAdder pushed = new LongAdder();
    private final LongAdder aged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile int waiting;

    /** @param send one request; {@link OtlpDoor.RefusedException} when it is not worth repeating */
    OtlpDelivery(
            OtlpPoints points,
            Function<List<OtlpPoints.Point>, Mono<Void>> send,
            Duration maxAge,
            Scheduler scheduler) {
        this.points = points;
        this.send = send;
        this.maxAgeNanos = maxAge.toNanos();
        this.scheduler = scheduler;
    }

    /** Completes when nothing of it is left to be done. Fails never. */
    Mono<Void> deliver(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        return Flux.fromIterable(records)
                .concatMapIterable(this::point)
                .buffer(REQUEST_PANES)
                .concatMap(this::request, 1)
                .then();
    }

    private List<OtlpPoints.Point> point(ConsumerRecord<byte[], byte[]> record) {
        try {
            return List.of(points.of(codec.decode(record.value()), nowNanos()));
        } catch (MalformedRecordException | RuntimeException e) {
            // Anything: a record that stops the pushing once would stop it at every start.
            unreadable.increment();
            if (unreadable.sum() <= UNREADABLE_SAID || unreadable.sum() % UNREADABLE_SAID == 0) {
                LOG.warn(
                        "{}-{}@{} is not pushed: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        String.valueOf(e.getMessage()));
            }
            return List.of();
        }
    }

    private Mono<Void> request(List<OtlpPoints.Point> panes) {
        List<OtlpPoints.Point> left = new ArrayList<>(panes);
        return Mono.defer(() -> attempt(left))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .scheduler(scheduler)
                        .filter(failure -> !(failure instanceof OtlpDoor.RefusedException))
                        .doBeforeRetry(signal -> said(signal.failure(), left.size())))
                .onErrorResume(OtlpDoor.RefusedException.class, refusal -> {
                    refused.add(left.size());
                    LOG.warn(
                            "the collector refuses {} panes, they are not pushed: {}",
                            left.size(),
                            refusal.getMessage());
                    return Mono.empty();
                })
                .doFinally(signal -> waiting = 0);
    }

    private Mono<Void> attempt(List<OtlpPoints.Point> left) {
        long oldest = nowNanos() - maxAgeNanos;
        int before = left.size();
        left.removeIf(point -> point.endNanos() < oldest);
        aged.add(before - left.size());
        waiting = left.size();
        return left.isEmpty() ? Mono.empty() : send.apply(left).doOnSuccess(done -> pushed.add(left.size()));
    }

    private void said(Throwable failure, int panes) {
        failures.increment();
        LOG.warn(
                "the collector does not take {} panes, they are sent again: {}",
                panes,
                String.valueOf(failure.getMessage()));
    }

    private long nowNanos() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    void read(Readings readings) {
        readings.add(PUSHED, Labels.NONE, pushed.sum());
        readings.add(DROPPED, Labels.NONE.with("reason", "age"), aged.sum());
        readings.add(DROPPED, Labels.NONE.with("reason", "refused"), refused.sum());
        readings.add(DROPPED, Labels.NONE.with("reason", "unreadable"), unreadable.sum());
        readings.add(FAILURES, Labels.NONE, failures.sum());
        readings.add(WAITING, Labels.NONE, waiting);
    }
}
