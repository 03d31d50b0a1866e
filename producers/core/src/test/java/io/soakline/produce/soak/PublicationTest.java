package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Topic;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.publish.RecordPublisher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublicationTest {

    private static final long WALL_MINUS_MONOTONIC = 1_000_000_000L;

    /** Rows of 100 ns latency that start every 1,000 ns, from monotonic time 0. */
    private static void fill(PendingBatch batch, int rows) {
        batch.columns.open("run", "device", "engine", "model", "inputs", 0);
        batch.wallMinusMonotonicNanos = WALL_MINUS_MONOTONIC;
        batch.delivery = new Delivery();
        for (int i = 0; i < rows; i++) {
            int output = batch.columns.digestIndex(1, 2, 1, 2);
            batch.columns.append(WALL_MINUS_MONOTONIC + i * 1_000L, 0, 100, 0, output, 0);
        }
    }

    private static InferenceColumns published(InMemoryPublisher log) throws Exception {
        InferenceColumns columns = new InferenceColumns();
        columns.decode(log.published(Topic.INFERENCES).get(0).value());
        return columns;
    }

    @Test
    void send_givenPause_flagsExactlyTheInferencesItOverlaps() throws Exception {
        PauseIntervals pauses = new PauseIntervals();
        pauses.add(2_050, 4_000);
        pauses.add(7_500, 7_900);
        InMemoryPublisher log = new InMemoryPublisher();
        try (Publication publication =
                new Publication(log, pauses, new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()))) {
            PendingBatch batch = publication.take();
            fill(batch, 10);
            publication.send(batch);
            publication.drain();
        }
        InferenceColumns columns = published(log);
        for (int i = 0; i < 10; i++) {
            assertThat(InferenceFlag.has(columns.flags[i], InferenceFlag.HARNESS_PAUSE))
                    .as("row " + i)
                    .isEqualTo(i == 2 || i == 3 || i == 4);
        }
    }

    @Test
    void send_givenMonitorThatComesLater_waitsForItsReport() throws Exception {
        PauseIntervals pauses = new PauseIntervals();
        pauses.watchedUntil(0);
        InMemoryPublisher log = new InMemoryPublisher();
        try (Publication publication =
                new Publication(log, pauses, new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()))) {
            PendingBatch batch = publication.take();
            fill(batch, 10);
            publication.send(batch);
            pauses.add(9_000, 9_050);
            pauses.watchedUntil(20_000);
            publication.drain();
        }
        assertThat(InferenceFlag.has(published(log).flags[9], InferenceFlag.HARNESS_PAUSE))
                .isTrue();
    }

    @Test
    void take_givenLogThatDoesNotMove_waitsAndCounts() throws Exception {
        CountDownLatch moves = new CountDownLatch(1);
        InMemoryPublisher log = new InMemoryPublisher();
        RecordPublisher stuck = new Forwarding(log) {
            @Override
            public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
                try {
                    assertThat(moves.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                super.send(topic, key, value, done);
            }
        };
        int batches = Publication.BATCHES + 5;
        try (Publication publication = new Publication(
                stuck, new PauseIntervals(), new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()))) {
            Thread soak = new Thread(() -> {
                for (int i = 0; i < batches; i++) {
                    PendingBatch batch = publication.take();
                    fill(batch, 1);
                    publication.send(batch);
                }
            });
            soak.start();
            while (publication.waits() == 0) {
                Thread.onSpinWait();
            }
            moves.countDown();
            soak.join();
            publication.drain();
            assertThat(publication.waitedNanos()).isPositive();
        }
        assertThat(log.published(Topic.INFERENCES)).hasSize(batches);
    }

    @Test
    void drain_givenPublisherThatThrows_tellsInsteadOfWaitingForEver() {
        RecordPublisher broken = new Forwarding(new InMemoryPublisher()) {
            @Override
            public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
                throw new IllegalStateException("disk full");
            }
        };
        try (Publication publication = new Publication(
                broken, new PauseIntervals(), new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()))) {
            PendingBatch batch = publication.take();
            fill(batch, 1);
            publication.send(batch);
            assertThatThrownBy(publication::drain)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("publishing has stopped")
                    .hasMessageContaining("disk full");
        }
    }

    private static class Forwarding implements RecordPublisher {

        private final RecordPublisher target;

        Forwarding(RecordPublisher target) {
            this.target = target;
        }

        @Override
        public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
            target.send(topic, key, value, done);
        }

        @Override
        public void flush() {
            target.flush();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
