package io.soakline.drift;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * When a measure changed, and by how much.
 *
 * <p>Time: the start that maximises the likelihood of a shift of the innovations, of any size, against none, the
 * reference being known; its interval holds all starts whose logarithm of the likelihood is less than {@value #DROP}
 * below the maximum. Size: the mean deviation since then with a Student interval. Its error is that of panes that remember
 * each other, from the larger of their dispersion before and after, so that a wobble between panes widens it however many
 * inferences a pane has; the uncertainty of the reference is added.
 *
 * @param at position of the first observation after the change
 * @param from earliest
 * @param to latest
 * @param shift mean deviation since the change
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param inferences of a usual pane since then
 */
record ChangeEstimate(long at, long from, long to, double shift, double low, double high, double inferences) {

    static final double DROP = 3;

    /** One odd pane does not date a change. */
    private static final double INNOVATION_CLAMP = 8;

    private static final double UPPER_TAIL = 0.975;

    /**
     * @param measure position in the history
     * @param sign 1 for upward, -1 for downward
     * @param since position before which the change did not begin
     * @param referencePanes behind the centre
     */
    static ChangeEstimate of(History history, int measure, int sign, Noise noise, long since, int referencePanes) {
        long first = Math.max(since, history.oldest());
        long last = history.position() - 1;
        double best = -1;
        long at = last;
        double sum = 0;
        for (long i = last; i >= first; i--) {
            sum += sign * innovation(history, measure, noise, i);
            double gain = gain(sum, last - i + 1);
            if (gain > best) {
                best = gain;
                at = i;
            }
        }
        long from = at;
        long to = at;
        sum = 0;
        for (long i = last; i >= first; i--) {
            sum += sign * innovation(history, measure, noise, i);
            if (gain(sum, last - i + 1) >= best - DROP) {
                from = Math.min(from, i);
                to = Math.max(to, i);
            }
        }
        return sized(history, measure, noise, at, from, to, referencePanes);
    }

    private static double gain(double sum, long steps) {
        return sum > 0 ? sum * sum / (2 * steps) : 0;
    }

    private static double innovation(History history, int measure, Noise noise, long i) {
        double before = i > history.oldest() ? history.deviation(measure, i - 1) : 0;
        return NoiseEstimator.clamp(
                (history.deviation(measure, i) - noise.phi() * before) / noise.sigma(), INNOVATION_CLAMP);
    }

    /** The same change, sized by another measure. */
    ChangeEstimate sizedBy(History history, int measure, Noise noise, int referencePanes) {
        return sized(history, measure, noise, at, from, to, referencePanes);
    }

    /** The interval leaves out that nothing changed. */
    boolean isSure() {
        return clearness() > 1;
    }

    /** The shift over half of its interval. */
    double clearness() {
        return Math.abs(shift) / Math.max(Double.MIN_NORMAL, (high - low) / 2);
    }

    private static ChangeEstimate sized(
            History history, int measure, Noise noise, long at, long from, long to, int referencePanes) {
        long last = history.position() - 1;
        int size = (int) (last - at + 1);
        double mean = 0;
        double inferences = 0;
        for (long i = at; i <= last; i++) {
            mean += history.deviation(measure, i) / size;
            inferences += history.inferences(i) / size;
        }
        double squares = 0;
        for (long i = at; i <= last; i++) {
            double distance = history.deviation(measure, i) - mean;
            squares += distance * distance;
        }
        double dispersion = Math.max(noise.levelSigma(), Math.sqrt(squares / Math.max(1, size - 1)));
        double memory = (1 + noise.phi()) / (1 - noise.phi());
        double panes = Math.max(1, size / memory);
        double referenceError = noise.levelSigma() / Math.sqrt(Math.max(1, referencePanes / memory));
        double error = Math.hypot(dispersion / Math.sqrt(panes), referenceError);
        double half = error * TDistribution.of(Math.max(2, size - 1)).inverseCumulativeProbability(UPPER_TAIL);
        return new ChangeEstimate(at, from, to, mean, mean - half, mean + half, inferences);
    }
}
