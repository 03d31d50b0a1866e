package io.soakline.drift;

/**
 * The quantiles of the reference that are watched for being exceeded. Far quantiles come nearer where panes are small:
 * below about three exceedances a pane, counts are too skewed for any of the detectors.
 */
enum Exceedance {
    HALF(Measure.LEVEL, 0.5, 0, 0.8),
    TENTH(Measure.SHOULDER, 0.1, 20, 0.8),
    HUNDREDTH(Measure.TAIL, 0.01, 10, 2),
    FEW(Measure.FAR_TAIL, 0.003, 3, 2);

    static final int COUNT = values().length;
    private static final double MOST_TAIL = 0.3;

    private final Measure measure;
    private final double share;
    private final double atLeast;
    private final double tolerance;

    Exceedance(Measure measure, double share, double atLeast, double tolerance) {
        this.measure = measure;
        this.share = share;
        this.atLeast = atLeast;
        this.tolerance = tolerance;
    }

    /** Position in arrays. */
    @SuppressWarnings("EnumOrdinal") // arrays in the order of the constants, private to the detectors, never stored
    int index() {
        return ordinal();
    }

    /** The measure that moves when this share does. */
    Measure measure() {
        return measure;
    }

    /** The binomial detector looks so much above the quantile, relatively: a multiple of the tolerance of the level. */
    double tolerance(double levelTolerance) {
        return tolerance * levelTolerance;
    }

    /** The share that lies beyond, in panes of so many inferences. */
    double share(double inferences) {
        return Math.max(share, Math.min(MOST_TAIL, atLeast / inferences));
    }
}
