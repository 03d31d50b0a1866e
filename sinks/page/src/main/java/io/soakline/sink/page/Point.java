package io.soakline.sink.page;

import org.jspecify.annotations.Nullable;

/**
 * One interval of one run.
 *
 * @param endMillis end of the interval, wall clock
 * @param seconds length of the interval
 * @param n measured inferences in it
 * @param maxNanos exact; the quantiles of a rolled-up interval are the highest of its panes, never their mean
 */
record Point(
        long endMillis,
        int seconds,
        long n,
        @Nullable Double p50Nanos,
        @Nullable Double p90Nanos,
        @Nullable Double p99Nanos,
        @Nullable Double p999Nanos,
        @Nullable Long maxNanos) {

    /** The worst of both, for an interval that holds both. */
    Point rolledUpWith(Point other, long newEndMillis, int newSeconds) {
        return new Point(
                newEndMillis,
                newSeconds,
                n + other.n,
                higher(p50Nanos, other.p50Nanos),
                higher(p90Nanos, other.p90Nanos),
                higher(p99Nanos, other.p99Nanos),
                higher(p999Nanos, other.p999Nanos),
                higher(maxNanos, other.maxNanos));
    }

    Point stretchedTo(long newEndMillis, int newSeconds) {
        return new Point(newEndMillis, newSeconds, n, p50Nanos, p90Nanos, p99Nanos, p999Nanos, maxNanos);
    }

    private static <N extends Comparable<N>> @Nullable N higher(@Nullable N a, @Nullable N b) {
        if (a == null) {
            return b;
        }
        return b == null || a.compareTo(b) >= 0 ? a : b;
    }
}
