package io.soakline.statistics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which sequence numbers of a run have been seen: tells new ones, late ones and duplicates apart and counts what is
 * missing.
 *
 * <p>Of skipped numbers the newest {@value #RANGES} ranges are remembered; a number out of a forgotten range is taken for
 * a duplicate.
 */
public final class SequenceTracker {

    /** Far more gaps than a run has before somebody looks at it. */
    static final int RANGES = 128;

    /** What a sequence number is. */
    public enum Arrival {
        /** The next one, or one beyond: everything in between is missing. */
        NEW,
        /** Had been skipped. */
        FILLS_GAP,
        /** Was there before. */
        DUPLICATE
    }

    private long next;
    /** First to last (inclusive) number of each remembered gap. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();

    private SequenceTracker(long next) {
        this.next = next;
    }

    /** @param next the sequence number that is expected next; 0 for a run from its beginning */
    public static SequenceTracker from(long next) {
        return new SequenceTracker(next);
    }

    /** The sequence number that follows the largest one seen. */
    public long next() {
        return next;
    }

    /** How many numbers are skipped when {@code sequence} comes now. */
    public long skippedBy(long sequence) {
        return Math.max(0, sequence - next);
    }

    public Arrival accept(long sequence) {
        if (sequence >= next) {
            skipTo(sequence);
            next = sequence + 1;
            return Arrival.NEW;
        }
        return fill(sequence) ? Arrival.FILLS_GAP : Arrival.DUPLICATE;
    }

    /** Accepts {@code count} numbers from {@code first} on, which must not lie below {@link #next}. */
    public void acceptNew(long first, int count) {
        if (first < next) {
            throw new IllegalArgumentException("sequence " + first + " is not new, " + next + " is expected");
        }
        skipTo(first);
        next = first + count;
    }

    /** Gives up everything below {@code sequence}: returns how many numbers that are. */
    public long skipTo(long sequence) {
        long skipped = skippedBy(sequence);
        if (skipped > 0) {
            gaps.put(next, sequence - 1);
            if (gaps.size() > RANGES) {
                gaps.pollFirstEntry();
            }
            next = sequence;
        }
        return skipped;
    }

    private boolean fill(long sequence) {
        Map.Entry<Long, Long> gap = gaps.floorEntry(sequence);
        if (gap == null || gap.getValue() < sequence) {
            return false;
        }
        long first = gap.getKey();
        long last = gap.getValue();
        gaps.remove(first);
        if (first < sequence) {
            gaps.put(first, sequence - 1);
        }
        if (sequence < last) {
            gaps.put(sequence + 1, last);
        }
        return true;
    }
}
