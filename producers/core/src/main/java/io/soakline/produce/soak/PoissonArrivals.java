package io.soakline.produce.soak;

import java.util.Random;

/**
 * Starts of a Poisson process. It has no memory, so each turn begins with a distance like any other.
 *
 * <p>{@link Random} because its sequence for a seed is part of its specification.
 */
final class PoissonArrivals implements Arrivals {

    private final double meanNanos;
    private final Random random;
    private long turnEndNanos;
    private long intendedNanos;

    PoissonArrivals(double meanNanos, long seed) {
        this.meanNanos = meanNanos;
        random = new Random(seed);
    }

    @Override
    public void begin(long turnStartNanos, long turnEnd) {
        turnEndNanos = turnEnd;
        intendedNanos = turnStartNanos;
    }

    @Override
    public long next(long previousEndNanos) {
        intendedNanos += distanceNanos();
        return intendedNanos;
    }

    private long distanceNanos() {
        // nextDouble() is in [0, 1): the logarithm is of (0, 1].
        return Math.max(1, Math.round(-meanNanos * StrictMath.log(1 - random.nextDouble())));
    }

    @Override
    public long unserved() {
        long unserved = 0;
        while (intendedNanos - turnEndNanos < 0) {
            unserved++;
            intendedNanos += distanceNanos();
        }
        return unserved;
    }
}
