package io.soakline.variance;

import java.util.List;

/**
 * How the variance of a value splits over build, run, device and load.
 *
 * @param mean generalised least-squares estimate of the overall mean
 * @param components one per factor, in the order build, run, device, load, residual
 * @param observations values used
 */
public record VarianceComponents(double mean, List<Component> components, int observations) {
    public VarianceComponents {
        components = List.copyOf(components);
    }

    /** One factor's part. */
    public sealed interface Component {
        /** "build", "run", "device", "load" or "residual". */
        String factor();

        /** Distinct levels seen; for the residual the observations. */
        int levels();

        /**
         * @param variance between levels, never negative
         * @param low lower end of its 95 % interval
         * @param high upper end
         * @param share of the total variance: the intraclass correlation of two values that share this level and
         *     nothing else
         * @param shareLow lower end of the share's 95 % interval
         * @param shareHigh upper end
         */
        record Estimated(
                String factor,
                int levels,
                double variance,
                double low,
                double high,
                double share,
                double shareLow,
                double shareHigh)
                implements Component {}

        /** @param reason one line: what is missing */
        record Refused(String factor, int levels, String reason) implements Component {}
    }

    public static VarianceComponents of(List<Observation> observations) {
        return new VarianceComponents(Double.NaN, List.of(), observations.size());
    }
}
