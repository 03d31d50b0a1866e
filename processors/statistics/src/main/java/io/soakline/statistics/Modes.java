package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Humps of the latency distribution on a logarithmic scale, by the taut string (Davies, Kovac: Annals of Statistics 29,
 * 2001): of all distribution functions within a distance {@code r} of the one seen, it finds one with the fewest humps. So
 * no hump is reported that a distribution within {@code r} does without, whatever the shape of the tail. With {@code r = 1 /
 * sqrt(n)} a single hump is taken for two less often than Hartigan's dip test at 1 % would (its critical distance is 0.56 /
 * sqrt(n)); the margin is for inferences that are not independent.
 *
 * <p>The scale is divided into cells of 3 %. Humps that hold less than 5 % of all inferences, or lie closer than 8 %, are
 * counted to their neighbour: a tail is no mode. Values of 0 are left out. A clock with ticks coarser than 8 % of the
 * latency makes humps of its own.
 */
public final class Modes {

    /** Fewest inferences; below there is no answer. */
    static final int FEWEST = 100;

    private static final int BINS_PER_CELL = 3;
    /** Differences of the distribution function below this do not matter, however sure they are. */
    private static final double SMALLEST_RADIUS = 0.005;

    private static final double SMALLEST_SHARE = 0.05;
    private static final double CLOSEST_RATIO = 1.08;

    /**
     * One hump.
     *
     * @param atNanos where it is highest
     * @param share of all inferences between the valleys on its sides
     */
    public record Mode(double atNanos, double share) {}

    /** A stretch of cells over which the string is straight: from one position to the next, so many values. */
    private record Segment(int from, int to, double fromMass, double toMass) {
        double slope() {
            return (toMass - fromMass) / (to - from);
        }
    }

    private record Hump(double fromMass, double toMass, double topMass, double valleyBefore) {}

    private Modes() {}

    /** Fastest first; one is the normal case. Empty below {@value #FEWEST} values. */
    public static List<Mode> of(LatencySketch sketch) {
        return of(SketchBins.of(sketch));
    }

    static List<Mode> of(SketchBins bins) {
        int first = bins.size() > 0 && bins.index(0) == LatencySketch.ZERO ? 1 : 0;
        if (bins.size() <= first || bins.count() - bins.before(first) < FEWEST) {
            return List.of();
        }
        double[] cumulative = cells(bins, first);
        double n = cumulative[cumulative.length - 1];
        double radius = n * Math.max(SMALLEST_RADIUS, 1 / Math.sqrt(n));
        List<Hump> humps = humps(tautString(cumulative, radius), cumulative);
        double zeros = (double) bins.before(first);
        double all = (double) bins.count();
        while (humps.size() > 1 && mergeOne(humps, bins, n, zeros, all)) {
            // one after the other, since shares grow by it
        }
        return humps.stream()
                .map(hump -> new Mode(at(hump, bins, zeros, all), (hump.toMass - hump.fromMass) / n))
                .toList();
    }

    /** Values up to each cell's upper edge, beginning with 0. */
    private static double[] cells(SketchBins bins, int first) {
        int lowest = Math.floorDiv(bins.index(first), BINS_PER_CELL);
        int highest = Math.floorDiv(bins.index(bins.size() - 1), BINS_PER_CELL);
        double[] cumulative = new double[highest - lowest + 2];
        for (int bin = first; bin < bins.size(); bin++) {
            cumulative[Math.floorDiv(bins.index(bin), BINS_PER_CELL) - lowest + 1] += bins.count(bin);
        }
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        return cumulative;
    }

    /**
     * The shortest string from the first to the last point of {@code c} that nowhere leaves it by more than the radius. It
     * is pulled on from where it touched last until the two bounds leave no straight line; there it bends.
     */
    private static List<Segment> tautString(double[] c, double radius) {
        List<Segment> segments = new ArrayList<>();
        int end = c.length - 1;
        int anchor = 0;
        double anchorMass = 0;
        while (anchor < end) {
            double steepest = Double.POSITIVE_INFINITY;
            double flattest = Double.NEGATIVE_INFINITY;
            int upperTouch = end;
            int lowerTouch = end;
            int bend = end;
            double bendMass = c[end];
            for (int i = anchor + 1; i <= end; i++) {
                double slack = i == end ? 0 : radius;
                double upper = (c[i] + slack - anchorMass) / (i - anchor);
                double lower = (c[i] - slack - anchorMass) / (i - anchor);
                if (lower > steepest) {
                    bend = upperTouch;
                    bendMass = c[upperTouch] + radius;
                    break;
                }
                if (upper < flattest) {
                    bend = lowerTouch;
                    bendMass = c[lowerTouch] - radius;
                    break;
                }
                if (upper <= steepest) {
                    steepest = upper;
                    upperTouch = i;
                }
                if (lower >= flattest) {
                    flattest = lower;
                    lowerTouch = i;
                }
            }
            segments.add(new Segment(anchor, bend, anchorMass, bendMass));
            anchor = bend;
            anchorMass = bendMass;
        }
        return segments;
    }

    /** Local maxima of the slope, divided in the middle of the local minima between them. */
    private static List<Hump> humps(List<Segment> segments, double[] c) {
        List<Hump> humps = new ArrayList<>();
        double fromMass = 0;
        double valleyBefore = 0;
        int lowest = -1;
        boolean rising = true;
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            double slope = segments.get(i).slope();
            double next = last ? Double.NEGATIVE_INFINITY : segments.get(i + 1).slope();
            if (rising && next < slope) {
                if (lowest >= 0) {
                    Segment valley = segments.get(lowest);
                    double mass = c[(valley.from + valley.to) / 2];
                    Hump before = humps.remove(humps.size() - 1);
                    humps.add(new Hump(before.fromMass, mass, before.topMass, before.valleyBefore));
                    fromMass = mass;
                    valleyBefore = valley.slope();
                }
                Segment top = segments.get(i);
                humps.add(new Hump(fromMass, c[c.length - 1], (c[top.from] + c[top.to]) / 2, valleyBefore));
                rising = false;
            } else if (!rising && next > slope) {
                lowest = i;
                rising = true;
            }
        }
        return humps;
    }

    /** Counts the smallest hump that is too small, or the closest pair, to one; false when there is nothing to do. */
    private static boolean mergeOne(List<Hump> humps, SketchBins bins, double n, double zeros, double all) {
        int smallest = 0;
        for (int i = 1; i < humps.size(); i++) {
            if (mass(humps.get(i)) < mass(humps.get(smallest))) {
                smallest = i;
            }
        }
        if (mass(humps.get(smallest)) < SMALLEST_SHARE * n) {
            boolean last = smallest == humps.size() - 1;
            boolean down =
                    last || (smallest > 0 && humps.get(smallest).valleyBefore > humps.get(smallest + 1).valleyBefore);
            join(humps, down ? smallest - 1 : smallest);
            return true;
        }
        for (int i = 0; i + 1 < humps.size(); i++) {
            if (at(humps.get(i + 1), bins, zeros, all) < CLOSEST_RATIO * at(humps.get(i), bins, zeros, all)) {
                join(humps, i);
                return true;
            }
        }
        return false;
    }

    private static double mass(Hump hump) {
        return hump.toMass - hump.fromMass;
    }

    private static void join(List<Hump> humps, int first) {
        Hump a = humps.get(first);
        Hump b = humps.remove(first + 1);
        humps.set(first, new Hump(a.fromMass, b.toMass, mass(a) >= mass(b) ? a.topMass : b.topMass, a.valleyBefore));
    }

    private static double at(Hump hump, SketchBins bins, double zeros, double all) {
        return bins.interpolated((zeros + hump.topMass) / all);
    }
}
