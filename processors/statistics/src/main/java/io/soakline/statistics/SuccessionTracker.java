package io.soakline.statistics;

/** Builds a {@link Succession} inference by inference. */
final class SuccessionTracker {

    private static final long NOTHING = Long.MIN_VALUE;

    private long awaited = NOTHING;
    private long earlierLatency;
    private long earlierResponse;

    private long pairs;
    private long earlierSum;
    private long laterSum;
    private ExactSum products = ExactSum.empty();
    private long stepSum;
    private long stepMax;
    private double smoothedJitter;

    /** A measured inference. */
    void accept(long sequence, long latencyNanos, long responseNanos) {
        if (sequence == awaited) {
            pair(latencyNanos, Math.abs(responseNanos - earlierResponse));
        }
        awaited = sequence + 1;
        earlierLatency = latencyNanos;
        earlierResponse = responseNanos;
    }

    private void pair(long latencyNanos, long step) {
        pairs++;
        earlierSum += earlierLatency;
        laterSum += latencyNanos;
        products.acceptProduct(earlierLatency, latencyNanos);
        stepSum += step;
        stepMax = Math.max(stepMax, step);
        smoothedJitter += (step - smoothedJitter) / 16;
    }

    /** Goes on from what was; the next inference makes no pair with the last one before. */
    void load(Succession succession) {
        awaited = NOTHING;
        pairs = succession.pairs();
        earlierSum = succession.earlierSumNanos();
        laterSum = succession.laterSumNanos();
        products = succession.products().copy();
        stepSum = succession.stepSumNanos();
        stepMax = succession.stepMaxNanos();
        smoothedJitter = succession.smoothedJitterNanos();
    }

    Succession succession() {
        return new Succession(pairs, earlierSum, laterSum, products.copy(), stepSum, stepMax, smoothedJitter);
    }
}
