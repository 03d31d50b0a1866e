package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latency by the idle gap before the inference, from the end of the one before to its own start: one sketch for each
 * octave of gaps. The same in every order of accepting and combining.
 */
public final class IdleGaps {

    /** Octave that also holds all shorter gaps and those below 0 (inferences that overlapped): below 2 µs. */
    public static final int SMALLEST_EXPONENT = 10;

    /** What {@code gapNanos} is when it is not known. */
    public static final long UNKNOWN = -1;

    /**
     * Gaps from 2^{@code exponent} (inclusive) to 2^({@code exponent} + 1) ns.
     *
     * @param latency must not be changed
     */
    public record Bucket(int exponent, LatencySketch latency) {}

    private final @Nullable LatencySketch[] octaves = new LatencySketch[Long.SIZE];

    public static IdleGaps empty() {
        return new IdleGaps();
    }

    /** A gap of {@link #UNKNOWN} is left out. */
    public void accept(long gapNanos, long latencyNanos) {
        if (gapNanos != UNKNOWN) {
            octave(exponent(gapNanos)).accept((double) latencyNanos);
        }
    }

    static int exponent(long gapNanos) {
        return gapNanos <= 0
                ? SMALLEST_EXPONENT
                : Math.max(SMALLEST_EXPONENT, Long.SIZE - 1 - Long.numberOfLeadingZeros(gapNanos));
    }

    private LatencySketch octave(int exponent) {
        LatencySketch found = octaves[exponent];
        if (found == null) {
            found = LatencySketch.empty();
            octaves[exponent] = found;
        }
        return found;
    }

    public void combine(List<Bucket> buckets) {
        for (Bucket bucket : buckets) {
            octave(bucket.exponent()).combine(bucket.latency());
        }
    }

    /** By gap, ascending; octaves without an inference are left out. */
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (int exponent = 0; exponent < octaves.length; exponent++) {
            LatencySketch latency = octaves[exponent];
            if (latency != null) {
                buckets.add(new Bucket(exponent, latency.copy()));
            }
        }
        return buckets;
    }
}
