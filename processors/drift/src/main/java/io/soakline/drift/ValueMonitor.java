package io.soakline.drift;

import java.util.List;
import java.util.Set;

/** Watches a series of single values. Not thread-safe. */
public final class ValueMonitor {

    private final ValueSettings settings;
    private int seen;

    private ValueMonitor(ValueSettings settings) {
        this.settings = settings;
    }

    /** A monitor that makes its first values the reference. */
    public static ValueMonitor learning(ValueSettings settings) {
        return new ValueMonitor(settings);
    }

    /**
     * Takes the next value, in order of time.
     *
     * @throws IllegalArgumentException when it is not finite
     */
    public DriftStep accept(long atNanos, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a series is watched in finite values, not " + value + " at " + atNanos);
        }
        seen = Math.min(seen + 1, settings.referenceValues());
        return new DriftStep(List.of(), Set.of(), seen < settings.referenceValues(), seen);
    }
}
