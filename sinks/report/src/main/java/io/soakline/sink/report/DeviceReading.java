package io.soakline.sink.report;

/**
 * What one sensor of a device said while the runs were on.
 *
 * @param quantity named with its unit: {@code temperatureCelsius} …
 * @param samples behind it, at least 1
 */
public record DeviceReading(
        String device, String quantity, String sensor, long samples, double min, double mean, double max) {}
