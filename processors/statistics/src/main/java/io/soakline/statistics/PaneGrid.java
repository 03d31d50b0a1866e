package io.soakline.statistics;

import java.time.Duration;

/**
 * Equal intervals of wall-clock time, aligned to 1970. A pane is labelled with its start: the pane {@code s} holds the
 * times {@code s <= t < s + paneNanos}. Results that a {@code long} cannot hold are clamped to its range.
 */
public record PaneGrid(long paneNanos) {

    /** Ten seconds: enough inferences for a p99 at 10 Hz and above, short enough to see a change within two of them. */
    public static final PaneGrid DEFAULT = new PaneGrid(Duration.ofSeconds(10).toNanos());

    /** @throws IllegalArgumentException unless the width is positive */
    public PaneGrid {
        if (paneNanos <= 0) {
            throw new IllegalArgumentException("a pane has a positive width, not " + paneNanos + " ns");
        }
    }

    /** Start of the pane that holds the time; the smallest {@code long} where the start is below it. */
    public long floor(long nanos) {
        long start = nanos - Math.floorMod(nanos, paneNanos);
        return start > nanos ? Long.MIN_VALUE : start;
    }

    /** Start of the pane after the one that holds the time; the largest {@code long} where it is beyond. */
    public long next(long nanos) {
        long start = nanos - Math.floorMod(nanos, paneNanos) + paneNanos;
        return start < nanos ? Long.MAX_VALUE : start;
    }
}
