package io.soakline.produce.soak;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.DeviceBatch;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the log, ten times a second, whether the soak thread got its core: how long it waited for one, how often it was
 * put off one, and what the hypervisor and interrupts took of it. Channels are named {@code run:RUN-ID} at the sensor,
 * because they are about the run whose turn it is and say nothing about the device's other runs.
 *
 * <p>The thread's own counters are read when a turn begins and ends, too, so that no stretch belongs to two runs.
 */
public final class SoakSampling implements AutoCloseable {

    private static final long PERIOD_NANOS = 100_000_000L;
    private static final int ROWS = 10;
    private static final long STOP_PATIENCE_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(SoakSampling.class);

    private final RecordPublisher publisher;
    private final ThrottleMonitor throttling;
    private final SoakSamples samples;
    private final Delivery delivery = new Delivery();
    private final RecordCodec<DeviceBatch> codec = RecordCodec.of(DeviceBatch.class);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "soak-sampling");
    private volatile @Nullable CoreShares core;

    private SoakSampling(RecordPublisher publisher, String deviceId, ThrottleMonitor throttling) {
        this.publisher = publisher;
        this.throttling = throttling;
        samples = new SoakSamples(deviceId, "engine-" + ProcessHandle.current().pid());
        thread.setDaemon(true);
    }

    /** Starts sampling, on whatever cores the calling thread may use. The publisher and the monitor stay the caller's. */
    public static SoakSampling start(RecordPublisher publisher, String deviceId, ThrottleMonitor throttling) {
        SoakSampling sampling = new SoakSampling(publisher, deviceId, throttling);
        sampling.thread.start();
        return sampling;
    }

    /**
     * Watches the calling thread from now on.
     *
     * @param cores that it is bound to, in the kernel's form; null when it is not bound
     */
    public void watchCurrentThread(@Nullable String cores) {
        samples.watch(ThreadScheduling.ofCurrentThread());
        core = cores == null ? null : new CoreShares(Affinity.cores(cores), Path.of("/"));
    }

    /** A turn of the run begins on the watched thread. */
    public void turnBegins(String runId) {
        samples.turnBegins(runId, System.nanoTime(), SoakClock.SYSTEM.wallNanos());
    }

    /** It ends. */
    public void turnEnds() {
        samples.turnEnds(System.nanoTime(), SoakClock.SYSTEM.wallNanos());
    }

    private void watch() {
        long start = System.nanoTime();
        long tick = 0;
        try {
            while (!stop.await(start + tick * PERIOD_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                tick();
                tick = Math.max(tick + 1, (System.nanoTime() - start) / PERIOD_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Sampling of the soak thread has stopped: {}", e.getMessage(), e);
        } finally {
            publish();
        }
    }

    private void tick() {
        throttling.read(System.nanoTime());
        CoreShares own = core;
        if (own == null) {
            samples.tick(System.nanoTime(), SoakClock.SYSTEM.wallNanos(), Double.NaN, Double.NaN, Double.NaN);
        } else {
            own.read();
            samples.tick(
                    System.nanoTime(),
                    SoakClock.SYSTEM.wallNanos(),
                    own.stealPercent(),
                    own.interruptPercent(),
                    own.clockMegahertz());
        }
        if (samples.rows() >= ROWS) {
            publish();
        }
    }

    private void publish() {
        DeviceBatch batch = samples.take();
        if (batch != null) {
            publisher.send(Topic.DEVICES, Keys.of(batch), codec.encode(batch), delivery);
            if (delivery.failedFirst()) {
                LOG.warn("Samples of the soak thread do not reach the log: {}", delivery.firstReason());
            }
        }
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
        samples.close();
        CoreShares own = core;
        if (own != null) {
            own.close();
        }
    }
}
