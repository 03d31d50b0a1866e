package io.soakline.produce.output;

/**
 * Which outputs a run has shown already, up to a limit: a primitive hash set of input index and digest that never
 * allocates after construction.
 */
public final class DistinctOutputs {

    /** What {@link #add} found. */
    public enum Found {
        /** Seen for the first time. */
        NEW,
        /** Seen before. */
        KNOWN,
        /** Not seen before, and there is no room to remember it. */
        BEYOND_LIMIT
    }

    private final int limit;
    private final int mask;
    private final long[] high;
    private final long[] low;
    /** Input index plus one; 0 marks a free slot. */
    private final int[] input;

    private int size;

    /** @param limit most outputs remembered, at least one */
    public DistinctOutputs(int limit) {
        this.limit = limit;
        int slots = Integer.highestOneBit(Math.max(limit, 1) * 2 - 1) * 2;
        mask = slots - 1;
        high = new long[slots];
        low = new long[slots];
        input = new int[slots];
    }

    public Found add(int inputIndex, long digestHigh, long digestLow) {
        int slot = slot(inputIndex, digestLow);
        while (input[slot] != 0) {
            if (input[slot] == inputIndex + 1 && low[slot] == digestLow && high[slot] == digestHigh) {
                return Found.KNOWN;
            }
            slot = slot + 1 & mask;
        }
        if (size == limit) {
            return Found.BEYOND_LIMIT;
        }
        size++;
        input[slot] = inputIndex + 1;
        high[slot] = digestHigh;
        low[slot] = digestLow;
        return Found.NEW;
    }

    private int slot(int inputIndex, long digestLow) {
        return (int) (digestLow ^ digestLow >>> 32) + inputIndex * 0x9e3779b9 & mask;
    }
}
