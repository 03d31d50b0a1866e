package io.soakline.tail;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A generalised Pareto distribution fitted to excesses over a threshold by maximum likelihood, and the region of
 * parameters that the likelihood does not exclude.
 *
 * <p>Survival of an excess y: {@code (1 + shape y / scale)^(-1/shape)}; {@code exp(-y / scale)} at shape 0. With {@code t =
 * shape / scale} the best shape for a given t has a closed form (Grimshaw, Technometrics 35, 1993), so the search has one
 * dimension. It starts from probability-weighted moments (Hosking, Wallis: Technometrics 29, 1987).
 */
final class ParetoTail {
    /** Closest that t may come to the pole at {@code -1 / largest excess}, where the likelihood has no maximum. */
    private static final double POLE_DISTANCE = 1e-6;

    private final double[] excesses;
    private final int censored;
    private final double mean;
    private final double largest;
    private final double peakAt;
    private final double peak;
    private final Curve fitted;
    private double regionDrop = Double.NaN;
    private Interval region = new Interval(Double.NaN, Double.NaN);

    private ParetoTail(double[] excesses, int censored) {
        this.excesses = excesses;
        this.censored = censored;
        double sum = 0;
        double most = 0;
        for (double y : excesses) {
            sum += y;
            most = Math.max(most, y);
        }
        mean = sum / excesses.length;
        largest = most;
        Search.Peak top = Search.climb(this::profile, place(startingTilt()), 0.25, place(-1), place(1e3 / mean));
        peakAt = top.at();
        peak = top.value();
        fitted = bestFor(tiltAt(peakAt));
    }

    /**
     * One tail.
     *
     * @param tilt shape / scale
     */
    record Curve(double tilt, double shape, double scale, double logLikelihood) {
        /** {@code -log} of the probability that an excess is above y: infinite beyond a bounded tail's end. */
        double cumulativeHazard(double y) {
            double stretched = tilt * y;
            if (stretched <= -1) {
                return Double.POSITIVE_INFINITY;
            }
            return Math.abs(stretched) < 1e-9 ? y / scale : Math.log1p(stretched) / shape;
        }
    }

    /**
     * @param excesses above 0, at least 2 of them different
     * @return the fit to all of them
     */
    static ParetoTail fit(double[] excesses) {
        return new ParetoTail(excesses, 0);
    }

    /**
     * The fit to all but the {@code censored} largest, of which only their number is used.
     *
     * @param descending excesses, largest first
     */
    static ParetoTail fitWithoutLargest(double[] descending, int censored) {
        double[] capped = descending.clone();
        for (int i = 0; i < censored; i++) {
            capped[i] = descending[censored];
        }
        return new ParetoTail(capped, censored);
    }

    double shape() {
        return fitted.shape();
    }

    double scale() {
        return fitted.scale();
    }

    double logLikelihood() {
        return peak;
    }

    int size() {
        return excesses.length;
    }

    /** {@code -log} of the probability that an excess is above y: infinite beyond a bounded tail's end. */
    double cumulativeHazard(double y) {
        return fitted.cumulativeHazard(y);
    }

    /** The excess whose cumulative hazard is {@code hazard}. */
    double excessAt(double hazard) {
        return excessAt(hazard, fitted, 1);
    }

    /** p-value of the likelihood-ratio test of shape 0. */
    double zeroShapeEvidence() {
        return LogLikelihoods.evidence(peak - bestFor(0).logLikelihood());
    }

    /** The parameters with the largest shape that lose no more than {@code drop} of log-likelihood. */
    Curve heaviest(double drop) {
        Search.Peak top = best(drop, (curve, stretch) -> stretch * curve.shape(), 1);
        Curve best = bestFor(tiltAt(top.at()));
        return new Curve(best.tilt(), top.value(), best.scale() * top.value() / best.shape(), peak - drop);
    }

    /** Interval of the shape: profile likelihood. */
    Interval shapeInterval(double drop) {
        return extremes(drop, (curve, stretch) -> stretch * curve.shape());
    }

    /**
     * Interval of the excess at a cumulative hazard: profile likelihood. For each t the shapes that lose no more than
     * {@code drop} lie between two multiples of the best one, so the whole region is walked in one dimension.
     *
     * @param drop log-likelihood that may be lost
     */
    Interval excessInterval(double hazard, double drop) {
        return extremes(drop, (curve, stretch) -> excessAt(hazard, curve, stretch));
    }

    /** A figure of the tail that has the best parameters for some t, but {@code stretch} times their shape and scale. */
    private interface Quantity {
        double of(Curve best, double stretch);
    }

    private Interval extremes(double drop, Quantity quantity) {
        double low = best(drop, quantity, -1).value();
        double high = best(drop, quantity, 1).value();
        return new Interval(-low, high);
    }

    /** Where the profile of t has lost {@code drop}. */
    private Interval region(double drop) {
        if (drop != regionDrop) {
            region = new Interval(edge(peak - drop, place(-1), -0.1), edge(peak - drop, place(1e3 / mean), 0.1));
            regionDrop = drop;
        }
        return region;
    }

    private double edge(double target, double limit, double step) {
        double inside = peakAt;
        double stride = step;
        while (true) {
            double at = step < 0 ? Math.max(limit, inside + stride) : Math.min(limit, inside + stride);
            if (profile(at) < target) {
                return Search.turn(place -> profile(place) - target, inside, at);
            }
            if (at == limit) {
                return limit;
            }
            inside = at;
            stride *= 2;
        }
    }

    /** Largest {@code side * quantity} on either branch of the region's border. */
    private Search.Peak best(double drop, Quantity quantity, int side) {
        DoubleUnaryOperator border = place -> {
            Curve curve = bestFor(tiltAt(place));
            double lost = Math.max(0, curve.logLikelihood() - peak + drop) / uncensored();
            double up = side * quantity.of(curve, LogLikelihoods.above(lost));
            double down = side * quantity.of(curve, LogLikelihoods.below(lost));
            return Math.max(up, down);
        };
        Interval within = region(drop);
        int points = 12;
        double top = Double.NEGATIVE_INFINITY;
        double at = peakAt;
        double step = (within.high() - within.low()) / points;
        for (int i = 0; i <= points; i++) {
            double place = within.low() + i * step;
            double value = border.applyAsDouble(place);
            if (value > top) {
                top = value;
                at = place;
            }
        }
        return Search.brent(border, Math.max(within.low(), at - step), Math.min(within.high(), at + step), at, top);
    }

    private static double excessAt(double hazard, Curve curve, double stretch) {
        double grown = stretch * curve.shape() * hazard;
        return Math.abs(grown) < 1e-9 ? stretch * curve.scale() * hazard : Math.expm1(grown) / curve.tilt();
    }

    private int uncensored() {
        return excesses.length - censored;
    }

    private double profile(double place) {
        return bestFor(tiltAt(place)).logLikelihood();
    }

    /** The best tail for t, and its log-likelihood up to a constant. One pass over the excesses. */
    private Curve bestFor(double t) {
        double all = 0;
        for (double y : excesses) {
            all += Math.log1p(t * y);
        }
        double free = all - censored * Math.log1p(t * largest);
        double shape = all / uncensored();
        double scale = Math.abs(t * mean) < 1e-9 ? mean * excesses.length / uncensored() : shape / t;
        return new Curve(t, shape, scale, -uncensored() * Math.log(scale) - free - uncensored());
    }

    private double tiltAt(double place) {
        return -1 / largest + Math.exp(place) / mean;
    }

    private double place(double t) {
        return Math.log(Math.max(POLE_DISTANCE / largest, t + 1 / largest) * mean);
    }

    private double startingTilt() {
        double[] ascending = excesses.clone();
        Arrays.sort(ascending);
        int n = ascending.length;
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            weighted += ascending[i] * (n - i - 0.65) / n;
        }
        weighted /= n;
        double gap = mean - 2 * weighted;
        double shape = 2 - mean / gap;
        double scale = 2 * mean * weighted / gap;
        return gap > 0 && scale > 0 ? shape / scale : 0;
    }
}
