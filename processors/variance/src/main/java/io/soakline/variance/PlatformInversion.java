package io.soakline.variance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether the nominally faster device is the slower one. Inferences of one run share its clock, heat and neighbours and
 * say nothing about the next run, so runs are the replicates; where several builds were run on each device, builds are.
 *
 * <p>Welch's t interval (Biometrika 34, 1947) on the logarithms: the two devices may vary differently and may have
 * different numbers of runs.
 *
 * @param verdict what the interval says
 * @param ratio faster device's latency over the slower device's, geometric means of replicates; above 1 is an inversion;
 *     NaN if refused
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param pValue one-sided: probability of so high a ratio or a higher one if both devices were equally fast
 * @param reason one sentence with figures
 */
public record PlatformInversion(Verdict verdict, double ratio, double low, double high, double pValue, String reason) {

    /** Replicates per device below which no interval is given. */
    public static final int LEAST_REPLICATES = 3;

    /** What the interval of the ratio says. */
    public enum Verdict {
        /** Lower end above 1: the nominally faster device is slower. */
        INVERTED,
        /** Upper end below 1: it is faster, as its data sheet says. */
        AS_EXPECTED,
        /** The interval holds 1. */
        UNDECIDED,
        /** Too few replicates to say anything. */
        REFUSED
    }

    /**
     * From one latency per run, for instance its median.
     *
     * @param fasterRuns latency of each run on the nominally faster device, nanoseconds
     * @param slowerRuns the same for the nominally slower device
     * @throws IllegalArgumentException if a latency is not above 0 and finite
     */
    public static PlatformInversion test(double[] fasterRuns, double[] slowerRuns) {
        return compare(logarithms(fasterRuns), logarithms(slowerRuns), "runs");
    }

    /**
     * From logarithms of latencies. Values of a run are averaged first, then runs of a build; builds are the replicates
     * if each device has at least {@link #LEAST_REPLICATES}, runs otherwise, and then the verdict is about these builds.
     *
     * @param logLatencies values are natural logarithms of latencies; other devices are passed over
     */
    public static PlatformInversion test(
            List<Observation> logLatencies, String nominallyFaster, String nominallySlower) {
        Map<String, double[]> fasterBuilds = runMeansByBuild(logLatencies, nominallyFaster);
        Map<String, double[]> slowerBuilds = runMeansByBuild(logLatencies, nominallySlower);
        if (Math.min(fasterBuilds.size(), slowerBuilds.size()) >= LEAST_REPLICATES) {
            return compare(means(fasterBuilds), means(slowerBuilds), "builds");
        }
        return compare(flat(fasterBuilds), flat(slowerBuilds), "runs");
    }

    private static PlatformInversion compare(double[] faster, double[] slower, String replicates) {
        if (Math.min(faster.length, slower.length) < LEAST_REPLICATES) {
            return new PlatformInversion(
                    Verdict.REFUSED,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    String.format(
                            Locale.ROOT,
                            "%d and %d %s, but each device needs %d",
                            faster.length,
                            slower.length,
                            replicates,
                            LEAST_REPLICATES));
        }
        double difference = mean(faster) - mean(slower);
        double one = variance(faster) / faster.length;
        double other = variance(slower) / slower.length;
        double error = Math.sqrt(one + other);
        if (error == 0) {
            return judged(difference, 0, difference > 0 ? 0 : 1, faster.length, slower.length, replicates);
        }
        double freedom =
                (one + other) * (one + other) / (one * one / (faster.length - 1) + other * other / (slower.length - 1));
        TDistribution t = TDistribution.of(freedom);
        double half = t.inverseSurvivalProbability(0.025) * error;
        double pValue = t.survivalProbability(difference / error);
        return judged(difference, half, pValue, faster.length, slower.length, replicates);
    }

    private static PlatformInversion judged(
            double difference, double half, double pValue, int faster, int slower, String replicates) {
        double ratio = Math.exp(difference);
        double low = Math.exp(difference - half);
        double high = Math.exp(difference + half);
        Verdict verdict = low > 1 ? Verdict.INVERTED : high < 1 ? Verdict.AS_EXPECTED : Verdict.UNDECIDED;
        String reason = String.format(
                Locale.ROOT,
                "the nominally faster device takes %.3f times as long, %.3f to %.3f, over %d and %d %s",
                ratio,
                low,
                high,
                faster,
                slower,
                replicates);
        return new PlatformInversion(verdict, ratio, low, high, pValue, reason);
    }

    private static Map<String, double[]> runMeansByBuild(List<Observation> observations, String device) {
        Map<String, Map<String, Double>> means = observations.stream()
                .filter(observation -> observation.device().equals(device))
                .collect(Collectors.groupingBy(
                        Observation::build,
                        TreeMap::new,
                        Collectors.groupingBy(
                                Observation::run, TreeMap::new, Collectors.averagingDouble(Observation::value))));
        Map<String, double[]> byBuild = new TreeMap<>();
        means.forEach((build, runs) -> byBuild.put(
                build, runs.values().stream().mapToDouble(Double::doubleValue).toArray()));
        return byBuild;
    }

    private static double[] means(Map<String, double[]> byBuild) {
        return byBuild.values().stream().mapToDouble(PlatformInversion::mean).toArray();
    }

    private static double[] flat(Map<String, double[]> byBuild) {
        return byBuild.values().stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] logarithms(double[] nanos) {
        for (double value : nanos) {
            if (!(value > 0 && Double.isFinite(value))) {
                throw new IllegalArgumentException("a run's latency is " + value + " ns; leave out runs without one");
            }
        }
        return Arrays.stream(nanos).map(Math::log).toArray();
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        return mean;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
