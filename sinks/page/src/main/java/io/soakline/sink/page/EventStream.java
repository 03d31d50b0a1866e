package io.soakline.sink.page;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * One browser's reading of the event log. It takes from the log only what the connection asks for, so nothing is
 * buffered here; all of its work runs on the connection's own event loop.
 */
final class EventStream implements Runnable {

    /** Shorter than the idle limits of common proxies, long enough to cost nothing. */
    private static final long HEARTBEAT_SECONDS = 15;

    /** A position that no log holds: the browser is told to start over. */
    static final long FORGOTTEN = -1;

    private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(StandardCharsets.UTF_8);

    private final EventLog log;
    private final FluxSink<ByteBuf> sink;
    private final ScheduledExecutorService loop;
    private final PageMetrics metrics;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private long position;
    private @Nullable ScheduledFuture<?> heartbeat;

    private EventStream(
            EventLog log, long position, FluxSink<ByteBuf> sink, ScheduledExecutorService loop, PageMetrics metrics) {
        this.log = log;
        this.position = position;
        this.sink = sink;
        this.loop = loop;
        this.metrics = metrics;
    }

    /**
     * @param position sequence number of the last event that the browser has
     * @param loop single-threaded
     */
    static Flux<ByteBuf> from(EventLog log, long position, ScheduledExecutorService loop, PageMetrics metrics) {
        return Flux.create(
                sink -> new EventStream(log, position, sink, loop, metrics).start(), FluxSink.OverflowStrategy.IGNORE);
    }

    private void start() {
        metrics.clientCame();
        heartbeat = loop.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        sink.onDispose(this::stop);
        sink.onRequest(n -> run());
        log.listen(this);
        run();
    }

    private void stop() {
        log.forget(this);
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        metrics.clientLeft();
    }

    /** Something may be there to send: asks the event loop to look, unless it already will. */
    @Override
    public void run() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        while (sink.requestedFromDownstream() > 0 && !sink.isCancelled()) {
            byte[] bytes = next();
            if (bytes == null) {
                if (log.isClosed()) {
                    sink.complete();
                }
                return;
            }
            sink.next(Unpooled.wrappedBuffer(bytes));
        }
    }

    private byte @Nullable [] next() {
        if (position == FORGOTTEN) {
            return startOver();
        }
        try {
            Frame frame = log.after(position);
            if (frame == null) {
                return null;
            }
            position = frame.sequence();
            return frame.bytes();
        } catch (EventLog.PositionLostException e) {
            metrics.dropped(e.missed());
            return startOver();
        }
    }

    private byte[] startOver() {
        metrics.resync();
        position = log.last();
        return Frame.of(log.epoch(), position, "resync", "{}").bytes();
    }

    private void beat() {
        if (sink.requestedFromDownstream() > 0) {
            sink.next(Unpooled.wrappedBuffer(HEARTBEAT));
        }
    }
}
