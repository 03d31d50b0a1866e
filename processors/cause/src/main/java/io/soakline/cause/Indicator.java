package io.soakline.cause;

import java.util.List;

/**
 * What one quantity being unusual says.
 *
 * @param whenHigh whether it slows the engine when high; false when low
 * @param leastDifference below which a difference to the median means nothing, in the quantity's unit
 * @param leastRelative the same as a share of the median
 * @param share whether the quantity is the share of time that was taken from the engine itself, so that the time taken
 *     can be held against the time that is missing
 * @param rank how directly it acts on the engine: smaller is more telling
 */
record Indicator(
        Cause cause,
        String quantity,
        String label,
        String unit,
        boolean whenHigh,
        double leastDifference,
        double leastRelative,
        boolean share,
        int rank) {

    static final String WAIT = "runQueueWaitPercent";
    static final String PRESSURE = "cpuPressurePercent";
    static final String STEAL = "cpuStealPercent";
    static final String CLOCK = "frequencyMegahertz";
    static final String UTILISATION = "cpuUtilisationPercent";
    /** On a GPU. */
    static final String PROCESSES = "processes";

    static final String TEMPERATURE = "temperatureCelsius";

    /** First, because the scheduler counts time under a quota as waiting. */
    static final int RANK_THROTTLED = 0;

    static final int RANK_WAITED = 1;
    /** After waiting: on a busy core the harness stands still, too, and for the same reason. */
    static final int RANK_PAUSED = 2;

    static final int RANK_NAMED = 3;
    static final int RANK_SHARED = 4;
    static final int RANK_CLOCK = 5;
    static final int RANK_GAP = 6;
    static final int RANK_BUSY = 7;
    /** It only says that no engine is to blame. */
    static final int RANK_ALIKE = 8;

    static final List<Indicator> ALL = List.of(
            taken(Cause.CPU_PRESSURE, WAIT, "engine waiting for a core", RANK_WAITED),
            taken(Cause.THROTTLE, "cgroupThrottledPercent", "held back by the CPU quota", RANK_THROTTLED),
            high(Cause.STEAL, STEAL, "steal time", "%", 5, RANK_NAMED),
            high(Cause.THROTTLE, "thermalThrottleEvents", "thermal throttling", "events/s", 0.05, RANK_NAMED),
            high(Cause.CPU_PRESSURE, PRESSURE, "CPU pressure", "%", 10, RANK_SHARED),
            new Indicator(Cause.CLOCK_CHANGE, CLOCK, "clock", "MHz", false, 10, 0.03, false, RANK_CLOCK),
            high(Cause.TEMPERATURE, TEMPERATURE, "temperature", "°C", 5, RANK_CLOCK),
            high(Cause.CO_RUNNER, PROCESSES, "processes", "", 0.5, RANK_SHARED),
            high(Cause.CO_RUNNER, UTILISATION, "utilisation", "%", 20, RANK_BUSY),
            high(Cause.CO_RUNNER, "cpuInterruptPercent", "interrupts", "%", 5, RANK_BUSY),
            high(Cause.CO_RUNNER, "memoryPressurePercent", "memory pressure", "%", 5, RANK_BUSY));

    private static Indicator taken(Cause cause, String quantity, String label, int rank) {
        return new Indicator(cause, quantity, label, "%", true, 1, 0, true, rank);
    }

    private static Indicator high(
            Cause cause, String quantity, String label, String unit, double leastDifference, int rank) {
        return new Indicator(cause, quantity, label, unit, true, leastDifference, 0, false, rank);
    }

    /** Smallest difference to a median that means anything. */
    double least(double median) {
        return Math.max(leastDifference, leastRelative * Math.abs(median));
    }
}
