package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The median latency of each pane of one run, in the order of time. A pane that is told again replaces the one before;
 * older ones have been told already. 16 bytes a pane: a week of one run is 1 MB.
 */
final class PaneMedians {

    private long[] endNanos = new long[64];
    private double[] p50Nanos = new double[64];
    private int size;

    void accept(long end, double p50) {
        if (size > 0 && end < endNanos[size - 1]) {
            return;
        }
        if (size > 0 && end == endNanos[size - 1]) {
            size--;
        }
        if (size == endNanos.length) {
            endNanos = Arrays.copyOf(endNanos, 2 * size);
            p50Nanos = Arrays.copyOf(p50Nanos, 2 * size);
        }
        endNanos[size] = end;
        p50Nanos[size] = p50;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Median of the panes' medians. Only when there is one. */
    double median() {
        double[] sorted = Arrays.copyOf(p50Nanos, size);
        Arrays.sort(sorted);
        int half = size / 2;
        return size % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Natural logarithms, at most so many, evenly spread over the run. */
    List<Double> logarithms(int most) {
        int taken = Math.min(size, most);
        List<Double> logarithms = new ArrayList<>(taken);
        for (int i = 0; i < taken; i++) {
            logarithms.add(Math.log(p50Nanos[(int) ((long) i * size / taken)]));
        }
        return logarithms;
    }
}
