package io.soakline.produce.soak;

import io.soakline.log.InferenceFlag;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.OutputSketch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps publishing off the soak thread: batches are filled there and marked, encoded and sent on a thread of its own.
 *
 * <p>Batches come from a fixed pool. When the log is slower than the soak the pool runs dry, and the soak waits between
 * two inferences; these waits are counted. One publication serves all runs of a process, because only one run has its
 * turn at a time.
 */
public final class Publication implements AutoCloseable {

    /** At 1,024 inferences each: room for half a second of a 30 kHz engine. */
    static final int BATCHES = 16;

    private static final int QUEUE = 1024;
    private static final long PAUSE_PATIENCE_MILLIS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final RecordPublisher publisher;
    private final PauseIntervals pauses;
    private final ThrottleMonitor throttling;
    private final BlockingQueue<PendingBatch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
    private final RecordCodec<OutputSketch> sketches = RecordCodec.of(OutputSketch.class);
    private final AtomicLong waits = new AtomicLong();
    private final AtomicLong waitedNanos = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable Throwable death;

    /** What the publishing thread does next. */
    private sealed interface Work {}

    private record SendBatch(PendingBatch batch) implements Work {}

    private record SendSketch(OutputSketch sketch, Delivery delivery) implements Work {}

    private record Report(CountDownLatch reached) implements Work {}

    private record Finish() implements Work {}

    /**
     * Starts the publishing thread.
     *
     * @param pauses of the harness
     * @param throttling of the platform
     */
    public Publication(RecordPublisher publisher, PauseIntervals pauses, ThrottleMonitor throttling) {
        this.publisher = publisher;
        this.throttling = throttling;
        this.pauses = pauses;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new PendingBatch());
        }
        thread = new Thread(this::publish, "publishing");
        thread.setDaemon(true);
        thread.start();
    }

    /** An empty batch; waits while all are with the log. */
    PendingBatch take() {
        PendingBatch batch = free.poll();
        if (batch != null) {
            return batch;
        }
        waits.incrementAndGet();
        long start = System.nanoTime();
        try {
            while (batch == null) {
                requireAlive();
                batch = free.poll(100, TimeUnit.MILLISECONDS);
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the log", e);
        } finally {
            waitedNanos.addAndGet(System.nanoTime() - start);
        }
    }

    /** Takes back a batch that was not filled. */
    void release(PendingBatch batch) {
        free.add(batch);
    }

    /** Hands a filled batch over. */
    void send(PendingBatch batch) {
        put(new SendBatch(batch));
    }

    /** Hands a sketch over. */
    void send(OutputSketch sketch, Delivery delivery) {
        put(new SendSketch(sketch, delivery));
    }

    /** Returns when everything handed over so far is on the log or has failed. */
    public void drain() {
        CountDownLatch reached = new CountDownLatch(1);
        put(new Report(reached));
        try {
            while (!reached.await(100, TimeUnit.MILLISECONDS)) {
                requireAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the log", e);
        }
        publisher.flush();
    }

    /** How often the soak had to wait for the log. */
    public long waits() {
        return waits.get();
    }

    /** For how long altogether, nanoseconds. */
    public long waitedNanos() {
        return waitedNanos.get();
    }

    private void put(Work work) {
        try {
            while (!queue.offer(work, 100, TimeUnit.MILLISECONDS)) {
                requireAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing over to the log", e);
        }
    }

    private void requireAlive() {
        Throwable cause = death;
        if (cause != null) {
            throw new IllegalStateException("publishing has stopped: " + cause, cause);
        }
    }

    private void publish() {
        try {
            Work work = queue.take();
            while (!(work instanceof Finish)) {
                publish(work);
                work = queue.take();
            }
        } catch (InterruptedException e) {
            death = e;
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Whoever hands over next is told; nothing may wait for this thread for ever.
            death = e;
            LOG.error("publishing has stopped", e);
        }
    }

    private void publish(Work work) throws InterruptedException {
        if (work instanceof SendBatch send) {
            publish(send.batch());
        } else if (work instanceof SendSketch send) {
            byte[] bytes = sketches.encode(send.sketch());
            publisher.send(Topic.OUTPUTS, Keys.of(send.sketch()), bytes, send.delivery());
        } else if (work instanceof Report report) {
            report.reached().countDown();
        }
    }

    private void publish(PendingBatch batch) throws InterruptedException {
        pauses.awaitWatchedUntil(batch.endNanos(), PAUSE_PATIENCE_MILLIS);
        batch.mark(pauses, InferenceFlag.HARNESS_PAUSE);
        throttling.read(System.nanoTime());
        batch.mark(throttling.intervals(), InferenceFlag.THROTTLED);
        byte[] bytes = batch.columns.encode();
        String key = batch.columns.deviceId;
        Delivery delivery = batch.delivery;
        free.add(batch);
        publisher.send(Topic.INFERENCES, key, bytes, delivery);
    }

    /** Stops the thread after what it was given; the publisher stays open. */
    @Override
    public void close() {
        if (death == null) {
            put(new Finish());
        }
    }
}
