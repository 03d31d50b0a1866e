package io.soakline.drift;

/**
 * Holds an alarm until the measure that raised it is back: so many observations in a row within a band around the
 * reference. The band is what noise explains, or half of the change where that is narrower.
 */
final class Latch {

    /** A measure at its reference stays below with a probability of 97.7 %. */
    private static final double BAND_DEVIATIONS = 2;

    private static final int NONE = -1;

    private final int recoveryRun;
    private final int coolDown;
    private boolean latched;
    private int measure;
    private int sign;
    private double band;
    private int run;
    private long rungAt;
    private long coolUntil;

    Latch(int recoveryRun, int coolDown) {
        this.recoveryRun = recoveryRun;
        this.coolDown = coolDown;
    }

    void ring(int ofMeasure, int direction, double shift, Noise noise, double tolerance, long position) {
        latched = true;
        measure = ofMeasure;
        sign = direction;
        double explained = tolerance + noise.margin() + BAND_DEVIATIONS * noise.levelSigma();
        band = Math.min(explained, Math.max(Math.abs(shift) / 2, noise.levelSigma() / 2));
        run = 0;
        rungAt = position;
        coolUntil = position + coolDown;
    }

    boolean latched() {
        return latched;
    }

    /** The measure that raised the last alarm. */
    int measure() {
        return measure;
    }

    /** Position of the last alarm. */
    long rungAt() {
        return rungAt;
    }

    /** The power of the threshold that an alarm must reach now: 2 in the cool-down, else 1. */
    int power(long position) {
        return position < coolUntil ? 2 : 1;
    }

    /**
     * @param deviations by measure, in units of a usual pane
     * @param scale noise of this observation relative to a usual one, by measure
     * @return true when this observation completes the recovery
     */
    boolean recovers(double[] deviations, double[] scale) {
        if (!latched || measure == NONE) {
            return false;
        }
        run = sign * deviations[measure] <= band * scale[measure] ? run + 1 : 0;
        latched = run < recoveryRun;
        return !latched;
    }

    /** Holds an alarm that no measure ends. */
    void hold(long position) {
        latched = true;
        measure = NONE;
        coolUntil = position + coolDown;
    }

    /** Ends an alarm that no measure ends. */
    void release() {
        latched = false;
    }
}
