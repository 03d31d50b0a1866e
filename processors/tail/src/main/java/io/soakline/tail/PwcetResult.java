package io.soakline.tail;

import java.util.List;

/** A pWCET estimate under observed conditions, or the test that forbids one. */
public sealed interface PwcetResult {

    /** "GPD peaks over threshold" or "GEV block maxima". */
    String method();

    /** Exceedances or maxima that the fit rests on, or would have rested on. */
    long sampleSize();

    /** Every precondition looked at, in the order of {@link Pwcet}. */
    List<Check> checks();

    /**
     * An estimate: valid for the conditions that the sample was taken under, never a safe bound.
     *
     * @param shape of the tail: below 0 bounded, 0 exponential, above 0 heavy
     * @param shapeLow lower end of the interval of the shape, at the settings' confidence
     * @param shapeHigh upper end
     * @param zeroShapeEvidence p-value of the likelihood-ratio test of shape zero (Gumbel, exponential)
     * @param levels from the likeliest to the rarest
     * @param withheld levels that were asked for and that this sample cannot carry, each with the reason
     */
    record Estimated(
            String method,
            double shape,
            double shapeLow,
            double shapeHigh,
            double zeroShapeEvidence,
            long sampleSize,
            List<Level> levels,
            List<Withheld> withheld,
            List<Check> checks)
            implements PwcetResult {
        public Estimated {
            levels = List.copyOf(levels);
            withheld = List.copyOf(withheld);
            checks = List.copyOf(checks);
        }
    }

    /**
     * No estimate.
     *
     * @param byTest one sentence: the test that said no, its figures, what it means
     */
    record Refused(String method, String byTest, long sampleSize, List<Check> checks) implements PwcetResult {
        public Refused {
            checks = List.copyOf(checks);
        }
    }

    /**
     * The latency exceeded with a given probability.
     *
     * @param exceedanceProbability per inference
     * @param nanos estimate
     * @param low lower end of the interval, nanoseconds
     * @param high upper end of the interval, nanoseconds
     */
    record Level(double exceedanceProbability, double nanos, double low, double high) {}

    /**
     * A level not given.
     *
     * @param exceedanceProbability per inference
     * @param reason one sentence with figures
     */
    record Withheld(double exceedanceProbability, String reason) {}
}
