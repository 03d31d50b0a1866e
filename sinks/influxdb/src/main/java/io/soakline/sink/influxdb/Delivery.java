package io.soakline.sink.influxdb;

import io.soakline.sink.http.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Gets lines written, whatever it takes: waits out a server that is away, without end, and takes a refused batch apart
 * until the bad lines stand alone.
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

    /** @param jitter numbers from 0 to below 1, which spread the waits of several sinks */
    Delivery(PointWriter writer, Scheduler timer, DoubleSupplier jitter) {
        this.writer = writer;
        this.timer = timer;
        this.jitter = jitter;
    }

    /** Never fails; ends when every line is written or refused. */
    Mono<Outcome> deliver(List<Line> lines) {
        return attempt(lines)
                .thenReturn(new Outcome(lines.size(), List.of()))
                .onErrorResume(PointWriter.Refused.class, refused -> takeApart(lines, refused.getMessage()));
    }

    private Mono<Void> attempt(List<Line> lines) {
        return Mono.defer(() -> writer.write(lines.stream().map(Line::text).toList()))
                .retryWhen(Retry.from(failures -> failures.concatMap(this::waitOrFail)));
    }

    private Mono<Long> waitOrFail(Retry.RetrySignal signal) {
        Throwable failure = signal.failure();
        if (failure instanceof PointWriter.Refused) {
            return Mono.error(failure);
        }
        Duration asked = failure instanceof PointWriter.Unavailable away ? away.retryAfter() : null;
        Duration wait = longer(Backoff.wait(signal.totalRetriesInARow(), jitter.getAsDouble()), asked);
        LOG.warn("points not written, again in {} ms: {}", wait.toMillis(), failure.getMessage());
        return Mono.delay(wait, timer);
    }

    private static Duration longer(Duration backoff, @Nullable Duration asked) {
        return asked != null && asked.compareTo(backoff) > 0 ? asked : backoff;
    }

    /** Halves go one after the other, so that the order within a series stays. */
    private Mono<Outcome> takeApart(List<Line> lines, @Nullable String reason) {
        if (lines.size() == 1) {
            return Mono.just(new Outcome(0, List.of(new Refusal(lines.get(0), String.valueOf(reason)))));
        }
        int half = lines.size() / 2;
        return Flux.just(lines.subList(0, half), lines.subList(half, lines.size()))
                .concatMap(this::deliver, 1)
                .reduce(Delivery::join);
    }

    private static Outcome join(Outcome first, Outcome second) {
        List<Refusal> refused = new ArrayList<>(first.refused());
        refused.addAll(second.refused());
        return new Outcome(first.written() + second.written(), refused);
    }
}
