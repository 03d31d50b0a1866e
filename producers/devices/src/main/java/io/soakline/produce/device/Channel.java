package io.soakline.produce.device;

import org.jspecify.annotations.Nullable;

/**
 * One quantity at one sensor.
 *
 * @param quantity named with its unit: {@code energyJoules}, {@code temperatureCelsius} …
 * @param sensor where it is read: {@code cpu0}, {@code package-0} …
 * @param counter whether the quantity only grows
 * @param averagingNanos window over which the sensor averages; 0 is instantaneous, null is not known
 * @param notOffered why there are no values; null when there are
 */
public record Channel(
        String quantity,
        String sensor,
        boolean counter,
        @Nullable Long averagingNanos,
        @Nullable String notOffered) {

    static Channel gauge(String quantity, String sensor) {
        return new Channel(quantity, sensor, false, 0L, null);
    }

    /** A mean since the sample before. */
    static Channel mean(String quantity, String sensor) {
        return new Channel(quantity, sensor, false, null, null);
    }

    static Channel counter(String quantity, String sensor) {
        return new Channel(quantity, sensor, true, 0L, null);
    }

    static Channel notOffered(String quantity, String sensor, String reason) {
        return new Channel(quantity, sensor, false, null, reason);
    }

    /** Whether it has values. */
    public boolean offered() {
        return notOffered == null;
    }
}
