package io.soakline.tail;

import java.util.Arrays;

/**
 * A generalised extreme value distribution fitted to block maxima of unequal blocks by maximum likelihood, and the region
 * of parameters that the likelihood does not exclude.
 *
 * <p>A block of weight w (its inferences over the mean block's) stays below x with probability {@code exp(-w c
 * exp(-g(x)))}, {@code g(x) = log(1 + shape b (x - x0)) / shape}, with x0 the median maximum. The best rate c for given b
 * and shape has a closed form, so the search has two dimensions. For equal blocks this is the GEV with {@code scale =
 * c^shape / b}.
 */
final class ExtremeMaxima {
    private final double[] centred;
    private final double[] weights;
    private final double centre;
    private final double peak;
    private final double logInverseScale;
    private final double shape;

    private ExtremeMaxima(double[] maxima, double[] weights) {
        this.weights = weights;
        double[] sorted = maxima.clone();
        Arrays.sort(sorted);
        centre = sorted[sorted.length / 2];
        centred = new double[maxima.length];
        for (int i = 0; i < maxima.length; i++) {
            centred[i] = maxima[i] - centre;
        }
        double start = -Math.log(startingScale(sorted));
        Search.Peak2 top = new Search.Peak2(start, 0, logLikelihoodFor(start, 0));
        // A second simplex from the first one's peak: the first may have collapsed on the way.
        top = Search.simplex(this::logLikelihoodFor, top.x(), top.y(), 0.1, 0.05, 1e-7);
        top = Search.simplex(this::logLikelihoodFor, top.x(), top.y(), 0.02, 0.01, 1e-11);
        logInverseScale = top.x();
        shape = top.y();
        peak = top.value();
    }

    /**
     * @param maxima one per block, not all equal
     * @param weights inferences of each block over those of the mean block
     */
    static ExtremeMaxima fit(double[] maxima, double[] weights) {
        return new ExtremeMaxima(maxima, weights);
    }

    double shape() {
        return shape;
    }

    /** Scale of the maxima of a block of weight 1. */
    double scale() {
        return Math.exp(shape * logRate(logInverseScale, shape) - logInverseScale);
    }

    /** Location of the maxima of a block of weight 1. */
    double location() {
        return levelAt(0);
    }

    double logLikelihood() {
        return peak;
    }

    int size() {
        return centred.length;
    }

    /** {@code -log} of the probability that the block stays below its own maximum: standard exponential if all fits. */
    double residual(int block) {
        return weights[block] * intensity(centred[block]);
    }

    /** {@code log} of the rate at which a block of weight 1 exceeds x, with the sign turned. */
    private double intensity(double z) {
        return Math.exp(logRate(logInverseScale, shape) - reach(logInverseScale, shape, z));
    }

    /** The x that a block of weight 1 exceeds {@code exp(-negatedLogRate)} times. */
    double levelAt(double negatedLogRate) {
        return levelAt(negatedLogRate, logInverseScale, shape, 1);
    }

    double zeroShapeEvidence() {
        return LogLikelihoods.evidence(peak - profileAt(0).value());
    }

    Interval shapeInterval(double drop) {
        return new Interval(shapeEdge(drop, -0.1), shapeEdge(drop, 0.1));
    }

    /** Interval of {@link #levelAt(double)}: profile likelihood, by a walk on the border of the region. */
    Interval levelInterval(double negatedLogRate, double drop) {
        double target = peak - drop;
        double spread = 1 / Math.sqrt(centred.length);
        double low = -border(negatedLogRate, target, -1, spread);
        double high = border(negatedLogRate, target, 1, spread);
        return new Interval(low, high);
    }

    private double border(double negatedLogRate, double target, int side, double spread) {
        Search.Plane plane = (logB, xi) -> {
            double lost = logLikelihoodFor(logB, xi) - target;
            if (!(lost >= 0)) {
                return Double.NEGATIVE_INFINITY;
            }
            // n (log r - r + 1) = -lost: the same equation as the Pareto tail's, for 1/r.
            double perBlock = lost / centred.length;
            double stretch = side > 0 ? 1 / LogLikelihoods.below(perBlock) : 1 / LogLikelihoods.above(perBlock);
            return side * levelAt(negatedLogRate, logB, xi, stretch);
        };
        Search.Peak2 first = Search.simplex(plane, logInverseScale, shape, -0.7 * spread, side * 0.7 * spread, 1e-4);
        return Search.simplex(plane, first.x(), first.y(), 0.2 * spread, 0.2 * spread, 1e-6)
                .value();
    }

    private double shapeEdge(double drop, double step) {
        double target = peak - drop;
        double inside = shape;
        double outside = shape + step;
        while (profileAt(outside).value() > target && Math.abs(outside) < 5) {
            inside = outside;
            outside += step;
        }
        return Search.turn(xi -> profileAt(xi).value() - target, inside, outside);
    }

    private Search.Peak profileAt(double xi) {
        // The smallest and largest maximum bound b: 1 + xi b z stays positive.
        double worst = 0;
        for (double z : centred) {
            worst = Math.min(worst, xi * z);
        }
        double most = worst < 0 ? Math.log(-1 / worst) - 1e-6 : logInverseScale + 5;
        return Search.climb(b -> logLikelihoodFor(b, xi), Math.min(logInverseScale, most - 0.1), 0.05, most - 12, most);
    }

    private double levelAt(double negatedLogRate, double logB, double xi, double stretch) {
        double g = logRate(logB, xi) + Math.log(stretch) + negatedLogRate;
        double grown = xi * g;
        double units = Math.abs(grown) < 1e-9 ? g : Math.expm1(grown) / xi;
        return centre + units * Math.exp(-logB);
    }

    private double logLikelihoodFor(double logB, double xi) {
        double b = Math.exp(logB);
        double reached = 0;
        double rate = 0;
        for (int i = 0; i < centred.length; i++) {
            double g = Math.abs(xi) < 1e-8 ? b * centred[i] : Math.log1p(xi * b * centred[i]) / xi;
            if (Double.isNaN(g) || Double.isInfinite(g)) {
                return Double.NEGATIVE_INFINITY;
            }
            reached += g;
            rate += weights[i] * Math.exp(-g);
        }
        int n = centred.length;
        double value = n * Math.log(n / rate) + n * logB - (1 + xi) * reached - n;
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    private double logRate(double logB, double xi) {
        double rate = 0;
        for (int i = 0; i < centred.length; i++) {
            rate += weights[i] * Math.exp(-reach(logB, xi, centred[i]));
        }
        return Math.log(centred.length / rate);
    }

    private static double reach(double logB, double xi, double z) {
        double stretched = Math.exp(logB) * z;
        return Math.abs(xi) < 1e-8 ? stretched : Math.log1p(xi * stretched) / xi;
    }

    /** Scale from probability-weighted moments of a Gumbel distribution. */
    private static double startingScale(double[] ascending) {
        int n = ascending.length;
        double mean = 0;
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            mean += ascending[i] / n;
            weighted += ascending[i] * i / ((n - 1.0) * n);
        }
        return (2 * weighted - mean) / Math.log(2);
    }
}
