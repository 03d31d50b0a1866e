package io.soakline.sink.metrics;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.soakline.kafka.KafkaFlux;
import io.soakline.kafka.KafkaSettings;
import io.soakline.log.Topic;
import io.soakline.record.PaneRecord;
import io.soakline.sink.metrics.MetricsSettings.Push;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * Pushes panes to a collector. It reads in a consumer group of its own, and acknowledges what the collector has taken: a
 * collector that is away holds up this reading alone, in bounded memory, and the log keeps what it missed.
 */
final class OtlpPush implements AutoCloseable {

    /** Shared by all instances: each pane is pushed by one of them. */
    static final String GROUP = "soakline-sink-otlp";

    private static final Logger LOG = LoggerFactory.getLogger(OtlpPush.class);
    private static final Duration RECONNECT_FIRST = Duration.ofSeconds(1);
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(30);
    private static final long CLOSE_SECONDS = 2;

    private final KafkaSettings kafka;
    private final OtlpDoor door;
    private final OtlpDelivery delivery;
    private final KafkaFlux flux;
    private final Scheduler worker = Schedulers.newSingle(GROUP, true);
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Disposable subscription = Disposables.disposed();

    OtlpPush(
            KafkaSettings kafka,
            Push push,
            String instance,
            Function<PaneRecord, Labels> labels,
            Consumer<Readings> readings,
            Clock clock) {
        this.kafka = kafka;
        door = new OtlpDoor(push.variables(), new OtlpReadings(readings, clock));
        Resource resource = door.resource();
        AggregationTemporality temporality = door.temporality();
        OtlpPoints points =
                new OtlpPoints(temporality, push.buckets(), push.maxAge().toNanos(), labels);
        Function<List<OtlpPoints.Point>, Mono<Void>> send = batch -> {
            List<MetricData> metrics = OtlpPoints.metrics(resource, temporality, batch);
            return metrics.isEmpty() ? Mono.empty() : door.export(metrics);
        };
        delivery = new OtlpDelivery(points, send, push.maxAge(), worker);
        flux = new KafkaFlux(new KafkaFlux.Settings(kafka, List.of(Topic.PANES), GROUP, GROUP + "-" + instance, null));
    }

    /** @param ready when runs can be named */
    void start(Mono<Void> ready) {
        subscription = ready.thenMany(Flux.defer(() -> flux.events(worker)))
                .takeUntilOther(stop.asMono())
                .ofType(KafkaFlux.Batch.class)
                .concatMap(this::deliver, 1)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RECONNECT_FIRST)
                        .maxBackoff(RECONNECT_LONGEST)
                        .transientErrors(true)
                        .doBeforeRetry(signal -> LOG.warn(
                                "reading panes from {} failed, again shortly: {}",
                                kafka,
                                String.valueOf(signal.failure()))))
                .doFinally(signal -> stopped.countDown())
                .subscribe();
    }

    /** Acknowledged once every pane was taken or given up; left to the next reader when this one stops before. */
    private Mono<Void> deliver(KafkaFlux.Batch poll) {
        return delivery.deliver(poll.records())
                .doOnSuccess(done -> poll.ack())
                .doOnError(failure -> poll.release())
                .doOnCancel(poll::release);
    }

    void read(Readings readings) {
        delivery.read(readings);
    }

    @Override
    public void close() {
        stop.tryEmitEmpty();
        try {
            if (!stopped.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("closing with panes not pushed; they are pushed after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscription.dispose();
        worker.dispose();
        door.close();
    }
}
