package io.soakline.sink.page;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, numbered without gaps from 1. Every browser reads the one log at its own pace with a position of
 * its own, so that a slow one holds up nothing and costs nothing: when the log has moved past its position it is told
 * to start over.
 *
 * <p>An event id is {@code epoch-sequence}. The epoch is new at every start of the page: positions of an earlier life
 * are recognised as such.
 *
 * <p>Thread-safe.
 */
final class EventLog {

    private final String epoch;
    private final long mostBytes;
    private final @Nullable Frame[] ring;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long bytes;
    private long first = 1;
    private long last;
    private boolean closed;

    EventLog(String epoch, int mostFrames, long mostBytes) {
        this.epoch = epoch;
        this.ring = new Frame[mostFrames];
        this.mostBytes = mostBytes;
    }

    void publish(String type, String json) {
        synchronized (this) {
            last++;
            Frame frame = Frame.of(epoch, last, type, json);
            if (last - first == ring.length) {
                letGoOfFirst();
            }
            ring[slot(last)] = frame;
            bytes += frame.bytes().length;
            while (bytes > mostBytes && first < last) {
                letGoOfFirst();
            }
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * The event after a position; null when there is none yet.
     *
     * @throws PositionLostException when it is no longer held
     */
    synchronized @Nullable Frame after(long sequence) throws PositionLostException {
        if (sequence >= last) {
            return null;
        }
        if (sequence + 1 < first) {
            throw new PositionLostException(first - (sequence + 1));
        }
        return ring[slot(sequence + 1)];
    }

    private void letGoOfFirst() {
        bytes -= Objects.requireNonNull(ring[slot(first)]).bytes().length;
        ring[slot(first)] = null;
        first++;
    }

    private int slot(long sequence) {
        return (int) (sequence % ring.length);
    }

    synchronized long last() {
        return last;
    }

    String epoch() {
        return epoch;
    }

    /** Id of the newest event, as {@code Last-Event-ID} has it. */
    String lastId() {
        return epoch + "-" + last();
    }

    /** The sequence number in an id of this epoch; null for any other text. */
    @Nullable
    Long position(String id) {
        if (!id.startsWith(epoch + "-")) {
            return null;
        }
        try {
            long sequence = Long.parseLong(id.substring(epoch.length() + 1));
            return sequence < 0 || sequence > last() ? null : sequence;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Calls {@code listener} after every event and at the close, on the thread of the publisher: it must be brief. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    int listeners() {
        return listeners.size();
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        listeners.forEach(Runnable::run);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** The log has moved past a reader's position. */
    static final class PositionLostException extends Exception {

        private final long missed;

        PositionLostException(long missed) {
            super(missed + " events are no longer held");
            this.missed = missed;
        }

        long missed() {
            return missed;
        }
    }
}
