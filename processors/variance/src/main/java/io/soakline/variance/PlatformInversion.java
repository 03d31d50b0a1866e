package io.soakline.variance;

/**
 * Whether the nominally faster device is the slower one. Runs are the replicates: inferences of one run share its clock,
 * heat and neighbours and say nothing about the next run.
 *
 * @param verdict what the interval says
 * @param ratio faster device's latency over the slower device's, geometric means of runs; above 1 is an inversion; NaN
 *     if refused
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param pValue one-sided: probability of a ratio this high or higher if the two devices were equally fast
 * @param reason one sentence with figures
 */
public record PlatformInversion(
        Verdict verdict, double ratio, double low, double high, double pValue, String reason) {

    /** What the interval of the ratio says. */
    public enum Verdict {
        /** Lower end above 1: the nominally faster device is slower. */
        INVERTED,
        /** Upper end below 1: it is faster, as its data sheet says. */
        AS_EXPECTED,
        /** The interval holds 1. */
        UNDECIDED,
        /** Too few runs to say anything. */
        REFUSED
    }

    /**
     * @param fasterRuns median latency of each run on the nominally faster device, nanoseconds
     * @param slowerRuns the same for the nominally slower device
     */
    public static PlatformInversion test(double[] fasterRuns, double[] slowerRuns) {
        return new PlatformInversion(Verdict.REFUSED, Double.NaN, Double.NaN, Double.NaN, Double.NaN, fasterRuns.length + " " + slowerRuns.length);
    }
}
