package io.soakline.statistics;

import java.util.Arrays;

/**
 * The energy that a device has drawn, as a function of time: what a counter or a power sensor said, and a straight line
 * between.
 *
 * <p>A counter stands still between its updates, and an update is seen somewhere between two readings: its time is taken to be
 * the middle (Yang et al., Part-time Power Measurements, 2023, accept a sample only when its value changed). Power is added
 * up by trapezoids. Where a counter goes back, or no reading came for long, nothing is known. A counter that is read seldom,
 * because reading it costs much, says how much was drawn, and a power sensor when: {@link #following}.
 */
public final class EnergyCurve {

    /** A gap of so many usual distances between readings is one. */
    private static final double GAP = 3;

    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] atNanos;
    private final double[] joules;
    /** Whether the piece that begins at this point is known. */
    private final boolean[] known;

    private EnergyCurve(long[] atNanos, double[] joules, boolean[] known) {
        this.atNanos = atNanos;
        this.joules = joules;
        this.known = known;
    }

    /**
     * From readings of a counter.
     *
     * @param atNanos ascending
     * @param joules one for each; NaN where a reading failed
     * @throws IllegalArgumentException when there are not as many of both
     */
    public static EnergyCurve ofCounter(long[] atNanos, double[] joules) {
        requireEqual(atNanos, joules);
        long[] at = new long[atNanos.length];
        double[] total = new double[atNanos.length];
        boolean[] known = new boolean[atNanos.length];
        long usual = usualDistance(atNanos);
        int points = 0;
        int before = -1;
        boolean gap = false;
        for (int i = 0; i < atNanos.length; i++) {
            if (Double.isNaN(joules[i])) {
                continue;
            }
            gap |= before >= 0 && atNanos[i] - atNanos[before] > GAP * usual;
            // When the first value came to be is not known.
            if (before >= 0 && joules[i] != joules[before]) {
                boolean whole = joules[i] > joules[before] && !gap;
                at[points] = atNanos[before] + (atNanos[i] - atNanos[before]) / 2;
                total[points] = joules[i];
                known[points] = true;
                if (points > 0) {
                    known[points - 1] = whole;
                }
                points++;
                gap = false;
            }
            before = i;
        }
        return cut(at, total, known, points);
    }

    /**
     * From readings of power.
     *
     * @param atNanos ascending
     * @param watts one for each; NaN where a reading failed
     * @throws IllegalArgumentException when there are not as many of both
     */
    public static EnergyCurve ofPower(long[] atNanos, double[] watts) {
        requireEqual(atNanos, watts);
        double[] total = new double[atNanos.length];
        boolean[] known = new boolean[atNanos.length];
        long usual = usualDistance(atNanos);
        for (int i = 1; i < atNanos.length; i++) {
            double drawn = (watts[i - 1] + watts[i]) / 2 * (atNanos[i] - atNanos[i - 1]) / NANOS_PER_SECOND;
            known[i - 1] = !Double.isNaN(drawn) && atNanos[i] - atNanos[i - 1] <= GAP * usual;
            total[i] = total[i - 1] + (Double.isNaN(drawn) ? 0 : drawn);
        }
        return cut(atNanos, total, known, atNanos.length);
    }

    /**
     * This curve at its own points, and between two of them with the course of another, scaled to what was drawn: what took
     * more power had the greater part of it. Where the other is not known, or drew nothing, it stays a straight line.
     */
    public EnergyCurve following(EnergyCurve course) {
        int most = atNanos.length + course.atNanos.length;
        long[] at = new long[most];
        double[] total = new double[most];
        boolean[] both = new boolean[most];
        int points = 0;
        for (int i = 0; i < atNanos.length; i++) {
            at[points] = atNanos[i];
            total[points] = joules[i];
            both[points] = known[i];
            points++;
            double drawn = known[i] ? course.between(atNanos[i], atNanos[i + 1]) : Double.NaN;
            if (drawn > 0) {
                double scale = (joules[i + 1] - joules[i]) / drawn;
                for (int k = course.after(atNanos[i]); course.atNanos[k] < atNanos[i + 1]; k++) {
                    at[points] = course.atNanos[k];
                    total[points] = joules[i] + scale * course.between(atNanos[i], course.atNanos[k]);
                    both[points] = true;
                    points++;
                }
            }
        }
        return cut(at, total, both, points);
    }

    /** The first point later than that. */
    private int after(long nanos) {
        int found = Arrays.binarySearch(atNanos, nanos);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private static void requireEqual(long[] atNanos, double[] values) {
        if (atNanos.length != values.length) {
            throw new IllegalArgumentException(atNanos.length + " times, but " + values.length + " readings");
        }
    }

    private static long usualDistance(long[] atNanos) {
        if (atNanos.length < 2) {
            return 0;
        }
        long[] distances = new long[atNanos.length - 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = atNanos[i + 1] - atNanos[i];
        }
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }

    private static EnergyCurve cut(long[] at, double[] total, boolean[] known, int points) {
        if (points > 0) {
            known[points - 1] = false;
        }
        return new EnergyCurve(Arrays.copyOf(at, points), Arrays.copyOf(total, points), Arrays.copyOf(known, points));
    }

    /** Time of the first point; the largest {@code long} when there is none. */
    public long beginNanos() {
        return atNanos.length == 0 ? Long.MAX_VALUE : atNanos[0];
    }

    /** Time of the last point; the smallest {@code long} when there is none. */
    public long endNanos() {
        return atNanos.length == 0 ? Long.MIN_VALUE : atNanos[atNanos.length - 1];
    }

    /** Joules drawn from one time to another, 0 when it is not later; NaN where any of it is not known. */
    public double between(long fromNanos, long toNanos) {
        if (toNanos <= fromNanos) {
            return 0;
        }
        int first = pieceOf(fromNanos);
        int last = pieceOf(toNanos - 1);
        if (first < 0 || last < 0) {
            return Double.NaN;
        }
        for (int i = first; i <= last; i++) {
            if (!known[i]) {
                return Double.NaN;
            }
        }
        return at(last, toNanos) - at(first, fromNanos);
    }

    /** The piece that holds the time; -1 before the first reading and from the last one on. */
    private int pieceOf(long nanos) {
        int found = Arrays.binarySearch(atNanos, nanos);
        int piece = found >= 0 ? found : -found - 2;
        return piece >= atNanos.length - 1 ? -1 : piece;
    }

    private double at(int piece, long nanos) {
        double share = (double) (nanos - atNanos[piece]) / (atNanos[piece + 1] - atNanos[piece]);
        return joules[piece] + share * (joules[piece + 1] - joules[piece]);
    }
}
