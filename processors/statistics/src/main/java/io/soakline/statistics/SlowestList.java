package io.soakline.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The slowest inferences, exact: the {@value #CAPACITY} with the largest latency, of equal latencies those with the
 * smaller sequence number. The same in every order of accepting and combining.
 */
public final class SlowestList {

    /** Enough exceedances per pane for a tail fit, at about 0.7 KB. */
    public static final int CAPACITY = 32;

    /** One inference. {@code flags} are carried along unread. */
    public record Entry(long sequence, long startNanos, long latencyNanos, int inputIndex, int flags) {}

    /** Slowest first. */
    private final Entry[] entries = new Entry[CAPACITY];

    private int size;
    /** Latency below which nothing enters any more. */
    private long threshold = Long.MIN_VALUE;

    public static SlowestList empty() {
        return new SlowestList();
    }

    public void accept(long sequence, long startNanos, long latencyNanos, int inputIndex, int flags) {
        if (latencyNanos >= threshold) {
            insert(new Entry(sequence, startNanos, latencyNanos, inputIndex, flags));
        }
    }

    public void combine(List<Entry> others) {
        for (Entry other : others) {
            if (other.latencyNanos() >= threshold) {
                insert(other);
            }
        }
    }

    private void insert(Entry entry) {
        int at = size;
        while (at > 0 && isBefore(entry, entries[at - 1])) {
            at--;
        }
        if (at == CAPACITY) {
            return;
        }
        int moved = Math.min(size, CAPACITY - 1) - at;
        System.arraycopy(entries, at, entries, at + 1, moved);
        entries[at] = entry;
        size = Math.min(size + 1, CAPACITY);
        if (size == CAPACITY) {
            threshold = entries[CAPACITY - 1].latencyNanos();
        }
    }

    private static boolean isBefore(Entry a, Entry b) {
        return a.latencyNanos() != b.latencyNanos() ? a.latencyNanos() > b.latencyNanos() : a.sequence() < b.sequence();
    }

    /** Slowest first. */
    public List<Entry> entries() {
        return new ArrayList<>(Arrays.asList(entries).subList(0, size));
    }
}
