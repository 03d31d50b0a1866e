package io.soakline.statistics;

/**
 * Builds a {@link MissPattern} inference by inference. One that met its deadline costs an increment; the bits are moved
 * when the next miss comes.
 */
final class MissTracker {

    private long length;
    private long longestRun;
    private long leadingRun;
    private int worstIn10;
    private int worstIn100;
    private Bits128 head = Bits128.NONE;
    /** The newest in the lowest bit, which stands for the inference before number {@code movedTo}. */
    private Bits128 newest = Bits128.NONE;

    private long movedTo;
    /** Misses in a row up to number {@code movedTo}. */
    private long run;

    void acceptMet() {
        length++;
    }

    void acceptMiss() {
        run = movedTo == length ? run + 1 : 1;
        Bits128 moved = newest.shiftedLeft(length + 1 - movedTo);
        newest = new Bits128(moved.high(), moved.low() | 1);
        if (length < MissPattern.KEPT) {
            head = head.withBit((int) length);
        }
        if (leadingRun == length) {
            leadingRun++;
        }
        length++;
        movedTo = length;
        longestRun = Math.max(longestRun, run);
        worstIn10 = Math.max(worstIn10, newest.lowest(10).count());
        worstIn100 = Math.max(worstIn100, newest.lowest(100).count());
    }

    /** Goes on from a pattern. */
    void load(MissPattern pattern) {
        length = pattern.length();
        longestRun = pattern.longestRun();
        leadingRun = pattern.leadingRun();
        worstIn10 = pattern.worstIn10();
        worstIn100 = pattern.worstIn100();
        head = pattern.head();
        newest = pattern.tail();
        movedTo = length;
        run = pattern.trailingRun();
    }

    MissPattern pattern() {
        return new MissPattern(
                length,
                longestRun,
                leadingRun,
                movedTo == length ? run : 0,
                worstIn10,
                worstIn100,
                head,
                newest.shiftedLeft(length - movedTo).lowest(MissPattern.KEPT));
    }
}
