package io.soakline.statistics;

/**
 * In which order inferences met and missed their deadline. Patterns of adjoining stretches combine to the pattern of the
 * whole with {@link #then}, whatever the grouping; {@link #NONE} changes nothing.
 *
 * <p>Inferences that were lost are passed over: what was seen before and after them counts as consecutive.
 *
 * @param length inferences judged by a deadline
 * @param longestRun most misses in a row
 * @param leadingRun misses in a row at the start
 * @param trailingRun misses in a row at the end
 * @param worstIn10 most misses in any 10 consecutive inferences; in all when there are fewer
 * @param worstIn100 the same for 100
 * @param head the first up to {@value #KEPT} inferences, the first in the lowest bit, 1 is a miss
 * @param tail the last up to {@value #KEPT}, the newest in the lowest bit
 */
public record MissPattern(
        long length,
        long longestRun,
        long leadingRun,
        long trailingRun,
        int worstIn10,
        int worstIn100,
        Bits128 head,
        Bits128 tail) {

    /** One fewer than the longest stretch whose worst is looked for. */
    static final int KEPT = 99;

    public static final MissPattern NONE = new MissPattern(0, 0, 0, 0, 0, 0, Bits128.NONE, Bits128.NONE);

    /** @throws IllegalArgumentException when {@code head} or {@code tail} holds more than {@value #KEPT} bits */
    public MissPattern {
        if (!head.lowest(KEPT).equals(head) || !tail.lowest(KEPT).equals(tail)) {
            throw new IllegalArgumentException(
                    "a pattern of misses keeps " + KEPT + " inferences at each end, not more");
        }
    }

    /** This stretch and the one that follows it. */
    public MissPattern then(MissPattern next) {
        if (length == 0) {
            return next;
        }
        if (next.length == 0) {
            return this;
        }
        return new MissPattern(
                length + next.length,
                Math.max(Math.max(longestRun, next.longestRun), trailingRun + next.leadingRun),
                leadingRun == length ? length + next.leadingRun : leadingRun,
                next.trailingRun == next.length ? next.length + trailingRun : next.trailingRun,
                worstAcross(next, 10, Math.max(worstIn10, next.worstIn10)),
                worstAcross(next, 100, Math.max(worstIn100, next.worstIn100)),
                length >= KEPT ? head : head.or(next.head.shiftedLeft(length)).lowest(KEPT),
                next.length >= KEPT
                        ? next.tail
                        : next.tail.or(tail.shiftedLeft(next.length)).lowest(KEPT));
    }

    private int worstAcross(MissPattern next, int consecutive, int within) {
        Bits128 before = tail;
        Bits128 after = next.head;
        if (before.isZero() || after.isZero()) {
            return within;
        }
        int worst = within;
        for (int fromBefore = 1; fromBefore < consecutive; fromBefore++) {
            int misses = before.lowest(fromBefore).count()
                    + after.lowest(consecutive - fromBefore).count();
            worst = Math.max(worst, misses);
        }
        return worst;
    }

    /** The worst of two stretches that do not follow each other, such as two runs. Nothing can follow the result. */
    public MissPattern beside(MissPattern other) {
        return new MissPattern(
                length + other.length,
                Math.max(longestRun, other.longestRun),
                0,
                0,
                Math.max(worstIn10, other.worstIn10),
                Math.max(worstIn100, other.worstIn100),
                Bits128.NONE,
                Bits128.NONE);
    }
}
