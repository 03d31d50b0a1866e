package io.soakline.produce.device;

/**
 * Energy since the first reading, from a counter that wraps around.
 *
 * <p>A reading below the one before means one wrap, so readings must come more often than the counter wraps: a RAPL
 * counter of 262 kJ at 200 W does so every 22 minutes. Where the range is not known, a reading below the one before
 * starts anew: energy is then missing, never negative.
 */
public final class EnergyCounter {

    private final double rangeMicrojoules;
    private double lastMicrojoules = Double.NaN;
    private double totalMicrojoules;

    /** @param rangeMicrojoules the counter's largest value; NaN or 0 when not known */
    public EnergyCounter(double rangeMicrojoules) {
        this.rangeMicrojoules = rangeMicrojoules;
    }

    /**
     * Takes a reading.
     *
     * @param microjoules as the counter shows it; NaN when it could not be read, which changes nothing
     * @return joules since the first reading; NaN for a reading that failed
     */
    public double update(double microjoules) {
        if (Double.isNaN(microjoules)) {
            return Double.NaN;
        }
        if (!Double.isNaN(lastMicrojoules)) {
            totalMicrojoules += growth(microjoules);
        }
        lastMicrojoules = microjoules;
        return totalMicrojoules / 1e6;
    }

    private double growth(double microjoules) {
        if (microjoules >= lastMicrojoules) {
            return microjoules - lastMicrojoules;
        }
        return rangeMicrojoules > 0 ? rangeMicrojoules - lastMicrojoules + microjoules : 0;
    }
}
