package io.soakline.backtest;

import java.util.Arrays;

/**
 * Counts duplicates, backward steps and gaps of a row of timestamps, in constant memory.
 *
 * <p>The usual step is the median of the first {@value #LEARNT} forward steps; until then, of those seen so far.
 */
final class Steps {

    private static final int LEARNT = 1001;

    private final long[] first = new long[LEARNT];
    private int forward;
    private long limit;
    private boolean any;
    private long last;
    private long duplicates;
    private long backward;
    private long gaps;

    void accept(long nanos) {
        if (any) {
            step(nanos);
        }
        any = true;
        last = nanos;
    }

    private void step(long nanos) {
        if (nanos == last) {
            duplicates++;
        } else if (nanos < last) {
            backward++;
        } else {
            forward(nanos - last);
        }
    }

    /** @param step negative when the difference does not fit: a gap like no other */
    private void forward(long step) {
        long size = step < 0 ? Long.MAX_VALUE : step;
        if (forward < LEARNT) {
            first[forward++] = size;
            if (forward == LEARNT) {
                limit = limit();
                gaps = gapsAmongFirst();
            }
        } else if (size > limit) {
            gaps++;
        }
    }

    private long limit() {
        long[] sorted = Arrays.copyOf(first, forward);
        Arrays.sort(sorted);
        long median = sorted[forward / 2];
        return median > Long.MAX_VALUE / SeriesQuality.GAP_STEPS ? Long.MAX_VALUE : median * SeriesQuality.GAP_STEPS;
    }

    private long gapsAmongFirst() {
        long most = limit();
        return Arrays.stream(first, 0, forward).filter(step -> step > most).count();
    }

    long duplicates() {
        return duplicates;
    }

    long backward() {
        return backward;
    }

    long gaps() {
        return forward == 0 ? 0 : forward < LEARNT ? gapsAmongFirst() : gaps;
    }
}
