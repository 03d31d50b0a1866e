package io.soakline.produce.nvml;

import org.jspecify.annotations.Nullable;

/** What is read of a device, with the unit that the record has, and how often it is wanted. */
enum NvmlQuantity {
    POWER_AVERAGE("powerMilliwatts", "board-average", false, 1_000_000_000L, Every.RENEWAL),
    POWER_INSTANT("powerMilliwatts", "board-instant", false, null, Every.RENEWAL),
    ENERGY("energyJoules", "board", true, 0L, Every.RENEWAL),
    UTILISATION("gpuUtilisationPercent", "gpu", false, null, Every.RENEWAL),
    MEMORY_UTILISATION("memoryUtilisationPercent", "gpu", false, null, Every.SECOND),
    MEMORY_USED("memoryUsedMebibytes", "gpu", false, 0L, Every.SECOND),
    SM_CLOCK("frequencyMegahertz", "sm", false, 0L, Every.TIME),
    MEMORY_CLOCK("frequencyMegahertz", "memory", false, 0L, Every.SECOND),
    TEMPERATURE("temperatureCelsius", "gpu", false, 0L, Every.SECOND),
    MEMORY_TEMPERATURE("temperatureCelsius", "memory", false, 0L, Every.SECOND),
    CLOCK_EVENT_REASONS("clockEventReasons", "gpu", false, 0L, Every.TIME),
    POWER_LIMIT("powerLimitMilliwatts", "board", false, 0L, Every.SECOND),
    ECC("eccEnabled", "gpu", false, 0L, Every.MINUTE),
    MIG("migEnabled", "gpu", false, 0L, Every.MINUTE),
    PROCESSES("processes", "gpu", false, 0L, Every.SECOND);

    private static final class Every {
        static final long TIME = 0;
        /** Four times as often as the sensor has a new value (H100, H200: ten times a second). */
        static final long RENEWAL = 25_000_000L;

        static final long SECOND = 1_000_000_000L;
        /** What only a reset of the device changes, and an H200 takes 0.15 ms of a core to tell. */
        static final long MINUTE = 60 * SECOND;
    }

    final String quantity;
    final String sensor;
    final boolean counter;

    @Nullable
    final Long averagingNanos;

    final long goodForNanos;

    NvmlQuantity(String quantity, String sensor, boolean counter, @Nullable Long averagingNanos, long goodForNanos) {
        this.quantity = quantity;
        this.sensor = sensor;
        this.counter = counter;
        this.averagingNanos = averagingNanos;
        this.goodForNanos = goodForNanos;
    }
}
