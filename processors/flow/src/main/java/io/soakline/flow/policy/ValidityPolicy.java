package io.soakline.flow.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions the figures of a run count. What breaks them is said with the verdict and changes none: whoever judges
 * the whole decides whether it matters. Null is any: then it is recorded, and never broken.
 *
 * @param clockSpreadMaximum largest difference of the clock over its largest value, from 0 to 1. NVIDIA's advice on locked
 *     against floating clocks is to do neither by rule, so any is the default
 * @param throttledShareMaximum largest share of inferences during which the device throttled
 * @param slopeMaximumCelsiusPerMinute fastest change of the temperature, up or down
 * @param gpuAlone whether no process of others may be on the GPU
 * @param coreTakenMaximumPercent largest share of the time that other guests or programs have the engine's core, in percent
 * @param realInputs whether inputs must differ from each other, be finite, and not be constant
 * @param syncModes how the host may wait for the device: spin, block …; empty for any
 * @param known whether everything above must be known: then what is not measured is broken
 */
public record ValidityPolicy(
        @Nullable Double clockSpreadMaximum,
        @Nullable Double throttledShareMaximum,
        @Nullable Double slopeMaximumCelsiusPerMinute,
        boolean gpuAlone,
        @Nullable Double coreTakenMaximumPercent,
        boolean realInputs,
        Set<String> syncModes,
        boolean known) {

    /**
     * Any clock; as much throttling and as much of the core taken as alerts begin at; 1 degree a minute, which is steady; alone on
     * the GPU; real inputs; any way to wait; what is not measured breaks nothing.
     */
    public static final ValidityPolicy DEFAULT = new ValidityPolicy(null, 0.01, 1.0, true, 20.0, true, Set.of(), false);

    /** @throws IllegalArgumentException for a limit outside its range */
    public ValidityPolicy {
        syncModes = Set.copyOf(syncModes);
        requireWithin(clockSpreadMaximum, "a spread of clocks", 1);
        requireWithin(throttledShareMaximum, "a share of throttled inferences", 1);
        requireWithin(slopeMaximumCelsiusPerMinute, "a slope of the temperature", Double.MAX_VALUE);
        requireWithin(coreTakenMaximumPercent, "a share of the core's time in percent", 100);
    }

    private static void requireWithin(@Nullable Double limit, String what, double most) {
        if (limit != null && !(limit >= 0 && limit <= most)) {
            throw new IllegalArgumentException(what + " lies from 0 to " + most + ", not at " + limit);
        }
    }

    public ValidityPolicy withClockSpreadMaximum(@Nullable Double share) {
        return new ValidityPolicy(
                share,
                throttledShareMaximum,
                slopeMaximumCelsiusPerMinute,
                gpuAlone,
                coreTakenMaximumPercent,
                realInputs,
                syncModes,
                known);
    }

    public ValidityPolicy withSyncModes(Set<String> modes) {
        return new ValidityPolicy(
                clockSpreadMaximum,
                throttledShareMaximum,
                slopeMaximumCelsiusPerMinute,
                gpuAlone,
                coreTakenMaximumPercent,
                realInputs,
                modes,
                known);
    }

    public ValidityPolicy withKnown(boolean everything) {
        return new ValidityPolicy(
                clockSpreadMaximum,
                throttledShareMaximum,
                slopeMaximumCelsiusPerMinute,
                gpuAlone,
                coreTakenMaximumPercent,
                realInputs,
                syncModes,
                everything);
    }
}
