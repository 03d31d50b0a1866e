package io.soakline.tail;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Tests of a series in time order: is it independent, does its level stay. */
final class Series {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double[][] KPSS_LEVEL = {{0.10, 0.347}, {0.05, 0.463}, {0.025, 0.574}, {0.01, 0.739}};

    private Series() {}

    /**
     * Van der Waerden scores: the normal quantiles of rank / (n + 1), ties sharing the mean rank. Tests on them do not
     * depend on how heavy the tail is.
     */
    static double[] normalScores(double[] values) {
        double[] ranks = Ranks.of(values);
        double[] scores = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scores[i] = NORMAL.inverseCumulativeProbability(ranks[i] / (values.length + 1));
        }
        return scores;
    }

    /**
     * Ljung and Box (Biometrika 65, 1978): {@code n (n + 2) sum r_k^2 / (n - k)} over the first lags; chi-squared with
     * as many degrees of freedom if the series is independent. 0 for a constant series.
     */
    static double ljungBox(double[] series, int lags) {
        int n = series.length;
        double[] centred = centred(series);
        double variance = autocovariance(centred, 0);
        if (variance == 0) {
            return 0;
        }
        double sum = 0;
        for (int lag = 1; lag <= lags; lag++) {
            double r = autocovariance(centred, lag) / variance;
            sum += r * r / (n - lag);
        }
        return n * (n + 2.0) * sum;
    }

    /** The Ljung-Box statistic that an independent series exceeds with the given probability. */
    static double ljungBoxLimit(int lags, double level) {
        return ChiSquaredDistribution.of(lags).inverseSurvivalProbability(level);
    }

    /**
     * Kwiatkowski, Phillips, Schmidt, Shin (Journal of Econometrics 54, 1992) for a constant level: partial sums squared
     * over the long-run variance, Bartlett weights. 0 for a constant series.
     *
     * @param lags of the long-run variance
     */
    static double kpss(double[] series, int lags) {
        int n = series.length;
        double[] centred = centred(series);
        double partial = 0;
        double squares = 0;
        for (double value : centred) {
            partial += value;
            squares += partial * partial;
        }
        double longRun = autocovariance(centred, 0);
        for (int lag = 1; lag <= lags; lag++) {
            longRun += 2 * (1 - lag / (lags + 1.0)) * autocovariance(centred, lag);
        }
        return squares == 0 ? 0 : squares / (longRun * n * n);
    }

    /** {@code floor(4 (n / 100)^(1/4))}, the short truncation of the paper. */
    static int kpssLags(int n) {
        return (int) Math.floor(4 * Math.pow(n / 100.0, 0.25));
    }

    /**
     * The paper's table 1: .347, .463, .574, .739 at 10, 5, 2.5 and 1 %.
     *
     * @throws IllegalArgumentException for another level
     */
    static double kpssLimit(double level) {
        for (double[] row : KPSS_LEVEL) {
            if (row[0] == level) {
                return row[1];
            }
        }
        throw new IllegalArgumentException("KPSS has no tabled limit at " + level + "; take 0.1, 0.05, 0.025 or 0.01");
    }

    /**
     * Wald and Wolfowitz (Annals of Mathematical Statistics 11, 1940): runs above and below the median, as a standard
     * normal deviate, negative for too few runs. Values equal to the median count as above. 0 if all lie on one side.
     */
    static double runs(double[] series) {
        double[] sorted = series.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
        double above = 0;
        int runs = 1;
        for (int i = 0; i < n; i++) {
            boolean high = series[i] >= median;
            above += high ? 1 : 0;
            if (i > 0 && high != (series[i - 1] >= median)) {
                runs++;
            }
        }
        double below = n - above;
        if (above == 0 || below == 0) {
            return 0;
        }
        double pairs = 2 * above * below;
        double mean = pairs / n + 1;
        double variance = pairs * (pairs - n) / ((double) n * n * (n - 1));
        return (runs - mean) / Math.sqrt(variance);
    }

    /** The deviate that a standard normal value exceeds, on either side, with the given probability. */
    static double normalLimit(double level) {
        return NORMAL.inverseSurvivalProbability(level / 2);
    }

    /** Exactly 0 for a constant series, whatever the sum rounds to. */
    private static double[] centred(double[] series) {
        double origin = series[0];
        double mean = 0;
        for (double value : series) {
            mean += (value - origin) / series.length;
        }
        double[] centred = new double[series.length];
        for (int i = 0; i < series.length; i++) {
            centred[i] = series[i] - origin - mean;
        }
        return centred;
    }

    private static double autocovariance(double[] centred, int lag) {
        double sum = 0;
        for (int i = lag; i < centred.length; i++) {
            sum += centred[i] * centred[i - lag];
        }
        return sum / centred.length;
    }
}
