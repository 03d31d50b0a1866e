package io.soakline.sink.report;

import org.jspecify.annotations.Nullable;

/**
 * What every run, and every rebuild, must keep; null is not asked for.
 *
 * @param deadlineNanos the deadline that {@code missRateMaximum} is about; runs soaked with another are not judged by it
 * @param missRateMaximum share of inferences past their deadline, held against its 95 % upper bound
 * @param bitwiseRateMinimum share of inferences that give their input's usual output, bit for bit
 * @param rebuildBitwiseRateMinimum share of inputs on which two builds of one configuration give the same output
 * @param rebuildLabelFlipsMaximum inputs on which two builds of one configuration may give different labels
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
        @Nullable Double joulesPerInferenceMaximum,
        @Nullable Double rebuildBitwiseRateMinimum,
        @Nullable Long rebuildLabelFlipsMaximum) {

    public static final GateRules NONE = new GateRules(null, null, null, null, null, null, null, null, null);

    /** Without rules for rebuilds. */
    public GateRules(
            @Nullable Long p99MaximumNanos,
            @Nullable Long p999MaximumNanos,
            @Nullable Long latencyMaximumNanos,
            @Nullable Double p99OverP50Maximum,
            @Nullable Long deadlineNanos,
            @Nullable Double missRateMaximum,
            @Nullable Double bitwiseRateMinimum,
            @Nullable Double top1AccuracyMinimum,
            @Nullable Double joulesPerInferenceMaximum) {
        this(
                p99MaximumNanos,
                p999MaximumNanos,
                latencyMaximumNanos,
                p99OverP50Maximum,
                deadlineNanos,
                missRateMaximum,
                bitwiseRateMinimum,
                top1AccuracyMinimum,
                joulesPerInferenceMaximum,
                null,
                null);
    }
}
