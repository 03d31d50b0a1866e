package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.EnergyRecord;
import io.soakline.record.WindowStats;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run draws.
 *
 * @param method {@code alone}, {@code turns}, {@code regression} or {@code none}, see the record
 * @param reason why there is no figure, or not all of them; empty when there is nothing to say
 * @param grossJoulesPerInference with what the device draws when idle; null by regression, which cannot tell whose it is
 * @param netJoulesPerInference without it
 * @param netLow and {@code netHigh}: 95 % interval, only by regression
 * @param panes behind a regression, else those of the run
 * @param idleMilliwatts mean power while no run executed on the device
 * @param idleSeconds how long that was measured
 * @param idleAgeSeconds from its end to the end of the run: the device may have been cooler
 * @param sensorDifference energy counter against the power sensor, over the larger; null where there is only one
 * @param doubt said when they differ too much
 */
@JsonPropertyOrder({
    "method",
    "reason",
    "grossJoulesPerInference",
    "netJoulesPerInference",
    "netLow",
    "netHigh",
    "panes",
    "idleMilliwatts",
    "idleSeconds",
    "idleAgeSeconds",
    "sensorDifference",
    "doubt"
})
public record EnergySummary(
        String method,
        String reason,
        @Nullable Double grossJoulesPerInference,
        @Nullable Double netJoulesPerInference,
        @Nullable Double netLow,
        @Nullable Double netHigh,
        int panes,
        @Nullable Double idleMilliwatts,
        @Nullable Double idleSeconds,
        @Nullable Double idleAgeSeconds,
        @Nullable Double sensorDifference,
        @Nullable String doubt) {

    /** Null without any energy or power sensor. */
    static @Nullable EnergySummary of(WindowStats window) {
        EnergyRecord energy = window.getEnergy();
        return energy == null
                ? null
                : new EnergySummary(
                        energy.getMethod().name().toLowerCase(Locale.ROOT),
                        energy.getReason(),
                        Finite.orNull(energy.getGrossJoulesPerInference()),
                        Finite.orNull(energy.getNetJoulesPerInference()),
                        Finite.orNull(energy.getNetLow()),
                        Finite.orNull(energy.getNetHigh()),
                        energy.getPanes(),
                        Finite.orNull(energy.getIdleMilliwatts()),
                        Finite.orNull(energy.getIdleSeconds()),
                        Finite.orNull(energy.getIdleAgeSeconds()),
                        Finite.orNull(energy.getSensorDifference()),
                        energy.getDoubt());
    }
}
