package io.soakline.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The slowest inferences, exact: the {@value #CAPACITY} with the largest latency, of equal latencies those with the
 * smaller sequence number, then start, then input. The same in every order of accepting and combining.
 */
public final class SlowestList {

    /** Enough exceedances per pane for a tail fit, at about 0.7 KB. */
    public static final int CAPACITY = 32;

    /**
     * One inference. {@code flags}, {@code cause} and {@code evidence} are carried along unread.
     *
     * @param queueNanos actual minus intended start
     * @param gapNanos start minus end of the inference before; {@link IdleGaps#UNKNOWN} when not known
     * @param cause what explains it; empty when nobody looked
     * @param evidence the figures behind the cause
     */
    public record Entry(
            long sequence,
            long startNanos,
            long latencyNanos,
            int inputIndex,
            int flags,
            long queueNanos,
            long gapNanos,
            String cause,
            String evidence) {

        /** One of which neither queueing nor gap nor cause is known. */
        public Entry(long sequence, long startNanos, long latencyNanos, int inputIndex, int flags) {
            this(sequence, startNanos, latencyNanos, inputIndex, flags, 0, IdleGaps.UNKNOWN);
        }

        public Entry(
                long sequence,
                long startNanos,
                long latencyNanos,
                int inputIndex,
                int flags,
                long queueNanos,
                long gapNanos) {
            this(sequence, startNanos, latencyNanos, inputIndex, flags, queueNanos, gapNanos, "", "");
        }

        public Entry withCause(String newCause, String newEvidence) {
            return new Entry(
                    sequence, startNanos, latencyNanos, inputIndex, flags, queueNanos, gapNanos, newCause, newEvidence);
        }
    }

    /** Slowest first. */
    private final Entry[] entries = new Entry[CAPACITY];

    private int size;
    /** Latency below which nothing enters any more. */
    private long threshold = Long.MIN_VALUE;

    public static SlowestList empty() {
        return new SlowestList();
    }

    public void accept(long sequence, long startNanos, long latencyNanos, int inputIndex, int flags) {
        accept(sequence, startNanos, latencyNanos, inputIndex, flags, 0, IdleGaps.UNKNOWN);
    }

    /** For the further arguments see {@link Entry}. */
    public void accept(
            long sequence,
            long startNanos,
            long latencyNanos,
            int inputIndex,
            int flags,
            long queueNanos,
            long gapNanos) {
        if (latencyNanos >= threshold) {
            insert(new Entry(sequence, startNanos, latencyNanos, inputIndex, flags, queueNanos, gapNanos));
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
        if (a.latencyNanos() != b.latencyNanos()) {
            return a.latencyNanos() > b.latencyNanos();
        }
        if (a.sequence() != b.sequence()) {
            return a.sequence() < b.sequence();
        }
        // Entries of different runs may have the same number.
        return a.startNanos() != b.startNanos() ? a.startNanos() < b.startNanos() : a.inputIndex() < b.inputIndex();
    }

    /** Slowest first. */
    public List<Entry> entries() {
        return new ArrayList<>(Arrays.asList(entries).subList(0, size));
    }
}
