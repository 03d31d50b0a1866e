package io.soakline.drift;

/** The evidence that there was a change, by what is watched. */
final class Charts {

    private static final Watch[] WATCHES = Watch.values();
    private static final Exceedance[] EXCEEDANCES = Exceedance.values();

    private final Whiteners whiteners;
    private final double[] tolerances;
    private final EvidenceChart[] innovations = new EvidenceChart[Watch.COUNT];
    private final ExceedanceChart[] counts = new ExceedanceChart[Exceedance.COUNT];

    /** @param tolerances by measure */
    Charts(Whiteners whiteners, double[] tolerances) {
        this.whiteners = whiteners;
        this.tolerances = tolerances;
        for (int i = 0; i < innovations.length; i++) {
            innovations[i] = new EvidenceChart();
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new ExceedanceChart();
        }
    }

    /** @param dispersion variance of the counts over that of a binomial distribution */
    void configure(Exceedance exceedance, double share, double dispersion) {
        counts[exceedance.index()].configure(share, dispersion);
    }

    /**
     * Takes the innovation of this pane.
     *
     * @return the e-value
     */
    double accept(Watch watch) {
        EvidenceChart chart = innovations[watch.index()];
        chart.accept(excess(watch));
        return chart.evidence();
    }

    /**
     * Takes the counts of this pane.
     *
     * @return the e-value
     */
    double accept(Exceedance exceedance, double above, double below, double cap) {
        ExceedanceChart chart = counts[exceedance.index()];
        chart.accept(above, below, cap);
        return chart.evidence();
    }

    /** An odd pane, or one that comes while evidence is half-way to an alarm. */
    boolean suspicious(double threshold) {
        double half = Math.sqrt(threshold);
        for (Watch watch : WATCHES) {
            if (innovations[watch.index()].evidence() > half || excess(watch) >= EvidenceChart.CLAMP) {
                return true;
            }
        }
        return false;
    }

    /** What watches the feature in this direction begins again from nothing. */
    void reset(DriftFeature feature, DriftDirection direction) {
        for (Watch watch : WATCHES) {
            if (watch.measure().feature() == feature && watch.direction() == direction) {
                innovations[watch.index()].reset();
            }
        }
        for (Exceedance exceedance : EXCEEDANCES) {
            if (exceedance.measure().feature() == feature && direction == DriftDirection.UP) {
                counts[exceedance.index()].reset();
            }
        }
    }

    private double excess(Watch watch) {
        int measure = watch.measure().index();
        return watch.direction() == DriftDirection.UP
                ? whiteners.at(measure).excessUp(tolerances[measure])
                : whiteners.at(measure).excessDown(tolerances[measure]);
    }
}
