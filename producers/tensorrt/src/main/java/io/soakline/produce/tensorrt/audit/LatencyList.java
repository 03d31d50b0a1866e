package io.soakline.produce.tensorrt.audit;

import java.util.Arrays;

/** Latencies in nanoseconds, all of them. */
final class LatencyList {

    private long[] values = new long[1 << 16];
    private int size;

    void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = nanos;
    }

    int size() {
        return size;
    }

    /** Nearest rank: the smallest that at least share {@code q} of all do not exceed; NaN of none. */
    double quantile(double q) {
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, Math.max(0, (int) Math.ceil(q * size) - 1))];
    }
}
