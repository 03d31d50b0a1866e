package io.soakline.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a whole series into segments of one level (constant or along a straight line), and into segments of one spread.
 *
 * <p>Spread first: the logarithms of the absolute steps between neighbours are cut where their level changes. Each value
 * then weighs as much as the spread of its segment allows, outliers are moved to the edge of what their neighbours
 * span, and the series is cut where its level or slope changes. Both cuts are exact ({@link OptimalPartition}).
 *
 * <p>The price of a cut is the larger of two: a number of noise variances, as in any information criterion, and a share
 * of the variance of the whole series, which keeps trends, seasons and slow wobbles from being cut into steps.
 *
 * <p>Deterministic. All equal, or too few: no change. Takes finite values only.
 */
final class Segmentation {

    /** Fewer say nothing about a change. */
    static final int LEAST_ROWS = 8;

    private static final int NEIGHBOURS = 3;

    /** One change: the first row of the new segment, and the segments on either side. */
    record Change(int row, ChangePoint.Kind kind, double before, double after, double gain, double price) {}

    private final SegmentationParameters parameters;
    private final double[] values;
    private final double logRows;

    private Segmentation(double[] standardised, SegmentationParameters parameters) {
        this.values = standardised;
        this.parameters = parameters;
        this.logRows = Math.log(standardised.length);
    }

    static List<Change> of(double[] values) {
        return of(values, SegmentationParameters.DEFAULT);
    }

    /** Changes by row; a change of level before one of spread at the same row. Levels are in units of the series. */
    static List<Change> of(double[] values, SegmentationParameters parameters) {
        if (values.length < LEAST_ROWS) {
            return List.of();
        }
        double centre = Arrays.stream(values).average().orElse(0);
        double scale = Math.sqrt(Arrays.stream(values)
                .map(v -> (v - centre) * (v - centre))
                .average()
                .orElse(0));
        if (!(scale > 1e-12 * Math.abs(centre)) || !Double.isFinite(scale)) {
            return List.of();
        }
        double[] standardised =
                Arrays.stream(values).map(v -> (v - centre) / scale).toArray();
        return new Segmentation(standardised, parameters).changes(centre, scale);
    }

    private List<Change> changes(double centre, double scale) {
        double[] logSteps = logSteps();
        int[] spreadCuts = spreadCuts(logSteps);
        double[] noise = noise(spreadCuts);
        List<Change> found = new ArrayList<>(levelChanges(noise, centre, scale));
        found.addAll(spreadChanges(spreadCuts));
        found.sort((a, b) -> a.row() != b.row()
                ? Integer.compare(a.row(), b.row())
                : a.kind().compareTo(b.kind()));
        return found;
    }

    /** Of |x_i - x_{i-1}|, element i - 1, floored at a hundredth of their usual size so that ties do not weigh. */
    private double[] logSteps() {
        double[] steps = Robust.differences(values);
        double[] sizes = Arrays.stream(steps).map(Math::abs).toArray();
        double floor = Math.max(1e-9, 0.05 * Arrays.stream(sizes).average().orElse(0));
        return Arrays.stream(sizes).map(size -> Math.log(Math.max(size, floor))).toArray();
    }

    /** Rows where another spread begins. */
    private int[] spreadCuts(double[] logSteps) {
        int n = logSteps.length;
        double mean = Arrays.stream(logSteps).average().orElse(0);
        double[] centred = Arrays.stream(logSteps).map(y -> y - mean).toArray();
        double[] weights = new double[n];
        Arrays.fill(weights, 1);
        double whole = Arrays.stream(centred).map(y -> y * y).average().orElse(0);
        double noise = noiseVariance(centred);
        double price = logRows * Math.max(parameters.spreadPenalty() * noise, parameters.spreadShare() * whole);
        if (!(price > 0)) {
            return new int[0];
        }
        LevelCost cost = new LevelCost(centred, weights, price * parameters.slopePrice());
        int[] cuts = OptimalPartition.of(cost, n, price, parameters.leastSpreadRows());
        List<Integer> kept = new ArrayList<>();
        for (int cut : cuts) {
            double jump =
                    cost.levelAt(cut, nextCut(cuts, cut, n), cut) - cost.levelAt(previousCut(cuts, cut), cut, cut - 1);
            if (Math.abs(jump) >= Math.log(parameters.leastSpreadRatio())) {
                kept.add(cut + 1);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double noiseVariance(double[] x) {
        double[] steps = Robust.differences(x);
        double deviation = Robust.deviation(steps);
        return deviation * deviation / 2;
    }

    private static int nextCut(int[] cuts, int cut, int end) {
        int at = Arrays.binarySearch(cuts, cut);
        return at + 1 < cuts.length ? cuts[at + 1] : end;
    }

    private static int previousCut(int[] cuts, int cut) {
        int at = Arrays.binarySearch(cuts, cut);
        return at > 0 ? cuts[at - 1] : 0;
    }

    /** Standard deviation of the noise around each row, from the steps within its segment of spread. */
    private double[] noise(int[] spreadCuts) {
        double[] noise = new double[values.length];
        int from = 0;
        for (int k = 0; k <= spreadCuts.length; k++) {
            int to = k < spreadCuts.length ? spreadCuts[k] : values.length;
            double deviation =
                    Robust.deviation(Robust.differences(Arrays.copyOfRange(values, from, to))) / Math.sqrt(2);
            Arrays.fill(noise, from, to, deviation);
            from = to;
        }
        double usual = Robust.median(noise);
        double floor = Math.max(1e-3, 0.05 * usual);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Math.max(noise[i], floor);
        }
        return noise;
    }

    private List<Change> levelChanges(double[] noise, double centre, double scale) {
        int n = values.length;
        double[] tamed = tamed();
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = 1 / (noise[i] * noise[i]);
        }
        double whole = new LevelCost(tamed, weights, Double.POSITIVE_INFINITY).of(0, n) / n;
        double price = logRows * Math.max(parameters.noisePenalty(), parameters.sharePenalty() * whole);
        LevelCost cost = new LevelCost(tamed, weights, price * parameters.slopePrice());
        int[] cuts = OptimalPartition.of(cost, n, price, parameters.leastLevelRows());
        List<Change> found = new ArrayList<>();
        for (int cut : cuts) {
            int from = previousCut(cuts, cut);
            int to = nextCut(cuts, cut, n);
            double before = centre + scale * cost.levelAt(from, cut, cut - 1);
            double after = centre + scale * cost.levelAt(cut, to, cut);
            double gain = cost.of(from, to) - cost.of(from, cut) - cost.of(cut, to);
            found.add(new Change(cut, ChangePoint.Kind.LEVEL, before, after, gain, price));
        }
        return found;
    }

    /** The values, with those far from the median of their neighbours moved to the limit. */
    private double[] tamed() {
        int n = values.length;
        double[] medians = new double[n];
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) {
            medians[i] = Robust.median(
                    Arrays.copyOfRange(values, Math.max(0, i - NEIGHBOURS), Math.min(n, i + NEIGHBOURS + 1)));
            residuals[i] = values[i] - medians[i];
        }
        double limit = parameters.outlierLimit() * Robust.deviation(residuals);
        if (!(limit > 0)) {
            return values;
        }
        double[] tamed = new double[n];
        for (int i = 0; i < n; i++) {
            tamed[i] = medians[i] + Math.max(-limit, Math.min(limit, residuals[i]));
        }
        return tamed;
    }

    private List<Change> spreadChanges(int[] cuts) {
        List<Change> found = new ArrayList<>();
        for (int cut : cuts) {
            int from = previousCut(cuts, cut);
            int to = nextCut(cuts, cut, values.length);
            double before = Robust.deviation(Robust.differences(Arrays.copyOfRange(values, from, cut)));
            double after = Robust.deviation(Robust.differences(Arrays.copyOfRange(values, cut, to)));
            found.add(new Change(cut, ChangePoint.Kind.SPREAD, before, after, 0, 0));
        }
        return found;
    }
}
