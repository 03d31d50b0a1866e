package io.soakline.drift;

/** The numbers that are taken from each pane and followed over time. */
enum Measure {
    /** Where the body lies; rings the alarms. */
    LEVEL(DriftFeature.LEVEL, new NoiseEstimator.Prior(0.05, 8, 0.001)),
    /** The logarithm of p50, noisier than the level; says how large an alarm of level is. */
    MEDIAN(DriftFeature.LEVEL, new NoiseEstimator.Prior(0.05, 8, 0.001)),
    QUARTILES(DriftFeature.SPREAD, new NoiseEstimator.Prior(0.3, 8, 0.01)),
    TAIL(DriftFeature.TAIL, new NoiseEstimator.Prior(3, 8, 0.9)),
    FAR_TAIL(DriftFeature.TAIL, new NoiseEstimator.Prior(3, 8, 0.9)),
    SHOULDER(DriftFeature.TAIL, new NoiseEstimator.Prior(3, 8, 0.9));

    static final int COUNT = values().length;

    private final DriftFeature feature;

    @SuppressWarnings("ImmutableEnumChecker") // a record of doubles
    private final NoiseEstimator.Prior prior;

    Measure(DriftFeature feature, NoiseEstimator.Prior prior) {
        this.feature = feature;
        this.prior = prior;
    }

    /** Position in arrays. */
    @SuppressWarnings("EnumOrdinal") // arrays in the order of the constants, private to the detectors, never stored
    int index() {
        return ordinal();
    }

    /** By measure: the change that is no drift, in the units of the measure. */
    static double[] tolerances(DriftSettings settings) {
        double[] tolerances = new double[COUNT];
        for (Measure measure : values()) {
            tolerances[measure.index()] = switch (measure.feature) {
                case LEVEL -> Math.log1p(settings.levelTolerance());
                case SPREAD -> Math.log1p(settings.spreadTolerance());
                default -> settings.tailTolerance();
            };
        }
        return tolerances;
    }

    DriftFeature feature() {
        return feature;
    }

    NoiseEstimator.Prior prior() {
        return prior;
    }

    /** Its size is a number of exceedances. */
    boolean counts() {
        return feature == DriftFeature.TAIL;
    }
}
