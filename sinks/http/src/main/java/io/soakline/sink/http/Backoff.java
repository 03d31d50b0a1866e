package io.soakline.sink.http;

import java.time.Duration;

/** Waits that double with every repetition, half of each by chance, so that many senders do not come back at once. */
public final class Backoff {

    /** Whole wait before the first repetition. */
    public static final Duration FIRST = Duration.ofMillis(500);
    /** No wait is longer. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** 500 ms doubled so often is above the longest wait and far from overflow. */
    private static final int LARGEST_DOUBLING = 10;

    private Backoff() {}

    /**
     * @param repetition 0 for the first
     * @param jitter from 0 to 1: how much of the second half of the wait is waited
     */
    public static Duration wait(long repetition, double jitter) {
        long doubled = FIRST.toMillis() << Math.min(repetition, LARGEST_DOUBLING);
        long millis = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(Math.round(millis * (0.5 + 0.5 * jitter)));
    }
}
