package io.soakline.variance;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * REML estimates of the variance of each factor and of the residual, with intervals from the profile of the restricted
 * likelihood: all values whose best deviance stays within the limit. Index {@code factors} is the residual.
 */
final class Estimation {
    /** 95 % point of chi-squared with one degree of freedom. */
    private static final double LIMIT = 3.841458820694124;

    private static final double STEP = 0.4;

    /** Of a deviance that is compared with {@link #LIMIT}. */
    private static final double PROFILE_TOLERANCE = 1e-5;

    private final RestrictedLikelihood likelihood;
    private final int factors;
    private final double[] ratioRoots;
    private final double best;
    private final double residual;
    private final double mean;

    Estimation(Design design) {
        likelihood = new RestrictedLikelihood(design);
        factors = design.factors().size();
        ToDoubleFunction<double[]> deviance = roots -> likelihood.profiled(squared(roots));
        Simplex.Low low = null;
        for (double start : new double[] {1, 0.2, 5}) {
            double[] at = new double[factors];
            Arrays.fill(at, start);
            Simplex.Low found = Simplex.minimiseWell(deviance, at, STEP * start);
            low = low == null || found.value < low.value ? found : low;
        }
        ratioRoots = low == null ? new double[factors] : low.at;
        best = low == null ? 0 : low.value;
        RestrictedLikelihood.Terms terms = likelihood.terms(squared(ratioRoots));
        residual = terms.quadratic() / (likelihood.observations() - 1);
        mean = design.mean() + terms.mean();
    }

    /** Generalised least-squares estimate of the mean. */
    double mean() {
        return mean;
    }

    double variance(int index) {
        return index == factors ? residual : residual * ratioRoots[index] * ratioRoots[index];
    }

    double total() {
        double total = 0;
        for (int index = 0; index <= factors; index++) {
            total += variance(index);
        }
        return total;
    }

    /** Deviance at the estimate: minus twice the restricted log-likelihood, up to a constant. */
    double deviance() {
        return best;
    }

    /** @param freedom degrees of freedom behind the component */
    Interval varianceInterval(int index, int freedom) {
        double estimate = variance(index);
        // The profile walks in units of the residual or the component, so that no scale of data matters.
        double unit = Math.max(estimate, 1e-3 * residual / Math.max(1, freedom));
        Profile profile = index == factors ? new ResidualProfile() : new VarianceProfile(index);
        return interval(profile::deviance, estimate, unit, Double.POSITIVE_INFINITY, limit(freedom));
    }

    Interval shareInterval(int index, int freedom) {
        double estimate = variance(index) / total();
        Profile profile = index == factors ? new ResidualShareProfile() : new ShareProfile(index);
        double unit = Math.max(estimate, 1e-4);
        return interval(profile::deviance, estimate, unit, 1, limit(freedom));
    }

    /** Bartlett's correction: the mean deviance of a variance with f degrees of freedom is 1 + 1/(3f), not 1. */
    private static double limit(int freedom) {
        return LIMIT * (1 + 1 / (3.0 * Math.max(1, freedom)));
    }

    private Interval interval(DoubleUnaryOperator deviance, double estimate, double unit, double most, double limit) {
        DoubleUnaryOperator over = value -> deviance.applyAsDouble(value) - best - limit;
        double low = 0;
        double near = estimate;
        double far = estimate / 2;
        while (far > 1e-6 * unit) {
            if (over.applyAsDouble(far) > 0) {
                low = root(over, near, far);
                break;
            }
            near = far;
            far /= 4;
        }
        near = estimate;
        far = most == 1 ? 0.5 * (1 + near) : Math.max(2 * near, unit);
        while (over.applyAsDouble(far) <= 0) {
            near = far;
            far = most == 1 ? 0.5 * (1 + far) : 3 * far;
            if (most == 1 ? 1 - far < 1e-6 : far > 1e12 * unit) {
                return new Interval(low, most);
            }
        }
        return new Interval(low, root(over, near, far));
    }

    /** Where the function, at most 0 at {@code inside} and above 0 at {@code outside}, turns: Illinois on its places. */
    private static double root(DoubleUnaryOperator over, double inside, double outside) {
        double a = inside;
        double b = outside;
        double fa = Math.min(over.applyAsDouble(a), -1e-12);
        double fb = over.applyAsDouble(b);
        for (int step = 0; step < 40 && Math.abs(b - a) > 1e-4 * Math.abs(b); step++) {
            double x = (a * fb - b * fa) / (fb - fa);
            double fx = over.applyAsDouble(x);
            if (Math.abs(fx) < 1e-3) {
                return x;
            }
            if (fx > 0) {
                b = x;
                fb = fx;
                fa /= 2;
            } else {
                a = x;
                fa = fx;
                fb /= 2;
            }
        }
        return 0.5 * (a + b);
    }

    /** Smallest deviance with one figure held; remembers where it was, because the next place is near. */
    private abstract static class Profile {
        private double[] last;

        Profile(double[] start) {
            last = start;
        }

        double deviance(double held) {
            Simplex.Low low = Simplex.minimise(free -> at(held, free), last, STEP, PROFILE_TOLERANCE);
            last = low.at;
            return low.value;
        }

        abstract double at(double held, double[] free);
    }

    /** A factor's variance held; free: log residual, roots of the other factors' ratios. */
    private final class VarianceProfile extends Profile {
        private final int index;

        VarianceProfile(int index) {
            super(withFirst(Math.log(residual), without(ratioRoots, index)));
            this.index = index;
        }

        @Override
        double at(double held, double[] free) {
            double noise = Math.exp(free[0]);
            double[] others = Arrays.copyOfRange(free, 1, free.length);
            return likelihood.at(noise, inserted(squared(others), index, held / noise));
        }
    }

    /** The residual's variance held; free: roots of the ratios. */
    private final class ResidualProfile extends Profile {
        ResidualProfile() {
            super(ratioRoots.clone());
        }

        @Override
        double at(double held, double[] free) {
            return likelihood.at(held, squared(free));
        }
    }

    /** A factor's share held; free: roots of the other factors' ratios; the scale follows. */
    private final class ShareProfile extends Profile {
        private final int index;

        ShareProfile(int index) {
            super(without(ratioRoots, index));
            this.index = index;
        }

        @Override
        double at(double held, double[] free) {
            double[] others = squared(free);
            double rest = 1 + Arrays.stream(others).sum();
            return likelihood.profiled(inserted(others, index, rest * held / (1 - held)));
        }
    }

    /** The residual's share held; free: roots that say how the factors divide the rest. */
    private final class ResidualShareProfile extends Profile {
        ResidualShareProfile() {
            super(Arrays.stream(ratioRoots).map(root -> root == 0 ? 0.1 : root).toArray());
        }

        @Override
        double at(double held, double[] free) {
            double[] parts = squared(free);
            double sum = Math.max(Arrays.stream(parts).sum(), 1e-300);
            double rest = (1 - held) / held;
            return likelihood.profiled(
                    Arrays.stream(parts).map(part -> part / sum * rest).toArray());
        }
    }

    private static double[] squared(double[] roots) {
        return Arrays.stream(roots).map(root -> root * root).toArray();
    }

    private static double[] without(double[] values, int index) {
        double[] left = new double[values.length - 1];
        System.arraycopy(values, 0, left, 0, index);
        System.arraycopy(values, index + 1, left, index, left.length - index);
        return left;
    }

    private static double[] inserted(double[] values, int index, double value) {
        double[] all = new double[values.length + 1];
        System.arraycopy(values, 0, all, 0, index);
        all[index] = value;
        System.arraycopy(values, index, all, index + 1, values.length - index);
        return all;
    }

    private static double[] withFirst(double first, double[] others) {
        double[] all = new double[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
