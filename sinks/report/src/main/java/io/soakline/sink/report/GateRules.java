package io.soakline.sink.report;

import org.jspecify.annotations.Nullable;

/**
 * What every run must keep; null is not asked for.
 *
 * @param deadlineNanos the deadline that {@code missRateMaximum} is about; runs soaked with another are not judged by it
 * @param missRateMaximum share of inferences past their deadline, held against its 95 % upper bound
 * @param bitwiseRateMinimum share of inferences that give their input's usual output, bit for bit
 */
public record GateRules(
        @Nullable Long p99MaximumNanos,
        @Nullable Long p999MaximumNanos,
        @Nullable Long latencyMaximumNanos,
        @Nullable Double p99OverP50Maximum,
        @Nullable Long deadlineNanos,
        @Nullable Double missRateMaximum,
        @Nullable Double bitwiseRateMinimum,
        @Nullable Double top1AccuracyMinimum,
        @Nullable Double joulesPerInferenceMaximum) {

    public static final GateRules NONE = new GateRules(null, null, null, null, null, null, null, null, null);
}
