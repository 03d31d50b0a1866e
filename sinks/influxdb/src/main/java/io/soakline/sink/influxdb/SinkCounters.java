package io.soakline.sink.influxdb;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/** What a sink did since its start. Written by the flow, read by anyone. */
final class SinkCounters {

    /** Points that the server has taken; one written again counts again. */
    final AtomicLong written = new AtomicLong();
    /** Records that became dead letters. */
    final AtomicLong buried = new AtomicLong();
    /** Batches that ended, whatever it took. */
    final AtomicLong batches = new AtomicLong();
    /** Requests that were answered or given up, each repetition by itself. */
    final AtomicLong requests = new AtomicLong();
    /** Requests sent again because the server was not there for them. */
    final AtomicLong repeats = new AtomicLong();
    /** Requests refused for the points in them. */
    final AtomicLong refusals = new AtomicLong();

    final AtomicLong requestNanos = new AtomicLong();
    private final LongAccumulator longestRequestNanos = new LongAccumulator(Math::max, 0);
    /** Whether a repetition is being waited for. */
    final AtomicBoolean waiting = new AtomicBoolean();

    void request(long nanos) {
        requests.incrementAndGet();
        requestNanos.addAndGet(nanos);
        longestRequestNanos.accumulate(nanos);
    }

    /** The longest since this was asked last; 0 for none. */
    long takeLongestRequestNanos() {
        return longestRequestNanos.getThenReset();
    }
}
