package io.soakline.drift;

/** How far a pane lies from the reference, measure by measure. Overwritten by the next pane. */
final class Deviations {

    private static final Exceedance[] EXCEEDANCES = Exceedance.values();
    private static final Measure[] MEASURES = Measure.values();

    private final ReferenceModel against;
    private final double levelTolerance;
    private final Cut[] cuts;
    private final Cut[] tolerantCuts;
    private final double[] deviations = new double[Measure.COUNT];
    private final double[] scales = new double[Measure.COUNT];
    private final double[] tolerantCounts = new double[Exceedance.COUNT];
    private final double[] residuals = new double[Exceedance.COUNT];

    Deviations(ReferenceModel against, double levelTolerance) {
        this.against = against;
        this.levelTolerance = levelTolerance;
        cuts = Cut.at(against.thresholds());
        tolerantCuts = new Cut[cuts.length];
        for (Exceedance exceedance : EXCEEDANCES) {
            tolerantCuts[exceedance.index()] = tolerant(exceedance, 1);
        }
    }

    /** @param jumps whether the level is known to jump and come back: then the thresholds of the tails go up with it */
    void read(PaneShape shape, Body body, boolean jumps) {
        set(Measure.LEVEL, body.level());
        set(Measure.MEDIAN, body.median());
        set(Measure.QUARTILES, body.spread());
        double shift = Math.min(deviations[Measure.LEVEL.index()], deviations[Measure.MEDIAN.index()]);
        double raised = shift > 0 && jumps ? Math.exp(shift) : 1;
        for (Exceedance exceedance : EXCEEDANCES) {
            count(exceedance, shape, exceedance == Exceedance.HALF ? 1 : raised);
        }
        double quantiles = PaneMeasures.quantileScale(shape.count(), against.inferences());
        double counts = PaneMeasures.countScale(shape.count(), against.inferences());
        for (Measure measure : MEASURES) {
            scales[measure.index()] = measure.counts() ? counts : quantiles;
        }
    }

    private void count(Exceedance exceedance, PaneShape shape, double raised) {
        int i = exceedance.index();
        double share = against.shares()[i];
        double above = shape.above(cuts[i]);
        residuals[i] = residual(above, shape.count(), share);
        tolerantCounts[i] = shape.above(raised == 1 ? tolerantCuts[i] : tolerant(exceedance, raised));
        if (exceedance != Exceedance.HALF) {
            double beyond = raised == 1 ? above : shape.above(cuts[i].value() * raised);
            set(exceedance.measure(), PaneMeasures.excess(beyond, shape.count(), share));
        }
    }

    private Cut tolerant(Exceedance exceedance, double raised) {
        double threshold = against.thresholds()[exceedance.index()] * raised;
        return Cut.at(threshold * (1 + exceedance.tolerance(levelTolerance)));
    }

    private static double residual(double above, double inferences, double share) {
        return (above - inferences * share) / Math.sqrt(inferences * share * (1 - share));
    }

    private void set(Measure measure, double value) {
        int i = measure.index();
        deviations[i] = value - against.noise()[i].centre();
    }

    /** @param measure its index */
    double of(int measure) {
        return deviations[measure];
    }

    /** By measure, from the centre. */
    double[] values() {
        return deviations;
    }

    /** By measure: noise of this pane relative to a usual one. */
    double[] scales() {
        return scales;
    }

    /** Inferences beyond the quantile of the reference and the tolerance. */
    double tolerantCount(Exceedance exceedance) {
        return tolerantCounts[exceedance.index()];
    }

    /** By exceedance: counts less their expectation, in binomial standard deviations. */
    double[] residuals() {
        return residuals;
    }
}
