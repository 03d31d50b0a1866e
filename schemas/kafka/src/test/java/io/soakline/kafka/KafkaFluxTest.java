package io.soakline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The bridge against Kafka's own mock consumer, which is driven by tasks run inside its poll. */
class KafkaFluxTest {

    private static final KafkaSettings KAFKA = KafkaSettings.of("nowhere:1");
    private static final String PANES = KAFKA.name(Topic.PANES);
    private static final TopicPartition ZERO = new TopicPartition(PANES, 0);
    private static final TopicPartition ONE = new TopicPartition(PANES, 1);

    private final RecordingConsumer consumer = new RecordingConsumer();
    private final Scheduler worker = Schedulers.newSingle("test-worker");
    private final KafkaFlux flux =
            new KafkaFlux(KafkaFlux.Settings.group(KAFKA, "group", Topic.PANES), properties -> consumer);
    private final Subscriber subscriber = new Subscriber();
    private long nextOffset;

    @BeforeEach
    void offsetsStartAtZero() {
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
    }

    @AfterEach
    void stop() {
        subscriber.dispose();
        worker.dispose();
    }

    private void assign(TopicPartition... partitions) {
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(partitions)));
    }

    private void deliver(int records) {
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < records; i++) {
                byte[] bytes = Long.toString(nextOffset).getBytes(StandardCharsets.UTF_8);
                consumer.addRecord(new ConsumerRecord<>(PANES, 0, nextOffset++, bytes, bytes));
            }
        });
    }

    private void subscribe() throws InterruptedException {
        flux.events(worker).subscribe(subscriber);
        assertThat(subscriber.next()).isInstanceOf(KafkaFlux.Assigned.class);
    }

    private void cancelAndAwaitClose() throws InterruptedException {
        subscriber.dispose();
        assertThat(consumer.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void events_givenPollResult_signalsItAsOneBatchAfterTheAssignment() throws InterruptedException {
        assign(ZERO);
        deliver(3);
        subscribe();
        assertThat(subscriber.nextBatch().records().count()).isEqualTo(3);
    }

    @Test
    void cancel_commitsWhatWasAcknowledgedAndNothingElse() throws InterruptedException {
        assign(ZERO);
        deliver(2);
        subscribe();
        subscriber.nextBatch().ack();
        deliver(5);
        subscriber.nextBatch().release();
        cancelAndAwaitClose();
        assertThat(consumer.committed).containsExactly(Map.entry(ZERO, 2L));
    }

    @Test
    void ack_calledTwice_countsOnce() throws InterruptedException {
        assign(ZERO);
        deliver(2);
        subscribe();
        KafkaFlux.Batch batch = subscriber.nextBatch();
        batch.release();
        batch.ack();
        cancelAndAwaitClose();
        assertThat(consumer.committed).isEmpty();
    }

    @Test
    void demand_givenNone_pausesPollsOnAndLosesNothing() throws InterruptedException {
        subscriber.requestAtStart = 1;
        assign(ZERO);
        subscribe();
        for (int i = 0; i < 20; i++) {
            deliver(1);
        }
        CountDownLatch paused = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            consumer.schedulePollTask(() -> {
                if (consumer.paused().contains(ZERO)) {
                    paused.countDown();
                }
            });
        }
        assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
        subscriber.request(Long.MAX_VALUE);
        for (int got = 0; got < 20; ) {
            KafkaFlux.Batch batch = subscriber.nextBatch();
            got += batch.records().count();
            batch.ack();
        }
        cancelAndAwaitClose();
        assertThat(consumer.committed).containsExactly(Map.entry(ZERO, 20L));
    }

    @Test
    void revocation_waitsForTheBatchInHandAndCommitsIt() throws InterruptedException {
        assign(ZERO, ONE);
        deliver(4);
        subscribe();
        KafkaFlux.Batch batch = subscriber.nextBatch();
        CountDownLatch revoking = new CountDownLatch(1);
        consumer.schedulePollTask(() -> {
            revoking.countDown();
            consumer.rebalance(List.of(ONE));
        });
        assertThat(revoking.await(20, TimeUnit.SECONDS)).isTrue();
        batch.ack();
        assertThat(subscriber.next()).isInstanceOfSatisfying(KafkaFlux.Revoked.class, revoked -> {
            assertThat(revoked.partitions()).contains(ZERO);
            assertThat(revoked.lost()).isFalse();
        });
        assertThat(consumer.committed).containsExactly(Map.entry(ZERO, 4L));
    }

    @Test
    void failure_ofThePoll_endsTheFluxWithIt() throws InterruptedException {
        assign(ZERO);
        consumer.schedulePollTask(() -> consumer.setPollException(new org.apache.kafka.common.KafkaException("gone")));
        subscribe();
        assertThat(subscriber.failed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(subscriber.failure).hasMessage("gone");
    }

    @Test
    void onConsumer_givenNoSubscription_isAnError() {
        assertThatThrownBy(() -> flux.onConsumer(c -> 1).block(Duration.ofSeconds(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("group is not subscribed");
    }

    /** Collects events; asks for as many as the test says. */
    private static final class Subscriber extends BaseSubscriber<KafkaFlux.Event> {

        private final BlockingQueue<KafkaFlux.Event> events = new LinkedBlockingQueue<>();
        private final CountDownLatch failed = new CountDownLatch(1);
        private volatile Throwable failure = new AssertionError("no failure");
        private long requestAtStart = Long.MAX_VALUE;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(requestAtStart);
        }

        @Override
        protected void hookOnNext(KafkaFlux.Event event) {
            events.add(event);
        }

        @Override
        protected void hookOnError(Throwable throwable) {
            failure = throwable;
            failed.countDown();
        }

        KafkaFlux.Event next() throws InterruptedException {
            return Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event within 20 s");
        }

        KafkaFlux.Batch nextBatch() throws InterruptedException {
            return (KafkaFlux.Batch) next();
        }
    }
}
