package io.soakline.sink.influxdb;

import io.soakline.sink.http.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Gets lines written, whatever it takes: waits out a server that is away, without end; {@link RefusedBatch} takes apart what
 * is refused.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** What became of a batch: every line is in exactly one of the two. */
    record Outcome(int written, List<Refusal> refused) {}

    /** A line that the server will never take, and what it says about it. */
    record Refusal(Line line, String reason) {}

    private final PointWriter writer;
    private final Scheduler timer;
    private final DoubleSupplier jitter;
    private final SinkCounters counters;

    /** @param jitter numbers from 0 to below 1, which spread the waits of several sinks */
    Delivery(PointWriter writer, Scheduler timer, DoubleSupplier jitter) {
        this(writer, timer, jitter, new SinkCounters());
    }

    Delivery(PointWriter writer, Scheduler timer, DoubleSupplier jitter, SinkCounters counters) {
        this.writer = writer;
        this.timer = timer;
        this.jitter = jitter;
        this.counters = counters;
    }

    /** Never fails; ends when every line is written or refused. */
    Mono<Outcome> deliver(List<Line> lines) {
        return new RefusedBatch(this::request)
                .deliver(lines)
                .doOnSuccess(outcome -> counters.batches.incrementAndGet());
    }

    private Mono<Optional<PointWriter.Refused>> request(List<Line> lines) {
        return Mono.defer(() -> attempt(lines))
                .retryWhen(Retry.from(failures -> failures.concatMap(this::waitOrFail)))
                .thenReturn(Optional.<PointWriter.Refused>empty())
                .onErrorResume(PointWriter.Refused.class, refused -> Mono.just(Optional.of(refused)));
    }

    private Mono<Void> attempt(List<Line> lines) {
        counters.waiting.set(false);
        long startNanos = System.nanoTime();
        return writer.write(lines.stream().map(Line::text).toList())
                .doOnTerminate(() -> counters.request(System.nanoTime() - startNanos));
    }

    private Mono<Long> waitOrFail(Retry.RetrySignal signal) {
        Throwable failure = signal.failure();
        if (failure instanceof PointWriter.Refused) {
            counters.refusals.incrementAndGet();
            return Mono.error(failure);
        }
        Duration asked = failure instanceof PointWriter.Unavailable away ? away.retryAfter() : null;
        Duration wait = longer(Backoff.wait(signal.totalRetriesInARow(), jitter.getAsDouble()), asked);
        LOG.warn("points not written, again in {} ms: {}", wait.toMillis(), failure.getMessage());
        counters.repeats.incrementAndGet();
        counters.waiting.set(true);
        return Mono.delay(wait, timer);
    }

    private static Duration longer(Duration backoff, @Nullable Duration asked) {
        return asked != null && asked.compareTo(backoff) > 0 ? asked : backoff;
    }
}
