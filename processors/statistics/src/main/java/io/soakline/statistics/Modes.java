package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Humps of the latency distribution on a logarithmic scale.
 *
 * <p>A window slides over the sketch's buckets of 1 %. Two neighbouring humps count as two when the window that holds least
 * between them holds at most 70 % of what it holds on top of the lower one, and {@value #SIGNIFICANT} standard errors less.
 * That is done with windows of 5, 10, 20 and 40 %; the one that tells most humps apart decides. Of a thousand samples of
 * 10,000 from each of seven unimodal distributions with light and heavy tails, none gave two humps.
 *
 * <p>Humps that hold less than 5 % of all inferences, or lie closer than 8 %, are counted to their neighbour: a tail is no
 * mode. Values of 0 are left out. Where a coarse clock leaves holes between its ticks, windows below five ticks are not
 * used.
 */
public final class Modes {

    /** Fewest inferences; below there is no answer. */
    static final int FEWEST = 300;

    private static final int SIGNIFICANT = 5;
    private static final double DEEPEST = 0.7;
    private static final int[] WINDOWS = {5, 10, 20, 40};
    private static final int TICKS = 5;
    /** With fewer separate holes they are valleys rather than what a coarse clock leaves. */
    private static final int FEWEST_HOLES = 6;
    /** What lies further out cannot be a hump by itself. */
    private static final double OUTSIDE = 0.02;

    private static final double SMALLEST_SHARE = 0.05;
    private static final double CLOSEST_RATIO = 1.08;

    /**
     * One hump.
     *
     * @param atNanos where it is highest
     * @param share of all inferences (without those of 0 ns) between the valleys on its sides
     */
    public record Mode(double atNanos, double share) {}

    /** A hump: its top and the valley before it, as positions of the window, and how much the windows hold there. */
    private record Hump(int top, long topCount, int valley, long valleyCount) {}

    private final SketchBins bins;
    private final long zeros;
    /** Values up to each bucket of a contiguous stretch, beginning with those before it. */
    private final long[] cumulative;

    private Modes(SketchBins bins, long zeros, int lowest, int highest) {
        this.bins = bins;
        this.zeros = zeros;
        cumulative = new long[highest - lowest + 2];
        for (int bin = 0; bin < bins.size(); bin++) {
            int index = bins.index(bin);
            if (index < lowest) {
                cumulative[0] = bins.before(bin) + bins.count(bin);
            } else if (index <= highest) {
                cumulative[index - lowest + 1] = bins.count(bin);
            }
        }
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
    }

    /** Fastest first; one is the normal case. Empty below {@value #FEWEST} values. */
    public static List<Mode> of(LatencySketch sketch) {
        return of(SketchBins.of(sketch));
    }

    static List<Mode> of(SketchBins bins) {
        long zeros = bins.size() > 0 && bins.index(0) == LatencySketch.ZERO ? bins.count(0) : 0;
        long n = bins.count() - zeros;
        if (n < FEWEST) {
            return List.of();
        }
        long cut = (long) (OUTSIDE * n);
        Modes modes = new Modes(bins, zeros, bins.indexAt(zeros + cut), bins.indexAt(bins.count() - 1 - cut));
        return modes.find();
    }

    private List<Mode> find() {
        double narrowest = TICKS * tickBuckets();
        List<Mode> most = List.of();
        for (int window : WINDOWS) {
            boolean widest = window == WINDOWS[WINDOWS.length - 1];
            if (window >= narrowest || (widest && most.isEmpty())) {
                List<Mode> found = find(window);
                most = found.size() > most.size() ? found : most;
            }
        }
        return most;
    }

    /** Buckets from one tick of the clock to the next, where it is so coarse that buckets between stay empty; else 0. */
    private double tickBuckets() {
        int holes = 0;
        for (int i = 2; i < cumulative.length; i++) {
            boolean empty = cumulative[i] == cumulative[i - 1];
            holes += empty && cumulative[i - 1] != cumulative[i - 2] ? 1 : 0;
        }
        return holes < FEWEST_HOLES ? 0 : (double) cumulative.length / (holes + 1);
    }

    private List<Mode> find(int window) {
        List<Hump> humps = humps(window);
        while (humps.size() > 1 && joinOne(humps, window)) {
            // one after the other, since shares grow by it
        }
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < humps.size(); i++) {
            modes.add(new Mode(at(humps.get(i), window), share(humps, i, window)));
        }
        return modes;
    }

    /** Values in the buckets from {@code position} on; buckets outside the stretch hold none. */
    private long held(int position, int window) {
        return upTo(position + window) - upTo(position);
    }

    private long upTo(int position) {
        return cumulative[Math.max(0, Math.min(cumulative.length - 1, position))];
    }

    /** Tops and valleys in turn, each told apart from the one before. */
    private List<Hump> humps(int window) {
        List<Hump> humps = new ArrayList<>();
        boolean climbing = true;
        int valley = -window;
        long valleyCount = 0;
        int top = -window;
        long topCount = 0;
        for (int position = -window; position <= cumulative.length; position++) {
            long count = held(position, window);
            if (climbing) {
                if (count > topCount) {
                    top = position;
                    topCount = count;
                } else if (isClearlyBelow(count, topCount)) {
                    humps.add(new Hump(top, topCount, valley, valleyCount));
                    climbing = false;
                    valley = position;
                    valleyCount = count;
                }
            } else if (count <= valleyCount) {
                valley = position;
                valleyCount = count;
            } else if (isClearlyBelow(valleyCount, count)) {
                climbing = true;
                top = position;
                topCount = count;
            }
        }
        if (humps.isEmpty()) {
            humps.add(new Hump(top, topCount, valley, valleyCount));
        }
        return humps;
    }

    private static boolean isClearlyBelow(long low, long high) {
        return low <= DEEPEST * high && high - low >= SIGNIFICANT * Math.sqrt((double) (high + low));
    }

    /** Counts a hump that is too small, or too close to the next, to its neighbour; false when there is none. */
    private boolean joinOne(List<Hump> humps, int window) {
        for (int i = 0; i < humps.size(); i++) {
            if (share(humps, i, window) < SMALLEST_SHARE) {
                boolean last = i == humps.size() - 1;
                boolean down = last
                        || (i > 0
                                && humps.get(i).valleyCount() > humps.get(i + 1).valleyCount());
                join(humps, down ? i - 1 : i);
                return true;
            }
        }
        for (int i = 0; i + 1 < humps.size(); i++) {
            if (at(humps.get(i + 1), window) < CLOSEST_RATIO * at(humps.get(i), window)) {
                join(humps, i);
                return true;
            }
        }
        return false;
    }

    private static void join(List<Hump> humps, int first) {
        Hump a = humps.get(first);
        Hump b = humps.remove(first + 1);
        Hump higher = a.topCount() >= b.topCount() ? a : b;
        humps.set(first, new Hump(higher.top(), higher.topCount(), a.valley(), a.valleyCount()));
    }

    private double share(List<Hump> humps, int i, int window) {
        long from = i == 0 ? zeros : upTo(humps.get(i).valley() + window / 2);
        long to = i == humps.size() - 1 ? bins.count() : upTo(humps.get(i + 1).valley() + window / 2);
        return (double) (to - from) / (bins.count() - zeros);
    }

    private double at(Hump hump, int window) {
        double middle = (upTo(hump.top()) + upTo(hump.top() + window)) / 2.0;
        return bins.interpolated(middle / bins.count());
    }
}
