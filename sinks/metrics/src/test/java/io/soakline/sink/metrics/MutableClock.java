package io.soakline.sink.metrics;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Stands where it is put. */
final class MutableClock extends Clock {

    private volatile long nanos = Samples.START;

    /** @param panes of 10 s after the start of the samples */
    void at(double panes) {
        nanos = Samples.START + (long) (panes * Samples.PANE);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
