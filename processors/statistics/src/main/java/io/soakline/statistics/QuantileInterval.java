package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A quantile with its two-sided interval from order statistics (binomial, equal tails, no assumption on the distribution
 * but that inferences are independent: where they wander together the interval is too narrow).
 *
 * <p>The interval's ends are those of the sketch's buckets that hold the two order statistics, so it covers the sketch's
 * error too.
 *
 * @param p from 0 to 1
 * @param n values behind it
 * @param nanos null when {@code n < needed}; then there is no interval either
 * @param lowNanos null when the sample cannot bound it from below at that confidence
 * @param highNanos null when the sample cannot bound it from above: a p99 at 95 % takes 368 values, a p99.9 3,688
 * @param needed values below which it is refused: {@code 1 / (1 - p)}, so that one is expected beyond it
 */
public record QuantileInterval(
        double p,
        long n,
        @Nullable Double nanos,
        @Nullable Double lowNanos,
        @Nullable Double highNanos,
        long needed) {}
