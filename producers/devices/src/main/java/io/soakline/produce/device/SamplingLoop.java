package io.soakline.produce.device;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.DeviceBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples a device at a steady period on a thread of its own and publishes a batch each second, with what the thread
 * itself costs as the last channel.
 *
 * <p>Ticks are multiples of the period since the start, so that lateness never adds up; a tick that is missed by more
 * than a period is skipped and counted.
 */
public final class SamplingLoop implements AutoCloseable {

    /** Fast enough to tell what one slow inference ran into. */
    public static final Duration DEFAULT_PERIOD = Duration.ofMillis(100);

    private static final long BATCH_NANOS = 1_000_000_000L;
    private static final long STOP_PATIENCE_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(SamplingLoop.class);

    private final RecordPublisher publisher;
    private final DeviceSampler sampler;
    private final String deviceId;
    private final boolean fetches;
    private final long periodNanos;
    private final long ticksInABatch;
    private final RecordCodec<DeviceBatch> codec = RecordCodec.of(DeviceBatch.class);
    private final Delivery delivery = new Delivery();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "device-sampling");

    private final OwnCost cost = new OwnCost();
    private final SampleBatch batch;
    private long ticksSincePublished;
    private double percent = Double.NaN;
    private final AtomicLong samples = new AtomicLong();
    private final AtomicLong skippedTicks = new AtomicLong();

    SamplingLoop(RecordPublisher publisher, DeviceSampler sampler, String deviceId, Duration period) {
        if (period.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the sampling period is " + period + ", expected at least 1 ms");
        }
        this.publisher = publisher;
        this.sampler = sampler;
        this.deviceId = deviceId;
        fetches = sampler.fetchNanos() > 0;
        periodNanos = fetches ? sampler.fetchNanos() : period.toNanos();
        ticksInABatch = Math.max(1, BATCH_NANOS / periodNanos);
        List<Channel> channels = new ArrayList<>(sampler.describe());
        channels.add(cost.channel(sampler.name()));
        batch = new SampleBatch(deviceId, sampler.name(), channels);
        thread.setDaemon(true);
    }

    /** Samples this host. The publisher stays the caller's. */
    public static SamplingLoop start(RecordPublisher publisher, String deviceId, Duration period) {
        return start(publisher, new HostSampler(), deviceId, period);
    }

    /** Samples with {@code sampler}, and closes it in the end. */
    public static SamplingLoop start(
            RecordPublisher publisher, DeviceSampler sampler, String deviceId, Duration period) {
        SamplingLoop loop = new SamplingLoop(publisher, sampler, deviceId, period);
        loop.thread.start();
        return loop;
    }

    private void run() {
        long start = System.nanoTime();
        long tick = 0;
        try {
            while (!stop.await(untilTick(start, tick), TimeUnit.NANOSECONDS)) {
                sample(System.nanoTime(), SoakClock.SYSTEM.wallNanos());
                tick = next(tick, (System.nanoTime() - start) / periodNanos);
            }
            if (fetches) {
                sample(System.nanoTime(), SoakClock.SYSTEM.wallNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Sampling of device {} has stopped: {}", deviceId, e.getMessage(), e);
        } finally {
            publish();
            sampler.close();
        }
    }

    private long untilTick(long start, long tick) {
        return start + tick * periodNanos - System.nanoTime();
    }

    /** The tick after {@code tick}, or the first that is still to come, given the number of the current period. */
    long next(long tick, long currentPeriod) {
        long next = Math.max(tick + 1, currentPeriod);
        skippedTicks.addAndGet(next - tick - 1);
        return next;
    }

    /** Takes what samples there are, and publishes the batch once it spans a second. */
    void sample(long monotonicNanos, long wallNanos) {
        int before = batch.size();
        sampler.sample(monotonicNanos, wallNanos, (at, values) -> {
            if (batch.size() == before) {
                percent = cost.percent(monotonicNanos);
            }
            batch.add(at, values, percent);
        });
        samples.addAndGet(batch.size() - before);
        if (++ticksSincePublished >= ticksInABatch) {
            publish();
        }
    }

    private void publish() {
        ticksSincePublished = 0;
        if (batch.size() > 0) {
            DeviceBatch batchRecord = batch.toRecord();
            publisher.send(Topic.DEVICES, Keys.of(batchRecord), codec.encode(batchRecord), delivery);
            if (delivery.failedFirst()) {
                LOG.warn("Samples of device {} do not reach the log: {}", deviceId, delivery.firstReason());
            }
            batch.clear();
        }
    }

    /** Samples taken so far. */
    public long samples() {
        return samples.get();
    }

    /** Ticks for which the loop came too late. */
    public long skippedTicks() {
        return skippedTicks.get();
    }

    /** Batches that the log did not take, and why. */
    public Delivery delivery() {
        return delivery;
    }

    /** Publishes what is left and stops. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(STOP_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
