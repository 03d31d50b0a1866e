package io.soakline.backtest;

import io.soakline.backtest.ChangePoint.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts a whole series where its level or slope changes, and where its spread does.
 *
 * <p>Spread first: the logarithms of the absolute steps between neighbours are cut where their level changes. They know
 * nothing of the level, and little of trends. Each value then weighs as its stretch's spread allows, outliers are moved
 * to the edge of what their neighbours span, and the series itself is cut. Both by {@link LevelSegments}.
 *
 * <p>Deterministic; the same for {@code a + b x} with {@code b > 0}, up to rounding. All equal, or fewer than
 * {@value #LEAST_ROWS}: no change. Takes finite values only.
 */
final class Segmentation {

    /** Fewer say nothing about a change. */
    static final int LEAST_ROWS = 8;

    /** Rows on either side whose median says where a value ought to be. */
    private static final int NEIGHBOURS = 3;

    /** Values further from there than this many standard deviations are moved to that distance. */
    private static final double OUTLIER_LIMIT = 4;

    /** Smaller changes of the spread from row to row are not told. */
    private static final double LEAST_SPREAD_RATIO = 2;

    /** And of the spread of blocks of any size. */
    private static final double LEAST_BLOCK_SPREAD_RATIO = 1.1;

    /** Added to each step before its logarithm, in median steps: or ties and near ties would weigh most of all. */
    private static final double STEP_FLOOR = 0.3;

    /** Larger steps count as this many median ones: a few outliers are no wider spread. */
    private static final double STEP_LIMIT = 6;

    /** In standard deviations of the whole series: keeps rounding errors from becoming the noise. */
    private static final double LEAST_NOISE = 1e-3;

    /** Share of the noise of the whole series that a stretch has at least. */
    private static final double LEAST_NOISE_SHARE = 0.05;

    /**
     * One change.
     *
     * @param row first of the new segment
     * @param before level, in the unit of the series, or spread, in any
     * @param after the same
     * @param deviations difference of the levels in standard deviations of the noise; of a spread, NaN
     * @param gain by how much it explains the series better, in noise variances
     * @param price how much it had to
     */
    record Change(int row, Kind kind, double before, double after, double deviations, double gain, double price) {}

    private Segmentation() {}

    /** By row; a change of level before one of spread at the same row. */
    static List<Change> of(double[] values) {
        List<Change> spread = values.length < LEAST_ROWS ? List.of() : dated(spread(logSteps(values), 1), values);
        List<Change> found = new ArrayList<>(level(values, spread));
        found.addAll(spread);
        found.sort(Comparator.comparingInt(Change::row).thenComparing(Change::kind));
        return found;
    }

    /** The logarithms tell that the spread changed, the steps themselves when: they differ the more. */
    private static List<Change> dated(List<Change> spread, double[] values) {
        List<Change> dated = new ArrayList<>();
        for (int k = 0; k < spread.size(); k++) {
            int start = k == 0 ? 0 : spread.get(k - 1).row();
            int row = spread.get(k).row();
            int end = k == spread.size() - 1 ? values.length : spread.get(k + 1).row();
            double before = meanStep(values, start, row);
            double after = meanStep(values, row, end);
            if (before > 0 && after > 0) {
                int reach = SegmentationParameters.SPREAD.leastRows() / 2;
                row = (int) Boundary.ofSteps(
                        i -> Math.abs(values[(int) i] - values[(int) i - 1]),
                        before,
                        after,
                        Math.max(start + 1, row - reach),
                        Math.min(end, row + reach));
            }
            Change change = spread.get(k);
            dated.add(new Change(row, Kind.SPREAD, before, after, Double.NaN, change.gain(), change.price()));
        }
        return dated;
    }

    private static double meanStep(double[] values, int from, int to) {
        return Arrays.stream(Robust.differences(Arrays.copyOfRange(values, from, to)))
                .map(Math::abs)
                .average()
                .orElse(0);
    }

    /**
     * Changes of the level alone.
     *
     * @param spread where the noise changes
     */
    static List<Change> level(double[] values, List<Change> spread) {
        Standardised standard = Standardised.of(withoutOutliers(values));
        if (values.length < LEAST_ROWS || standard == null) {
            return List.of();
        }
        double[] noise = noise(standard.values(), spread);
        LevelSegments segments = LevelSegments.of(standard.values(), noise, SegmentationParameters.LEVEL);
        List<Change> found = new ArrayList<>();
        for (int k = 0; k < segments.cuts().length; k++) {
            int row = segments.cuts()[k];
            double deviations = (segments.after(k) - segments.before(k)) / noise[row];
            found.add(new Change(
                    row,
                    Kind.LEVEL,
                    standard.original(segments.before(k)),
                    standard.original(segments.after(k)),
                    deviations,
                    segments.gain(k),
                    segments.price()));
        }
        return found;
    }

    /**
     * Changes of the spread alone.
     *
     * @param logSpreads natural logarithm of the spread at each row
     * @param rowsEach how many rows of the series stand behind each of them
     */
    static List<Change> spread(double[] logSpreads, int rowsEach) {
        Standardised standard = Standardised.of(logSpreads);
        if (logSpreads.length < LEAST_ROWS || standard == null) {
            return List.of();
        }
        double[] noise = new double[logSpreads.length];
        Arrays.fill(noise, Math.max(LEAST_NOISE, noiseOf(standard.values())));
        int least = SegmentationParameters.SPREAD.leastRows();
        LevelSegments segments = LevelSegments.of(
                standard.values(),
                noise,
                SegmentationParameters.SPREAD.withLeastRows(Math.max(5, (least + rowsEach - 1) / rowsEach)));
        double leastRatio = Math.max(LEAST_BLOCK_SPREAD_RATIO, 1 + (LEAST_SPREAD_RATIO - 1) / Math.sqrt(rowsEach));
        List<Change> found = new ArrayList<>();
        for (int k = 0; k < segments.cuts().length; k++) {
            double before = Math.exp(standard.original(segments.before(k)));
            double after = Math.exp(standard.original(segments.after(k)));
            if (Math.max(before / after, after / before) >= leastRatio) {
                found.add(new Change(
                        segments.cuts()[k],
                        Kind.SPREAD,
                        before,
                        after,
                        Double.NaN,
                        segments.gain(k),
                        segments.price()));
            }
        }
        return found;
    }

    /** Of the step that leads to each value; the first value shares that of the second. */
    static double[] logSteps(double[] values) {
        double[] sizes = new double[values.length];
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = Math.abs(values[i] - values[i - 1]);
        }
        sizes[0] = sizes[1];
        double usual = usual(sizes);
        double floor = STEP_FLOOR * usual + Double.MIN_NORMAL;
        double limit = STEP_LIMIT * usual;
        return Arrays.stream(sizes)
                .map(size -> Math.log(Math.min(size, limit) + floor))
                .toArray();
    }

    /** The median; of the steps that are not 0 where most are; 0 where all are. */
    private static double usual(double[] sizes) {
        double middle = Robust.median(sizes);
        double[] moving = Arrays.stream(sizes).filter(size -> size > 0).toArray();
        return middle > 0 || moving.length == 0 ? middle : Robust.median(moving);
    }

    /** Standard deviation of the noise at each row, from the steps within its stretch of one spread. */
    private static double[] noise(double[] values, List<Change> spread) {
        double[] noise = new double[values.length];
        double least = Math.max(LEAST_NOISE, LEAST_NOISE_SHARE * noiseOf(values));
        int from = 0;
        for (int k = 0; k <= spread.size(); k++) {
            int to = k < spread.size() ? spread.get(k).row() : values.length;
            Arrays.fill(noise, from, to, Math.max(least, noiseOf(Arrays.copyOfRange(values, from, to))));
            from = to;
        }
        return noise;
    }

    /** The larger of two estimates: steps that come in bursts have a small median, skewed ones a small one as well. */
    private static double noiseOf(double[] values) {
        double squares = Arrays.stream(Robust.differences(values))
                .map(step -> step * step)
                .average()
                .orElse(0);
        double body = values.length < 2 ? 0 : Robust.deviation(Robust.differences(values));
        return Math.max(body, Math.sqrt(squares)) / Math.sqrt(2);
    }

    private static double[] withoutOutliers(double[] values) {
        int n = values.length;
        double[] medians = new double[n];
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) {
            medians[i] = Robust.median(
                    Arrays.copyOfRange(values, Math.max(0, i - NEIGHBOURS), Math.min(n, i + NEIGHBOURS + 1)));
            residuals[i] = values[i] - medians[i];
        }
        double limit = OUTLIER_LIMIT * Robust.deviation(residuals);
        if (!(limit > 0)) {
            return values;
        }
        double[] tamed = new double[n];
        for (int i = 0; i < n; i++) {
            tamed[i] = medians[i] + Math.max(-limit, Math.min(limit, residuals[i]));
        }
        return tamed;
    }
}
