package io.soakline.drift;

/**
 * The budget in e-values. Detectors share it by the union bound: the alarms of all charts together are at most as frequent
 * as the sum of their rates, so each of m charts with a share w of the budget gets the threshold m A / w, where A is the
 * wanted number of observations between false alarms.
 */
final class Thresholds {

    static final double NANOS_PER_WEEK = 7 * 24 * 3600e9;

    private static final double PERIODIC_SHARE = 0.05;

    private final long observationNanos;
    private final int charts;
    private final double chartsShare;
    private double alarmsPerWeek = -1;
    private double evidence;
    private double logEvidence;
    private double alarmsPerLook;

    /** @param periodic a part of the budget is for the search for periods */
    Thresholds(long observationNanos, int charts, boolean periodic) {
        this.observationNanos = observationNanos;
        this.charts = charts;
        this.chartsShare = periodic ? 1 - PERIODIC_SHARE : 1;
    }

    /** @throws IllegalArgumentException when the budget is not above 0 */
    void budget(double newAlarmsPerWeek) {
        if (newAlarmsPerWeek == alarmsPerWeek) {
            return;
        }
        if (!(newAlarmsPerWeek > 0)) {
            throw new IllegalArgumentException(
                    "a false-alarm budget is above 0 alarms a week, not " + newAlarmsPerWeek);
        }
        alarmsPerWeek = newAlarmsPerWeek;
        double observationsPerWeek = NANOS_PER_WEEK / observationNanos;
        // A budget of more than one alarm an observation is no budget; below e the detectors would ring at once.
        evidence = Math.max(10, charts * observationsPerWeek / alarmsPerWeek / chartsShare);
        logEvidence = Math.log(evidence);
        alarmsPerLook = PERIODIC_SHARE * alarmsPerWeek * PeriodSearch.STEP / observationsPerWeek;
    }

    double alarmsPerWeek() {
        return alarmsPerWeek;
    }

    /** The e-value at which a chart rings, to a power. */
    double evidence(int power) {
        return power == 1 ? evidence : evidence * evidence;
    }

    double logEvidence() {
        return logEvidence;
    }

    /** False alarms that one look for periods may cost. */
    double alarmsPerLook() {
        return alarmsPerLook;
    }
}
