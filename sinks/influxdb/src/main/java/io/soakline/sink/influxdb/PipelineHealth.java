package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaFlux;
import io.soakline.kafka.KafkaSettings;
import io.soakline.log.Topic;
import io.soakline.sink.influxdb.PipelinePoints.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes regularly how the sink itself fares: how far it is behind each topic, and what it did since the last such points.
 *
 * <p>Nothing is kept for a server that is away: the next points that get through cover the whole time since the last ones.
 */
final class PipelineHealth {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineHealth.class);

    private final KafkaSettings kafka;
    private final KafkaFlux flux;
    private final String instance;
    private final SinkCounters counters;
    private final TagGuard guard;
    private final PointWriter writer;
    private final Supplier<Instant> clock;
    /** Of the last points that were written. */
    private Moment last;
    /** Since then. */
    private long longestNanos;

    PipelineHealth(
            KafkaSettings kafka,
            KafkaFlux flux,
            String instance,
            SinkCounters counters,
            TagGuard guard,
            PointWriter writer,
            Supplier<Instant> clock) {
        this.kafka = kafka;
        this.flux = flux;
        this.instance = instance;
        this.counters = counters;
        this.guard = guard;
        this.writer = writer;
        this.clock = clock;
        last = now();
    }

    /** Never ends and never fails; nothing at all for a period of zero. */
    Mono<Void> every(Duration period, Scheduler timer) {
        if (period.isZero()) {
            return Mono.never();
        }
        return Mono.delay(period, timer).then(Mono.defer(this::report)).repeat().then();
    }

    private Mono<Void> report() {
        if (counters.waiting.get()) {
            // The server asked to be left alone, or is away.
            return Mono.empty();
        }
        return flux.onConsumer(this::lags)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(this::write)
                .onErrorResume(failure -> {
                    LOG.debug("no points about the sink itself this time: {}", failure.getMessage());
                    return Mono.empty();
                });
    }

    private Mono<Void> write(Map<Topic, Long> lags) {
        Moment now = now();
        longestNanos = Math.max(longestNanos, counters.takeLongestRequestNanos());
        List<String> lines = PipelinePoints.of(instance, lags, last, now, longestNanos).stream()
                .map(LineProtocol::line)
                .toList();
        return writer.write(lines).doOnSuccess(done -> {
            last = now;
            longestNanos = 0;
        });
    }

    /** Records not yet committed, by topic. Asks the broker: what a paused consumer knows of the end is old. */
    private Map<Topic, Long> lags(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(assigned);
        Map<Topic, Long> lags = new EnumMap<>(Topic.class);
        consumer.endOffsets(assigned).forEach((partition, end) -> {
            OffsetAndMetadata offset = committed.get(partition);
            long begin = begins.getOrDefault(partition, 0L);
            long from = offset == null ? begin : Math.max(begin, offset.offset());
            lags.merge(kafka.topic(partition.topic()), Math.max(0, end - from), Long::sum);
        });
        return lags;
    }

    private Moment now() {
        Instant instant = clock.get();
        return new Moment(
                instant.getEpochSecond() * 1_000_000_000 + instant.getNano(),
                counters.written.get(),
                guard.refused(),
                counters.buried.get(),
                counters.batches.get(),
                counters.requests.get(),
                counters.repeats.get(),
                counters.refusals.get(),
                counters.requestNanos.get());
    }
}
