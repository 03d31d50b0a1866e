package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers panes and says what is normal, from the third pane on.
 *
 * <p>Sketches are kept of the first panes alone; then only a few numbers of each pane are. Thresholds are therefore chosen
 * in stages, each time from all that was seen, and the counts of a pane are kept beside the stage they were counted in:
 * what they deviate from is the share that the combined reference has beyond the threshold of that stage.
 */
final class ReferenceLearner {

    /** The fewest panes whose middle one is neither the first nor the last. */
    static final int LEAST_PANES = 3;

    /** So many sketches are kept, and thresholds chosen anew with each pane. */
    private static final int KEPT_SKETCHES = 12;

    /** Panes at which thresholds are chosen again. */
    private static final int[] STAGES = {KEPT_SKETCHES, 48, 120};

    /** From here on every eighth pane is worth an estimate. */
    private static final int EVERY_PANE_UP_TO = 48;

    /** A pane among the first whose level is so many median deviations off is kept out: warm-up, or a disturbance. */
    private static final double ODD_DEVIATIONS = 6;

    /** Panes that differ by a few per cent are never odd. */
    private static final double LEAST_ODD = 0.02;

    /** So many relative standard errors are granted to a dispersion: a tenth at 360 panes. */
    private static final double DISPERSION_ERRORS = 1.9;

    /** A tail is what lies at least so far above the median; nearer than that the sketch cannot tell it from the body. */
    private static final double TAIL_BEGINS = 1.03;

    private final int wanted;
    private final double[] tolerances;
    private final boolean evicting;
    private final double[] inferences;
    private final double[] levels;
    private final double[] medians;
    private final double[] spreads;
    private final double[][] counts = new double[Exceedance.COUNT][];
    private final int[] stageOf;
    private final Cut[][] stageCuts = new Cut[STAGES.length + 1][];
    private final List<LatencySketch> sketches = new ArrayList<>();
    private LatencySketch combined = LatencySketch.empty();
    private int stage;
    private int size;
    private long fromNanos;
    private long toNanos;
    private @Nullable ReferenceModel model;

    /**
     * @param tolerances by measure
     * @param evicting whether panes among the first that lie far off the others are kept out
     */
    ReferenceLearner(int wanted, double[] tolerances, boolean evicting) {
        this.wanted = wanted;
        this.tolerances = tolerances;
        this.evicting = evicting;
        inferences = new double[wanted];
        levels = new double[wanted];
        medians = new double[wanted];
        spreads = new double[wanted];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new double[wanted];
        }
        stageOf = new int[wanted];
    }

    int size() {
        return size;
    }

    boolean complete() {
        return size >= wanted;
    }

    /** The latest estimate; null before {@link #LEAST_PANES} panes. */
    @Nullable
    ReferenceModel model() {
        return model;
    }

    DriftReference reference(ReferenceModel of) {
        return DriftReference.of(combined, of.parameters(), size, complete(), fromNanos, toNanos);
    }

    /** @return true when there is a new estimate */
    boolean accept(Learning.Read read) {
        DriftPane pane = read.pane();
        if (size == 0) {
            fromNanos = pane.startNanos();
        }
        toNanos = pane.endNanos();
        inferences[size] = read.shape().count();
        levels[size] = read.body().level();
        medians[size] = read.body().median();
        spreads[size] = read.body().spread();
        stageOf[size] = stage;
        if (stage > 0) {
            combined.combine(pane.latency());
            count(read.shape(), size);
        } else {
            sketches.add(pane.latency());
        }
        size++;
        if ((model == null && size < LEAST_PANES) || (size > EVERY_PANE_UP_TO && size % 8 != 0 && !complete())) {
            return false;
        }
        if (stage == 0 && evicting) {
            evictOdd();
        }
        boolean stageEnds = stage < STAGES.length && size == STAGES[stage];
        if (stage == 0) {
            combineKept();
            chooseThresholds();
            countKept();
        }
        model = estimate();
        if (stageEnds && !complete()) {
            nextStage();
        }
        return true;
    }

    private void nextStage() {
        sketches.clear();
        stage++;
        chooseThresholds();
    }

    private void combineKept() {
        combined = LatencySketch.empty();
        for (LatencySketch sketch : sketches) {
            combined.combine(sketch);
        }
    }

    /** Panes among the first that lie far off the middle are no reference: at most one in three. */
    private void evictOdd() {
        double median = NoiseEstimator.median(levels, size);
        double[] distances = new double[size];
        for (int i = 0; i < size; i++) {
            distances[i] = Math.abs(levels[i] - median);
        }
        double limit = ODD_DEVIATIONS * Math.max(LEAST_ODD, NoiseEstimator.median(distances, size));
        int left = size / 3;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (distances[i] > limit && left > 0) {
                left--;
                continue;
            }
            inferences[kept] = inferences[i];
            levels[kept] = levels[i];
            medians[kept] = medians[i];
            spreads[kept] = spreads[i];
            sketches.set(kept, sketches.get(i));
            kept++;
        }
        sketches.subList(kept, size).clear();
        size = kept;
    }

    private double usualInferences() {
        return NoiseEstimator.median(inferences, size);
    }

    private double[] thresholds(PaneShape shape) {
        double usual = usualInferences();
        double[] thresholds = new double[Exceedance.COUNT];
        double median = shape.quantile(0.5);
        for (Exceedance exceedance : Exceedance.values()) {
            double quantile = shape.quantile(1 - exceedance.share(usual));
            thresholds[exceedance.index()] =
                    exceedance == Exceedance.HALF ? quantile : Math.max(quantile, median * TAIL_BEGINS);
        }
        return thresholds;
    }

    private void chooseThresholds() {
        stageCuts[stage] = Cut.at(thresholds(new PaneShape(combined)));
    }

    private void count(PaneShape of, int pane) {
        for (int i = 0; i < counts.length; i++) {
            counts[i][pane] = of.above(stageCuts[stage][i]);
        }
    }

    private void countKept() {
        for (int i = 0; i < size; i++) {
            count(new PaneShape(sketches.get(i)), i);
        }
    }

    private ReferenceModel estimate() {
        double usual = usualInferences();
        PaneShape shape = new PaneShape(combined);
        double[] thresholds = thresholds(shape);
        double[] shares = new double[thresholds.length];
        double[][] stageShares = new double[stage + 1][thresholds.length];
        for (int i = 0; i < thresholds.length; i++) {
            shares[i] = share(shape, Cut.at(thresholds[i]));
            for (int s = 0; s <= stage; s++) {
                stageShares[s][i] = share(shape, stageCuts[s][i]);
            }
        }
        Noise[] noise = new Noise[Measure.COUNT];
        double[] quantileScales = new double[size];
        double[] countScales = new double[size];
        for (int i = 0; i < size; i++) {
            quantileScales[i] = PaneMeasures.quantileScale(inferences[i], usual);
            countScales[i] = PaneMeasures.countScale(inferences[i], usual);
        }
        noise[Measure.LEVEL.index()] = noise(levels, quantileScales, Measure.LEVEL);
        noise[Measure.MEDIAN.index()] = noise(medians, quantileScales, Measure.MEDIAN);
        noise[Measure.QUARTILES.index()] = noise(spreads, quantileScales, Measure.QUARTILES);
        double[] dispersions = new double[thresholds.length];
        double[] excess = new double[size];
        for (Exceedance exceedance : Exceedance.values()) {
            int e = exceedance.index();
            for (int i = 0; i < size; i++) {
                excess[i] = PaneMeasures.excess(counts[e][i], inferences[i], stageShares[stageOf[i]][e]);
            }
            dispersions[e] = dispersion(e, stageShares);
            if (exceedance != Exceedance.HALF) {
                noise[exceedance.measure().index()] = noise(excess, countScales, exceedance.measure());
            }
        }
        return new ReferenceModel(size, usual, noise, thresholds, shares, dispersions);
    }

    private Noise noise(double[] series, double[] scales, Measure measure) {
        return NoiseEstimator.estimate(series, scales, size, measure.prior(), tolerances[measure.index()]);
    }

    /** Never 0: half an inference of the whole reference may lie beyond any threshold. */
    private static double share(PaneShape shape, Cut threshold) {
        double share = shape.above(threshold) / shape.count();
        double least = 0.5 / shape.count();
        return Math.max(least, Math.min(1 - least, share));
    }

    /** Variance of the counts over the binomial one, times what their autocorrelation adds to a sum of them. */
    private double dispersion(int e, double[][] stageShares) {
        double[] residuals = new double[size];
        double mean = 0;
        for (int i = 0; i < size; i++) {
            double share = stageShares[stageOf[i]][e];
            residuals[i] = (counts[e][i] - inferences[i] * share) / Math.sqrt(inferences[i] * share * (1 - share));
            mean += residuals[i] / size;
        }
        double lag0 = 0;
        double lag1 = 0;
        for (int i = 0; i < size; i++) {
            lag0 += (residuals[i] - mean) * (residuals[i] - mean);
            lag1 += i == 0 ? 0 : (residuals[i] - mean) * (residuals[i - 1] - mean);
        }
        double memory = NoiseEstimator.memory(lag0 > 0 ? lag1 / lag0 : 0, size);
        double confidence = 1 + DISPERSION_ERRORS / Math.sqrt(size);
        return Math.max(1, lag0 / (size - 1)) * (1 + memory) / (1 - memory) * confidence;
    }
}
