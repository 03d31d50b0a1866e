package io.soakline.drift;

/** How the measures of a pane are computed from its shape. */
final class PaneMeasures {

    /**
     * Added to the distance of the quartiles, in squares. Inside a bucket of one per cent the sketch sees nothing: a
     * stream so quiet that it fits into one would seem to double its spread when it crosses the edge of the next.
     */
    private static final double SPREAD_FLOOR = 0.03;

    private PaneMeasures() {}

    /** The spread of a relative distance of the quartiles, {@code (p75 - p25) / p50}. */
    static double logSpread(double relativeDistance) {
        return 0.5 * Math.log(relativeDistance * relativeDistance + SPREAD_FLOOR * SPREAD_FLOOR);
    }

    /** The relative distance of the quartiles that a spread stands for; the inverse of {@link #logSpread}. */
    static double relativeDistance(double logSpread) {
        return Math.sqrt(Math.max(1e-12, Math.exp(2 * logSpread) - SPREAD_FLOOR * SPREAD_FLOOR));
    }

    /** Anscombe's transform: a count with a standard deviation of about 1, whatever its mean. */
    static double root(double count) {
        return 2 * Math.sqrt(count + 0.375);
    }

    /** How far a count of exceedances lies from the one that its share makes expect. */
    static double excess(double above, double inferences, double share) {
        return root(above) - root(inferences * share);
    }

    /** The share that lies so far from the one expected; the inverse of {@link #excess}. */
    static double share(double excess, double inferences, double share) {
        double half = Math.max(0, (root(inferences * share) + excess) / 2);
        return Math.max(0, Math.min(1, (half * half - 0.375) / inferences));
    }

    /** Noise of a pane of so many inferences relative to a usual one, for quantiles. */
    static double quantileScale(double inferences, double usual) {
        return inferences < usual ? Math.sqrt(usual / inferences) : 1;
    }

    /** The same for transformed counts: sampling noise stays, but a wobble of the share weighs more with more inferences. */
    static double countScale(double inferences, double usual) {
        return inferences > usual ? Math.sqrt(inferences / usual) : 1;
    }
}
