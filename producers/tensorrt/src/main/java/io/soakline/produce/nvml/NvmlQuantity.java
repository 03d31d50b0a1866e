package io.soakline.produce.nvml;

import org.jspecify.annotations.Nullable;

/** What is read of a device, with the unit that the record has, and how often it is wanted. */
enum NvmlQuantity {
    POWER_AVERAGE("powerMilliwatts", "board-average", false, 1_000_000_000L, Every.TIME),
    POWER_INSTANT("powerMilliwatts", "board-instant", false, null, Every.TIME),
    ENERGY("energyJoules", "board", true, 0L, Every.TIME),
    UTILISATION("gpuUtilisationPercent", "gpu", false, null, Every.TIME),
    MEMORY_UTILISATION("memoryUtilisationPercent", "gpu", false, null, Every.SECOND),
    MEMORY_USED("memoryUsedMebibytes", "gpu", false, 0L, Every.SECOND),
    SM_CLOCK("frequencyMegahertz", "sm", false, 0L, Every.TIME),
    MEMORY_CLOCK("frequencyMegahertz", "memory", false, 0L, Every.SECOND),
    TEMPERATURE("temperatureCelsius", "gpu", false, 0L, Every.SECOND),
    MEMORY_TEMPERATURE("temperatureCelsius", "memory", false, 0L, Every.SECOND),
    CLOCK_EVENT_REASONS("clockEventReasons", "gpu", false, 0L, Every.TIME),
    POWER_LIMIT("powerLimitMilliwatts", "board", false, 0L, Every.SECOND),
    ECC("eccEnabled", "gpu", false, 0L, Every.SECOND),
    MIG("migEnabled", "gpu", false, 0L, Every.SECOND),
    PROCESSES("processes", "gpu", false, 0L, Every.SECOND);

    private static final class Every {
        static final long TIME = 0;
        static final long SECOND = 1_000_000_000L;
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
