package io.soakline.drift;

import java.util.Arrays;

/**
 * Estimates {@link Noise} from a short series that may hold a few odd panes.
 *
 * <p>Centre: mean of the deviations from the median, winsorised at three robust deviations. Memory: lag-1 autocorrelation
 * of the winsorised residuals, plus its small-sample bias (1 + 3 r)/R, plus one standard error, because memory that is
 * underestimated rings false alarms while memory that is overestimated only delays. Sigma: root mean square of the
 * innovations, winsorised likewise, at its upper 95 % confidence limit from the chi-squared distribution (1.07 at 360
 * panes, 1.17 at 66). A few panes cannot show how far later ones will wander: what they do not show is taken from a prior
 * that fades as panes come in.
 */
final class NoiseEstimator {

    /** A standard deviation from a median absolute deviation, for a normal distribution. */
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final double WINSOR = 3;

    /** Standard deviation of a standard normal variable winsorised at three. */
    private static final double WINSORED_SIGMA = 0.985;

    /** A jump of so many deviations is none of the usual noise. */
    private static final double SHOCK = 4;

    /** How often normal noise lies four deviations out, and three. */
    private static final double BEYOND_FOUR = 6.3e-5;

    private static final double BEYOND_THREE = 2.7e-3;

    /** Below seven panes the confidence limit would explain everything; the prior stands in. */
    private static final double MOST_INFLATION = 2;

    private static final int LEAST_FOR_SHOCKS = 120;

    /** From here on a stream that is still being learnt is taken to have shocks; before, only gross changes can ring. */
    private static final int UNKNOWN_SHOCKS = 12;

    static final double MOST_MEMORY = 0.97;

    /** Sums of counts over as many panes as are looked at remember no longer. */
    static final double MOST_DISPERSION_MEMORY = 0.98;

    /** 95th percentile of the standard normal distribution. */
    private static final double UPPER = 1.6449;

    /**
     * What is assumed before panes say better.
     *
     * @param wobble standard deviation between panes
     * @param panes after so many panes the prior has faded to a quarter
     * @param least sigma is never taken to be smaller
     */
    record Prior(double wobble, double panes, double least) {

        double weight(int seen) {
            double share = panes / (panes + seen);
            return share * share;
        }
    }

    private NoiseEstimator() {}

    /**
     * @param deviations one a pane, oldest first
     * @param scales noise of each pane relative to a usual one; at least 1 for a pane of fewer inferences
     * @param size how many of both, at least 3
     * @param tolerance change of the centre that is no drift; it bears half of itself of the centre's uncertainty
     */
    static Noise estimate(double[] deviations, double[] scales, int size, Prior prior, double tolerance) {
        double median = median(deviations, size);
        double robust = MAD_TO_SIGMA * medianAbsolute(deviations, size, median) + 1e-9;
        double centre = median;
        for (int i = 0; i < size; i++) {
            centre += clamp(deviations[i] - median, WINSOR * robust) / size;
        }
        double lag0 = 0;
        double lag1 = 0;
        double before = 0;
        for (int i = 0; i < size; i++) {
            double residual = clamp((deviations[i] - centre) / scales[i], WINSOR * robust);
            lag0 += residual * residual;
            lag1 += residual * before;
            before = residual;
        }
        double levelSigma = Math.sqrt(lag0 / size) / WINSORED_SIGMA;
        double phi = memory(lag0 > 0 ? lag1 / lag0 : 0, size);
        double sigma = innovationSigma(deviations, scales, size, centre, phi);
        double assumed = prior.wobble() * prior.weight(size);
        int shocks = shocks(deviations, scales, size, centre, phi, sigma);
        sigma = Math.max(prior.least(), Math.hypot(sigma * Math.min(MOST_INFLATION, inflation(size - 2)), assumed));
        levelSigma = Math.max(levelSigma, sigma);
        double centreError = levelSigma * Math.sqrt((1 + phi) / (1 - phi) / size);
        double uncertain = Math.max(0, 2 * Math.min(centreError, levelSigma) - tolerance / 2);
        double margin = uncertain + 2 * assumed;
        return new Noise(centre, phi, sigma, levelSigma, margin, shocks);
    }

    static double memory(double correlation, int size) {
        double r = clamp(correlation, 0.99);
        double phi = r + (1 + 3 * r) / size + Math.sqrt((1 - r * r) / size);
        return Math.max(0, Math.min(MOST_MEMORY, phi));
    }

    private static double innovationSigma(double[] deviations, double[] scales, int size, double centre, double phi) {
        double[] innovations = new double[size - 1];
        for (int i = 1; i < size; i++) {
            double predicted = phi * (deviations[i - 1] - centre);
            innovations[i - 1] = Math.abs(deviations[i] - centre - predicted) / scales[i];
        }
        double limit = WINSOR * MAD_TO_SIGMA * median(innovations, size - 1) + 1e-9;
        double squares = 0;
        for (double innovation : innovations) {
            double winsored = Math.min(innovation, limit);
            squares += winsored * winsored;
        }
        return Math.sqrt(squares / (size - 1)) / WINSORED_SIGMA;
    }

    /**
     * Jumps after which the next pane is still more than half as far out, when there are more of them than normal noise
     * gives: one of four deviations in some hundred panes, or several of three. Fewer than {@value #LEAST_FOR_SHOCKS} panes cannot tell.
     */
    private static int shocks(double[] deviations, double[] scales, int size, double centre, double phi, double sigma) {
        int shocks = 0;
        int jumps = 0;
        for (int i = 1; size >= LEAST_FOR_SHOCKS && i < size - 1; i++) {
            double deviation = deviations[i] - centre;
            double jump = Math.abs(deviation - phi * (deviations[i - 1] - centre)) / (sigma * scales[i]);
            if ((deviations[i + 1] - centre) / deviation > 0.5) {
                shocks += jump > SHOCK ? 1 : 0;
                jumps += jump > SHOCK - 1 ? 1 : 0;
            }
        }
        if (size >= UNKNOWN_SHOCKS && size < LEAST_FOR_SHOCKS) {
            return 1;
        }
        return shocks > 2 * BEYOND_FOUR * size || jumps >= SHOCK + 2 * BEYOND_THREE * size ? jumps : 0;
    }

    /**
     * Upper 95 % confidence limit of a standard deviation over its estimate, by Wilson and Hilferty's cube of a normal
     * variable (within 15 % at 2 degrees of freedom, 1 % from 6).
     */
    static double inflation(int degreesOfFreedom) {
        double nu = Math.max(2, degreesOfFreedom);
        double root = 1 - 2 / (9 * nu) - UPPER * Math.sqrt(2 / (9 * nu));
        return Math.sqrt(1 / (root * root * root));
    }

    static double median(double[] values, int size) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return size % 2 == 1 ? sorted[size / 2] : (sorted[size / 2] + sorted[size / 2 - 1]) / 2;
    }

    private static double medianAbsolute(double[] values, int size, double centre) {
        double[] distances = new double[size];
        for (int i = 0; i < size; i++) {
            distances[i] = Math.abs(values[i] - centre);
        }
        return median(distances, size);
    }

    static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
