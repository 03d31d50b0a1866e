package io.soakline.produce.output;

/**
 * Canonical digests of outputs that came lately, by their raw digest: a table with one place for each hash, where the newest
 * stays. A repeatable engine so costs one hash per inference and no search for unusual values. Never grows.
 */
final class KnownDigests {

    /** Far more than inputs in most sets: 4,096 places of 33 bytes. */
    private static final int PLACES = 4096;

    private final long[] rawHighs = new long[PLACES];
    private final long[] rawLows = new long[PLACES];
    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];
    /** 0 free, 1 all elements finite, 2 not. */
    private final byte[] states = new byte[PLACES];

    private int found;

    /** Whether the raw digest is known; if so, what belongs to it can be asked for until the next call. */
    boolean find(long rawHigh, long rawLow) {
        found = place(rawLow);
        return rawLows[found] == rawLow && rawHighs[found] == rawHigh && states[found] != 0;
    }

    void put(long rawHigh, long rawLow, long high, long low, boolean nonFinite) {
        int place = place(rawLow);
        rawHighs[place] = rawHigh;
        rawLows[place] = rawLow;
        highs[place] = high;
        lows[place] = low;
        states[place] = (byte) (nonFinite ? 2 : 1);
    }

    private static int place(long rawLow) {
        return (int) rawLow & (PLACES - 1);
    }

    long high() {
        return highs[found];
    }

    long low() {
        return lows[found];
    }

    boolean nonFinite() {
        return states[found] == 2;
    }
}
