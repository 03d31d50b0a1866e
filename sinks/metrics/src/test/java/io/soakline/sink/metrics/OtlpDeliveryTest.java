package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.soakline.log.RecordCodec;
import io.soakline.record.PaneRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A collector that is away, slow to come back or refuses, in virtual time. */
class OtlpDeliveryTest {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    private VirtualTimeScheduler time;
    private final List<Integer> sent = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        time.advanceTimeTo(java.time.Instant.ofEpochSecond(0, Samples.START + 10 * Samples.PANE));
    }

    @AfterEach
    void reset() {
        VirtualTimeScheduler.reset();
    }

    private OtlpDelivery delivery(Function<List<OtlpPoints.Point>, Mono<Void>> collector) {
        OtlpPoints points = new OtlpPoints(AggregationTemporality.DELTA, 320, 0, pane -> Labels.NONE);
        return new OtlpDelivery(points, collector, MAX_AGE, time);
    }

    private Mono<Void> takes(List<OtlpPoints.Point> points) {
        return Mono.fromRunnable(() -> sent.add(points.size()));
    }

    private static Mono<Void> away() {
        return Mono.error(new IllegalStateException("connection refused"));
    }

    private static List<ConsumerRecord<byte[], byte[]>> panes(int n) {
        RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            byte[] value = codec.encode(Samples.pane("r-" + i, 9, 1_000_000));
            records.add(new ConsumerRecord<>("soakline.panes", 0, i, new byte[0], value));
        }
        return records;
    }

    private static double reading(OtlpDelivery delivery, String name, Labels labels) {
        Readings readings = new Readings();
        delivery.read(readings);
        List<Double> found = new ArrayList<>();
        readings.forEachFamily((family, series) -> {
            if (family.name().equals(name) && series.containsKey(labels)) {
                found.add(series.get(labels));
            }
        });
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static double dropped(OtlpDelivery delivery, String reason) {
        return reading(delivery, "soakline.otlp.panes.dropped", Labels.NONE.with("reason", reason));
    }

    @Test
    void deliver_givenManyPanes_sendsThemInBoundedRequests() {
        OtlpDelivery delivery = delivery(this::takes);

        StepVerifier.create(delivery.deliver(panes(450))).verifyComplete();

        assertThat(sent).containsExactly(200, 200, 50);
        assertThat(reading(delivery, "soakline.otlp.panes.pushed", Labels.NONE)).isEqualTo(450);
    }

    @Test
    void deliver_givenAnOutage_holdsOneRequestAndLosesNothing() {
        OtlpDelivery delivery = delivery(points -> attempts.incrementAndGet() <= 5 ? away() : takes(points));

        StepVerifier.withVirtualTime(() -> delivery.deliver(panes(250)), () -> time, Long.MAX_VALUE)
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(1))
                .thenAwait(Duration.ofMinutes(5))
                .verifyComplete();

        assertThat(sent).containsExactly(200, 50);
        assertThat(reading(delivery, "soakline.otlp.failures", Labels.NONE)).isEqualTo(5);
        assertThat(dropped(delivery, "age")).isZero();
    }

    @Test
    void deliver_givenALongOutage_dropsWhatIsTooOldAndCountsIt() {
        OtlpDelivery delivery = delivery(points -> away());

        StepVerifier.withVirtualTime(() -> delivery.deliver(panes(250)), () -> time, Long.MAX_VALUE)
                .expectSubscription()
                .thenAwait(Duration.ofMinutes(59))
                .then(() -> assertThat(dropped(delivery, "age")).isZero())
                .then(() -> assertThat(reading(delivery, "soakline.otlp.waiting", Labels.NONE))
                        .isEqualTo(200))
                .thenAwait(Duration.ofMinutes(3))
                .verifyComplete();

        assertThat(dropped(delivery, "age")).isEqualTo(250);
        assertThat(reading(delivery, "soakline.otlp.waiting", Labels.NONE)).isZero();
        assertThat(reading(delivery, "soakline.otlp.panes.pushed", Labels.NONE)).isZero();
    }

    @Test
    void deliver_givenARefusal_dropsThatRequestOnceAndGoesOn() {
        OtlpDelivery delivery = delivery(points -> attempts.incrementAndGet() == 1
                ? Mono.error(new OtlpDoor.RefusedException("HTTP 400"))
                : takes(points));

        StepVerifier.create(delivery.deliver(panes(250))).verifyComplete();

        assertThat(sent).containsExactly(50);
        assertThat(dropped(delivery, "refused")).isEqualTo(200);
    }

    @Test
    void deliver_givenBytesThatAreNoPane_goesOnWithTheOthers() {
        OtlpDelivery delivery = delivery(this::takes);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(panes(2));
        records.add(
                1,
                new ConsumerRecord<>("soakline.panes", 0, 9, new byte[0], "no pane".getBytes(StandardCharsets.UTF_8)));

        StepVerifier.create(delivery.deliver(records)).verifyComplete();

        assertThat(sent).containsExactly(2);
        assertThat(dropped(delivery, "unreadable")).isEqualTo(1);
    }
}
