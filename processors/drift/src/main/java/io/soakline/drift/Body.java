package io.soakline.drift;

/**
 * Where the bulk of a pane lies and how wide it is, in logarithms.
 *
 * @param level mean of the logarithms of five quantiles: like the logarithm of the median, blind to the tails, but with
 *     two thirds of its variance on a normal body
 * @param median logarithm of p50
 * @param spread of the relative distance of the quartiles, see {@link PaneMeasures#logSpread}
 */
record Body(double level, double median, double spread) {

    private static final double[] SHARES = {0.15, 0.25, 0.325, 0.5, 0.675, 0.75, 0.85};

    /** @param shape not empty */
    static Body of(PaneShape shape) {
        double[] quantiles = shape.quantiles(SHARES);
        double half = quantiles[3];
        double median = Math.log(half);
        double sum = Math.log(quantiles[0])
                + Math.log(quantiles[2])
                + median
                + Math.log(quantiles[4])
                + Math.log(quantiles[6]);
        return new Body(sum / 5, median, PaneMeasures.logSpread((quantiles[5] - quantiles[1]) / half));
    }
}
