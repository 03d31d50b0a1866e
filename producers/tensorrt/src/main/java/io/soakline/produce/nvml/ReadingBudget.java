package io.soakline.produce.nvml;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How often each reading is taken, so that all of them together stay within a share of one core whatever the driver makes them
 * cost: most come out of the driver's memory for nothing, and some ask the device (on an H200 the energy counter took 3.9 ms
 * of the processor, everything else at most 0.17 ms; 2026-11-28). Readings that cost less than an equal share keep their own
 * rate, and what they leave is divided among the others (max-min fairness).
 */
final class ReadingBudget {

    /**
     * Of one core, of the 1 % that a GPU may take in all. Waking up a hundred times a second takes another 0.4 % in a virtual machine
     * (23 us for a bare nanosleep in C, 40 us for a thread of Java; 2026-11-28), which leaves the rest for handing the samples on.
     */
    static final double SHARE = 0.003;

    /** Nobody samples faster. */
    static final long SHORTEST_PERIOD_NANOS = 10_000_000L;

    private ReadingBudget() {}

    /**
     * Says how long each reading is to be good for.
     *
     * @param costNanos processor time of one reading each; 0 for one that is never taken
     * @param goodForNanos what is wanted of each; 0 is every time
     * @return one for each, never less than wanted
     */
    static long[] hold(long[] costNanos, long[] goodForNanos) {
        double[] wanted = new double[costNanos.length];
        Integer[] order = new Integer[costNanos.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = (double) costNanos[i] / Math.max(goodForNanos[i], SHORTEST_PERIOD_NANOS);
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> wanted[i]));
        long[] hold = goodForNanos.clone();
        double left = SHARE;
        for (int k = 0; k < order.length; k++) {
            int i = order[k];
            double fair = left / (order.length - k);
            if (wanted[i] > fair) {
                hold[i] = (long) Math.ceil(costNanos[i] / fair);
            }
            left -= Math.min(wanted[i], fair);
        }
        return hold;
    }
}
