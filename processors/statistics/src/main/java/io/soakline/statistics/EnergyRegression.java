package io.soakline.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What one inference of each of several engines draws that execute at the same time: the energy of a device over panes, split
 * by {@code joules = idle watts x seconds + sum of joules per inference x inferences}, no part below 0 (non-negative least
 * squares).
 *
 * <p>Intervals are those of ordinary least squares, 95 %, without what lies below 0; they hold the estimate in any case. Panes
 * tell engines apart only as far as their numbers of inferences change from pane to pane, and not together: else it refuses.
 *
 * @param idleWatts what the device draws without any inference
 * @param joulesPerInference by engine, in the order given; empty when refused
 * @param panes behind it
 * @param conditionIndex largest over smallest singular value of the columns scaled to length 1; NaN when not known
 * @param refused why there is no answer; null when there is
 */
public record EnergyRegression(
        @Nullable Estimate idleWatts,
        List<Estimate> joulesPerInference,
        int panes,
        double conditionIndex,
        @Nullable String refused) {

    /** From here on columns are too much alike (Belsley, Kuh, Welsch: Regression Diagnostics, 1980). */
    static final double LARGEST_CONDITION_INDEX = 30;

    /** Panes beyond the number of unknowns: fewer leave no error to judge by. */
    static final int SPARE_PANES = 6;

    private static final double TAIL = 0.025;

    /** A part with its 95 % interval. */
    public record Estimate(double value, double low, double high) {}

    public EnergyRegression {
        joulesPerInference = List.copyOf(joulesPerInference);
    }

    /**
     * @param joules of each pane
     * @param seconds of each pane
     * @param inferences by pane, then engine
     * @throws IllegalArgumentException when the sizes differ
     */
    public static EnergyRegression of(double[] joules, double[] seconds, double[][] inferences) {
        int panes = joules.length;
        if (seconds.length != panes || inferences.length != panes) {
            throw new IllegalArgumentException(panes + " panes with joules, " + seconds.length + " with seconds, "
                    + inferences.length + " with inferences");
        }
        int engines = panes == 0 ? 0 : inferences[0].length;
        if (panes < engines + 1 + SPARE_PANES) {
            return refused(panes, Double.NaN, panes + " panes, " + (engines + 1 + SPARE_PANES) + " are needed");
        }
        double[][] columns = columns(seconds, inferences, engines);
        LeastSquares squares = LeastSquares.of(columns, joules);
        if (squares == null) {
            return refused(panes, Double.NaN, "an engine had no inference in any pane");
        }
        double index = squares.conditionIndex();
        if (!(index <= LARGEST_CONDITION_INDEX)) {
            return refused(
                    panes,
                    index,
                    String.format(
                            java.util.Locale.ROOT,
                            "the engines' inferences hardly change from pane to pane, or change together (condition"
                                    + " index %.0f, %.0f is the largest): let them take turns, or load them unequally",
                            index,
                            LARGEST_CONDITION_INDEX));
        }
        List<Estimate> estimates = estimates(squares, panes - engines - 1);
        return new EnergyRegression(estimates.get(0), estimates.subList(1, estimates.size()), panes, index, null);
    }

    private static EnergyRegression refused(int panes, double index, String why) {
        return new EnergyRegression(null, List.of(), panes, index, why);
    }

    private static double[][] columns(double[] seconds, double[][] inferences, int engines) {
        double[][] columns = new double[engines + 1][];
        columns[0] = seconds;
        for (int engine = 0; engine < engines; engine++) {
            int which = engine;
            columns[engine + 1] =
                    Arrays.stream(inferences).mapToDouble(pane -> pane[which]).toArray();
        }
        return columns;
    }

    private static List<Estimate> estimates(LeastSquares squares, int freedom) {
        double[] parts = squares.nonNegative();
        double[] unbound = squares.solution();
        double[] deviations = squares.deviations(freedom);
        double quantile = TDistribution.of(freedom).inverseSurvivalProbability(TAIL);
        List<Estimate> estimates = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            double error = quantile * deviations[i];
            estimates.add(new Estimate(
                    parts[i],
                    Math.max(0, Math.min(parts[i], unbound[i] - error)),
                    Math.max(parts[i], unbound[i] + error)));
        }
        return estimates;
    }
}
