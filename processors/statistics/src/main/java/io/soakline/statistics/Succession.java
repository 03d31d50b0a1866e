package io.soakline.statistics;

/**
 * How inferences followed one another: sums over pairs of measured inferences with consecutive sequence numbers. Pairs
 * that lie across two panes are not counted. Sums are exact; the smoothed jitter is a double, combined in sequence.
 *
 * @param pairs number of pairs; all other figures are 0 without any
 * @param earlierSumNanos sum of the latencies of the first of each pair
 * @param laterSumNanos sum of the latencies of the second of each pair
 * @param products sum of the products of the two latencies of each pair, ns²; must not be changed
 * @param stepSumNanos sum of the absolute differences of the response times of each pair
 * @param stepMaxNanos largest of them
 * @param smoothedJitterNanos {@code J += (|D| - J) / 16} over the pairs in sequence from 0 on (RFC 3550, 6.4.1 and A.8);
 *     NaN where no sequence leads through the pairs
 */
public record Succession(
        long pairs,
        long earlierSumNanos,
        long laterSumNanos,
        ExactSum products,
        long stepSumNanos,
        long stepMaxNanos,
        double smoothedJitterNanos) {

    private static final double REMAINS = 15.0 / 16;

    public static final Succession NONE = new Succession(0, 0, 0, ExactSum.empty(), 0, 0, 0);

    /** This stretch and the one that follows it: {@code J} is linear, so what it was fades by 15/16 with each pair. */
    public Succession then(Succession next) {
        return plus(next, next.smoothedJitterNanos + smoothedJitterNanos * Math.pow(REMAINS, (double) next.pairs));
    }

    /** Two stretches that do not follow each other: there is no smoothed jitter, unless one of them has no pair. */
    public Succession beside(Succession other) {
        if (pairs == 0) {
            return other;
        }
        return other.pairs == 0 ? this : plus(other, Double.NaN);
    }

    private Succession plus(Succession other, double smoothedJitter) {
        ExactSum sum = products.copy();
        sum.combine(other.products);
        return new Succession(
                pairs + other.pairs,
                earlierSumNanos + other.earlierSumNanos,
                laterSumNanos + other.laterSumNanos,
                sum,
                stepSumNanos + other.stepSumNanos,
                Math.max(stepMaxNanos, other.stepMaxNanos),
                smoothedJitter);
    }
}
