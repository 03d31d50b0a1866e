package io.soakline.produce.device;

import java.util.Arrays;
import java.util.List;

/**
 * Reads no more than once a second and repeats itself in between: for what changes slowly, or what costs the cores that
 * are asked for it.
 */
final class Held implements Reading {

    private static final long HOLD_NANOS = 1_000_000_000L;

    private final Reading reading;
    private final double[] held;
    private long readAtNanos;
    private boolean read;

    Held(Reading reading) {
        this.reading = reading;
        held = new double[reading.channels().size()];
    }

    @Override
    public List<Channel> channels() {
        return reading.channels();
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        if (!read || monotonicNanos - readAtNanos >= HOLD_NANOS) {
            Arrays.fill(held, Double.NaN);
            reading.read(monotonicNanos, held, 0);
            readAtNanos = monotonicNanos;
            read = true;
        }
        System.arraycopy(held, 0, values, offset, held.length);
    }
}
