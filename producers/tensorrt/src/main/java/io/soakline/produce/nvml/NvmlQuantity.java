package io.soakline.produce.nvml;

/** What is read of a device, with the unit that the record has. */
enum NvmlQuantity {
    POWER_AVERAGE("powerMilliwatts", "board-average", false, 1_000_000_000L),
    POWER_INSTANT("powerMilliwatts", "board-instant", false, null),
    ENERGY("energyJoules", "board", true, 0L),
    UTILISATION("gpuUtilisationPercent", "gpu", false, null),
    MEMORY_UTILISATION("memoryUtilisationPercent", "gpu", false, null),
    MEMORY_USED("memoryUsedMebibytes", "gpu", false, 0L),
    SM_CLOCK("frequencyMegahertz", "sm", false, 0L),
    MEMORY_CLOCK("frequencyMegahertz", "memory", false, 0L),
    TEMPERATURE("temperatureCelsius", "gpu", false, 0L),
    MEMORY_TEMPERATURE("temperatureCelsius", "memory", false, 0L),
    CLOCK_EVENT_REASONS("clockEventReasons", "gpu", false, 0L),
    POWER_LIMIT("powerLimitMilliwatts", "board", false, 0L),
    ECC("eccEnabled", "gpu", false, 0L),
    MIG("migEnabled", "gpu", false, 0L),
    PROCESSES("processes", "gpu", false, 0L);

    final String quantity;
    final String sensor;
    final boolean counter;

    @org.jspecify.annotations.Nullable
    final Long averagingNanos;

    NvmlQuantity(
            String quantity, String sensor, boolean counter, @org.jspecify.annotations.Nullable Long averagingNanos) {
        this.quantity = quantity;
        this.sensor = sensor;
        this.counter = counter;
        this.averagingNanos = averagingNanos;
    }
}
