package io.soakline.drift;

import java.util.Arrays;

/**
 * Shiryaev-Roberts e-detector for an upward shift of a standardised innovation: the mean of five detectors
 * {@code M = (1 + M) exp(lambda z - lambda^2 / 2)}. While {@code E[exp(lambda z - lambda^2 / 2) | past] <= 1}, the mean
 * number of steps until M first reaches c is at least c, however the steps depend on each other (Shin, Ramdas, Rinaldo:
 * E-detectors, 2023).
 */
final class EvidenceChart {

    /** Innovations are clamped here, so that it takes three odd panes in a row to ring. */
    static final double CLAMP = 4;

    /** All multiples of 0.2: one exponential serves the five. */
    private static final double[] LAMBDAS = {0.2, 0.4, 0.8, 1.6, 2.4};

    private static final double[] COMPENSATION = compensation();

    /** Far above any threshold, far below overflow. */
    private static final double MOST = 1e200;

    private final double[] detectors = new double[LAMBDAS.length];
    private double sum;

    private static double[] compensation() {
        double[] factors = new double[LAMBDAS.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Math.exp(-LAMBDAS[i] * LAMBDAS[i] / 2);
        }
        return factors;
    }

    /** @param excess the innovation, in standard deviations, less the tolerance */
    void accept(double excess) {
        double x1 = Math.exp(0.2 * NoiseEstimator.clamp(excess, CLAMP));
        double x2 = x1 * x1;
        double x4 = x2 * x2;
        double x8 = x4 * x4;
        sum = step(0, x1) + step(1, x2) + step(2, x4) + step(3, x8) + step(4, x8 * x4);
    }

    private double step(int i, double growth) {
        double next = Math.min(MOST, (1 + detectors[i]) * growth * COMPENSATION[i]);
        detectors[i] = next;
        return next;
    }

    /** The e-value. */
    double evidence() {
        return sum / LAMBDAS.length;
    }

    void reset() {
        Arrays.fill(detectors, 0);
        sum = 0;
    }
}
