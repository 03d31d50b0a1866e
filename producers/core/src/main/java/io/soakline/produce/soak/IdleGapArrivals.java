package io.soakline.produce.soak;

import java.util.Random;

/**
 * Starts a gap after the end of the inference before. A sweep draws one gap from each of {@value #STRATA} slices of the
 * logarithmic range, in random order, so that short stretches cover the range too.
 *
 * <p>The first inference of a turn starts at once: what the engine did before is another's doing. A gap that no longer
 * fits into a turn is kept for the next one; a gap longer than a whole turn is counted as unserved.
 */
final class IdleGapArrivals implements Arrivals {

    static final int STRATA = 32;
    private static final long NONE = -1;
    private static final long NONE_FITS = Long.MAX_VALUE;

    private final double logFrom;
    private final double logTo;
    private final Random random;
    private final int[] order = new int[STRATA];
    private int drawn = STRATA;
    private long keptGapNanos = NONE;
    private long turnNanos;
    private long turnStartNanos;
    private long turnEndNanos;
    private boolean first;
    private long tooLong;

    IdleGapArrivals(long fromNanos, long toNanos, long seed) {
        logFrom = StrictMath.log((double) fromNanos);
        logTo = StrictMath.log((double) toNanos);
        random = new Random(seed);
        for (int i = 0; i < STRATA; i++) {
            order[i] = i;
        }
    }

    @Override
    public void begin(long turnStart, long turnEnd) {
        turnStartNanos = turnStart;
        turnEndNanos = turnEnd;
        turnNanos = turnEnd - turnStart;
        first = true;
        tooLong = 0;
    }

    @Override
    public long next(long previousEndNanos) {
        if (first) {
            first = false;
            return turnStartNanos;
        }
        if (keptGapNanos >= turnNanos) {
            keptGapNanos = NONE;
            tooLong++;
        }
        long gap = keptGapNanos == NONE ? fittingGapNanos() : keptGapNanos;
        boolean fits = gap < turnEndNanos - previousEndNanos;
        keptGapNanos = fits || gap == NONE_FITS ? NONE : gap;
        return fits ? previousEndNanos + gap : turnEndNanos;
    }

    /** The next gap that is shorter than a turn; where a whole sweep holds none, the rest of the turn stays idle. */
    private long fittingGapNanos() {
        for (int i = 0; i < STRATA; i++) {
            long gap = drawNanos();
            if (gap < turnNanos) {
                return gap;
            }
            tooLong++;
        }
        return NONE_FITS;
    }

    private long drawNanos() {
        if (drawn == STRATA) {
            shuffle();
            drawn = 0;
        }
        double position = (order[drawn++] + random.nextDouble()) / STRATA;
        return Math.round(StrictMath.exp(logFrom + position * (logTo - logFrom)));
    }

    private void shuffle() {
        for (int i = STRATA - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }

    /** The harness does not queue: a gap that is over before it is ready becomes a longer one. */
    @Override
    public long settle(long intendedNanos, long readyNanos) {
        return Math.max(intendedNanos, readyNanos);
    }

    @Override
    public long unserved() {
        return tooLong;
    }
}
