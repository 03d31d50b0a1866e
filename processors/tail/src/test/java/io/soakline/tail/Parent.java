package io.soakline.tail;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** A distribution of latencies with a known tail. */
record Parent(String name, Survival survival) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** The latency exceeded with a given probability. */
    interface Survival {
        double quantile(double exceedance);
    }

    double exceeded(double probability) {
        return survival.quantile(probability);
    }

    static Parent exponential() {
        return new Parent("exponential", p -> 1e6 - 2e5 * Math.log(p));
    }

    static Parent lognormal(double sigma) {
        return new Parent(
                "lognormal, sigma " + sigma, p -> 2e6 * Math.exp(sigma * NORMAL.inverseSurvivalProbability(p)));
    }

    static Parent pareto(double shape) {
        return new Parent("GPD, shape " + shape, p -> 1e6 + 2e5 * Math.expm1(-shape * Math.log(p)) / shape);
    }

    static Parent extreme(double shape) {
        return new Parent(
                "GEV, shape " + shape, p -> 1e6 + 2e5 * Math.expm1(-shape * Math.log(-Math.log1p(-p))) / shape);
    }

    static List<Parent> all() {
        return List.of(
                exponential(), lognormal(0.08), lognormal(0.5), pareto(0.2), pareto(-0.2), extreme(0.1), extreme(-0.1));
    }
}
