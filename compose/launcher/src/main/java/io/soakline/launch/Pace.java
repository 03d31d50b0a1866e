package io.soakline.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast something comes on, to tell how long it still takes.
 *
 * @param from share that was done when it was first looked at, 0 to 1: what was found done says nothing about pace
 * @param sinceNanos when that was
 */
record Pace(double from, long sinceNanos) {

    /** Less says too little. */
    private static final double LEAST_STEP = 0.02;

    private static final long LEAST_NANOS = 2_000_000_000L;

    /**
     * @param fraction done now, 0 to 1
     * @return null while too little was done, or for NaN
     */
    @Nullable
    Duration left(double fraction, long nowNanos) {
        double step = fraction - from;
        long taken = nowNanos - sinceNanos;
        if (!(step >= LEAST_STEP) || taken < LEAST_NANOS) {
            return null;
        }
        return Duration.ofNanos(Math.round(taken * Math.max(0, 1 - fraction) / step));
    }
}
