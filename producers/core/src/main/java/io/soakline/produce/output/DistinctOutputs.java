package io.soakline.produce.output;

/**
 * Which outputs a run has shown already, and in which bytes, up to a limit: a primitive hash set of input index and canonical
 * digest, with a few raw digests for each, that never allocates after construction.
 */
public final class DistinctOutputs {

    /**
     * Raw forms of one output that are remembered; further ones are not told. An engine may give the rows of its detections in
     * another order in each call: that there are several forms is what matters.
     */
    public static final int RAW_FORMS = 4;

    /** What {@link #add} found. */
    public enum Found {
        /** The output, or this raw form of it, is seen for the first time. */
        NEW,
        /** Seen before, or one raw form too many of what was seen before. */
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
    /** Of each slot, how many of its places in the raw digests are taken: at least one where the slot is. */
    private final byte[] forms;

    private final long[] rawHigh;
    private final long[] rawLow;

    private int size;

    /** @param limit most outputs remembered, whatever their raw forms; 0 for none */
    public DistinctOutputs(int limit) {
        this.limit = limit;
        int slots = Integer.highestOneBit(Math.max(limit, 1) * 2 - 1) * 2;
        mask = slots - 1;
        high = new long[slots];
        low = new long[slots];
        input = new int[slots];
        forms = new byte[slots];
        rawHigh = new long[slots * RAW_FORMS];
        rawLow = new long[slots * RAW_FORMS];
    }

    public Found add(int inputIndex, OutputDigest digest) {
        return add(inputIndex, digest.high(), digest.low(), digest.rawHigh(), digest.rawLow());
    }

    Found add(int inputIndex, long digestHigh, long digestLow, long rawDigestHigh, long rawDigestLow) {
        int slot = slot(inputIndex, digestLow);
        while (input[slot] != 0) {
            if (input[slot] == inputIndex + 1 && low[slot] == digestLow && high[slot] == digestHigh) {
                return addForm(slot, rawDigestHigh, rawDigestLow);
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
        return addForm(slot, rawDigestHigh, rawDigestLow);
    }

    private Found addForm(int slot, long rawDigestHigh, long rawDigestLow) {
        int first = slot * RAW_FORMS;
        int end = first + forms[slot];
        for (int at = first; at < end; at++) {
            if (rawLow[at] == rawDigestLow && rawHigh[at] == rawDigestHigh) {
                return Found.KNOWN;
            }
        }
        if (forms[slot] == RAW_FORMS) {
            return Found.KNOWN;
        }
        forms[slot]++;
        rawHigh[end] = rawDigestHigh;
        rawLow[end] = rawDigestLow;
        return Found.NEW;
    }

    private int slot(int inputIndex, long digestLow) {
        return (int) (digestLow ^ digestLow >>> 32) + inputIndex * 0x9e3779b9 & mask;
    }
}
