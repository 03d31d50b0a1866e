package io.soakline.drift;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is normal, in the numbers that the detectors need. Arrays are never changed.
 *
 * @param panes learnt from
 * @param inferences of a usual pane
 * @param noise by {@link Measure}
 * @param thresholds by {@link Exceedance}: the quantile of the reference that is to be exceeded
 * @param shares by {@link Exceedance}: how much of the reference exceeds it
 * @param dispersions by {@link Exceedance}: variance of the counts over that of a binomial distribution
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed, read once per pane
record ReferenceModel(
        int panes, double inferences, Noise[] noise, double[] thresholds, double[] shares, double[] dispersions) {

    private static final String PANES = "panes";
    private static final String INFERENCES = "inferencesPerPane";

    /** By name, to be kept in a record. */
    Map<String, Double> parameters() {
        Map<String, Double> parameters = new TreeMap<>();
        parameters.put(PANES, (double) panes);
        parameters.put(INFERENCES, inferences);
        for (Measure measure : Measure.values()) {
            Noise of = noise[measure.index()];
            parameters.put(key(measure, "centre"), of.centre());
            parameters.put(key(measure, "memory"), of.phi());
            parameters.put(key(measure, "sigma"), of.sigma());
            parameters.put(key(measure, "levelSigma"), of.levelSigma());
            parameters.put(key(measure, "margin"), of.margin());
            parameters.put(key(measure, "shocks"), (double) of.shocks());
        }
        for (Exceedance exceedance : Exceedance.values()) {
            parameters.put(key(exceedance, "threshold"), thresholds[exceedance.index()]);
            parameters.put(key(exceedance, "share"), shares[exceedance.index()]);
            parameters.put(key(exceedance, "dispersion"), dispersions[exceedance.index()]);
        }
        return parameters;
    }

    /** @throws IllegalArgumentException when a parameter is missing or not finite */
    static ReferenceModel of(Map<String, Double> parameters) {
        Noise[] noise = new Noise[Measure.COUNT];
        for (Measure measure : Measure.values()) {
            noise[measure.index()] = new Noise(
                    need(parameters, key(measure, "centre")),
                    need(parameters, key(measure, "memory")),
                    need(parameters, key(measure, "sigma")),
                    need(parameters, key(measure, "levelSigma")),
                    need(parameters, key(measure, "margin")),
                    (int) need(parameters, key(measure, "shocks")));
        }
        int count = Exceedance.COUNT;
        double[] thresholds = new double[count];
        double[] shares = new double[count];
        double[] dispersions = new double[count];
        for (Exceedance exceedance : Exceedance.values()) {
            thresholds[exceedance.index()] = need(parameters, key(exceedance, "threshold"));
            shares[exceedance.index()] = need(parameters, key(exceedance, "share"));
            dispersions[exceedance.index()] = need(parameters, key(exceedance, "dispersion"));
        }
        return new ReferenceModel(
                (int) need(parameters, PANES), need(parameters, INFERENCES), noise, thresholds, shares, dispersions);
    }

    private static String key(Enum<?> of, String what) {
        return of.name().toLowerCase(Locale.ROOT).replace("_", "-") + "." + what;
    }

    private static double need(Map<String, Double> parameters, String key) {
        Double value = parameters.get(key);
        if (value == null || !Double.isFinite(value)) {
            throw new IllegalArgumentException("the reference " + (value == null ? "lacks" : "has no finite")
                    + " parameter " + key + "; clear the baseline and learn it again");
        }
        return value;
    }
}
