package io.soakline.cause;

import java.util.Comparator;

/**
 * One quantity at one sensor of a device.
 *
 * @param quantity named with its unit, as in a device batch: {@code cpuPressurePercent}
 * @param sensor where it is read: {@code cpu}, {@code cpu0}, {@code run:RUN-ID}
 */
public record ChannelName(String quantity, String sensor) implements Comparable<ChannelName> {

    /** Before the run id in the sensor of a channel that is about one run alone. */
    public static final String RUN_PREFIX = "run:";

    /** Sensor of a run's own channels where they are kept with the run and need no id. */
    public static final String OWN_RUN = "engine";

    private static final Comparator<ChannelName> ORDER =
            Comparator.comparing(ChannelName::quantity).thenComparing(ChannelName::sensor);

    /** Whether the channel is about one run alone: it says nothing about the others of its device. */
    public boolean isOfRun() {
        return sensor.startsWith(RUN_PREFIX) || sensor.equals(OWN_RUN);
    }

    /** Whether the channel may say something about the run: it is the device's, or this run's own. */
    public boolean concerns(String runId) {
        return !sensor.startsWith(RUN_PREFIX)
                || sensor.substring(RUN_PREFIX.length()).equals(runId);
    }

    @Override
    public int compareTo(ChannelName other) {
        return ORDER.compare(this, other);
    }
}
