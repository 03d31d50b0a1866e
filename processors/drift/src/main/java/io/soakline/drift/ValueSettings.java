package io.soakline.drift;

/**
 * How a series of single values is watched.
 *
 * @param referenceValues values that make a complete reference, at least 12
 * @param alarmsPerStreamWeek false alarms of one stream in seven days that are put up with, above 0
 * @param valueNanos usual distance of two values; turns the budget into values
 * @param tolerance shift, in standard deviations of the reference, that is no drift
 * @param coolDownValues values after an alarm in which the same feature rings again the same way only on the square of
 *     the evidence
 * @param recoveryValues consecutive values at the reference that end an alarm
 */
public record ValueSettings(
        int referenceValues,
        double alarmsPerStreamWeek,
        long valueNanos,
        double tolerance,
        int coolDownValues,
        int recoveryValues) {

    /** 360 values of reference, one false alarm in 60,480 values. */
    public static final ValueSettings DEFAULT = new ValueSettings(360, 1, 10_000_000_000L, 0.25, 360, 12);

    /** @throws IllegalArgumentException for a value out of its range */
    public ValueSettings {
        if (referenceValues < 12
                || !(alarmsPerStreamWeek > 0 && alarmsPerStreamWeek <= 1000)
                || valueNanos <= 0
                || !(tolerance >= 0 && tolerance < 4)
                || coolDownValues < 0
                || recoveryValues < 1) {
            throw new IllegalArgumentException(
                    "settings out of range (referenceValues from 12, alarmsPerStreamWeek above"
                            + " 0 to 1000, valueNanos above 0, tolerance from 0 to below 4, coolDownValues from 0, recoveryValues"
                            + " from 1): " + referenceValues + ", " + alarmsPerStreamWeek + ", " + valueNanos + ", "
                            + tolerance + ", " + coolDownValues + ", " + recoveryValues);
        }
    }

    public ValueSettings withReferenceValues(int values) {
        return new ValueSettings(values, alarmsPerStreamWeek, valueNanos, tolerance, coolDownValues, recoveryValues);
    }

    public ValueSettings withAlarmsPerStreamWeek(double alarms) {
        return new ValueSettings(referenceValues, alarms, valueNanos, tolerance, coolDownValues, recoveryValues);
    }

    public ValueSettings withValueNanos(long nanos) {
        return new ValueSettings(
                referenceValues, alarmsPerStreamWeek, nanos, tolerance, coolDownValues, recoveryValues);
    }

    public ValueSettings withTolerance(double deviations) {
        return new ValueSettings(
                referenceValues, alarmsPerStreamWeek, valueNanos, deviations, coolDownValues, recoveryValues);
    }
}
