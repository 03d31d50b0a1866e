package io.soakline.tail;

import io.soakline.tail.PwcetResult.Estimated;
import io.soakline.tail.PwcetResult.Level;
import io.soakline.tail.PwcetResult.Refused;
import io.soakline.tail.PwcetResult.Withheld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * The pWCET estimate under observed conditions: the latency that one inference exceeds with a tiny probability, if the
 * conditions of the sample last. It is no bound on anything not observed.
 *
 * <p>Peaks over threshold where exceedances come singly, block maxima where they come in bursts inside a pane or too few
 * of them are known. Before either answers, every test of the gate must pass; the first that fails, in the order below,
 * is named. Each has its level in {@code RATIONALE.md}.
 */
public final class Pwcet {
    static final String PEAKS = "GPD peaks over threshold";
    static final String MAXIMA = "GEV block maxima";

    /** Below this, exceedances are not single events, and one maximum per pane stands for each burst. */
    private static final double SINGLE_EVENTS = 0.8;

    /** Level of every test that has one; together they refuse about one good sample in fifteen. */
    private static final double LEVEL = 0.01;

    /** More panes than this, two hours of them, are taken together. */
    static final int MOST_BLOCKS = 720;

    /** Few lags see a short memory best, many a long or periodic one. */
    private static final int[] LAGS = {5, 20};

    private static final double STATES_GAIN = 25;
    private static final double STATES_SEPARATION = 3;
    private static final double CLEAR_SEPARATION = 4;
    private static final double WIDEST_GAP = 9;
    private static final double THRESHOLD_STABILITY = 3.4;
    private static final double BLOCK_STABILITY = 2.8;
    private static final double DISTINCT = 0.5;
    private static final int LEAST_SLOW_KNOWN = 20;
    private static final double FIT_SHARE = 0.6;
    private static final double[] HELD_OUT_PEAKS = {1e-3, 3e-4, 1e-4};
    private static final double[] HELD_OUT_MAXIMA = {0.2, 0.1, 0.05};
    private static final double[] NESTED_SHARES = {0.8, 0.64, 0.5, 0.4};

    private final TailSample sample;
    private final PwcetSettings settings;
    private final Findings findings = new Findings();
    private final double inferencesPerBlock;

    private Pwcet(TailSample sample, PwcetSettings settings) {
        this.sample = sample;
        this.settings = settings;
        this.inferencesPerBlock = sample.blocks() == 0 ? 0 : (double) sample.inferences() / sample.blocks();
    }

    /** An estimate, or the reason why this sample allows none. Deterministic; no state is kept. */
    public static PwcetResult estimate(TailSample sample, PwcetSettings settings) {
        return new Pwcet(sample.merged(MOST_BLOCKS), settings).estimate();
    }

    private PwcetResult estimate() {
        checkSize();
        if (findings.objection() != null) {
            return refused(PEAKS, 0);
        }
        Exceedances tail = Exceedances.of(sample);
        findings.least(
                "slow inferences known",
                tail.known(),
                LEAST_SLOW_KNOWN,
                "one pane's list of slowest inferences is full of values slower than nearly all of the others'");
        if (findings.objection() != null) {
            return refused(MAXIMA, sample.blocks());
        }
        ExtremeMaxima maxima = ExtremeMaxima.fit(sample.blockMaxima(), weights(sample.blockSizes()));
        checkSeries(maxima);
        int clusterCount = Math.min(tail.wanted(settings), (int) (1.2 * sample.blocks()));
        double index = tail.extremalIndex(tail.threshold(clusterCount));
        boolean single = index >= SINGLE_EVENTS && tail.wanted(settings) >= settings.leastExceedances();
        findings.told("extremal index", true, index, SINGLE_EVENTS, "below", "bursts are taken as one event per pane");
        return single ? peaks(tail) : blocks(maxima, index, Math.max(1, index * clusterCount));
    }

    private void checkSize() {
        findings.least("panes", sample.blocks(), settings.leastBlocks(), "let the run go on");
        findings.least(
                "inferences per pane",
                sample.medianBlockSize(),
                settings.leastBlockSize(),
                "the maximum of so few is no extreme; take longer panes");
        if (sample.blocks() > 0) {
            findings.least(
                    "distinct maxima",
                    Exceedances.distinct(sample.blockMaxima()),
                    DISTINCT,
                    "the clock ticks too coarsely for a tail");
        }
    }

    /** Tests on the panes in time order. They use ranks, so no shape of the tail can upset them. */
    private void checkSeries(ExtremeMaxima maxima) {
        double[] residuals = new double[sample.blocks()];
        for (int block = 0; block < residuals.length; block++) {
            // Turned round so that a long maximum gives a high score. Sizes of panes are allowed for.
            residuals[block] = -maxima.residual(block);
        }
        double[] scores = Series.normalScores(residuals);
        Mixture.States states = Mixture.states(levels());
        boolean twoStates = states.gain() > STATES_GAIN && states.separation() > STATES_SEPARATION;
        String statesMean = String.format(
                "the panes lie in two groups %s widths apart, such as two clock states; split the run by state",
                Findings.figure(states.separation()));
        // A ramp looks like two groups as well, but with no space between them; a step, but it changes sides once.
        boolean clear = twoStates && states.separation() > CLEAR_SEPARATION && states.changes() > 2;
        if (clear) {
            findings.told("mixture of pane states", false, states.gain(), STATES_GAIN, "above", statesMean);
        }
        int n = scores.length;
        findings.most(
                "stationarity (KPSS)",
                Series.kpss(scores, Series.kpssLags(n)),
                Series.kpssLimit(LEVEL),
                "the level of the maxima wanders");
        int half = n / 2;
        findings.most(
                "identical halves (Kolmogorov-Smirnov)",
                TwoSamples.distance(Arrays.copyOf(scores, half), Arrays.copyOfRange(scores, half, n)),
                TwoSamples.limit(half, n - half, LEVEL),
                "maxima of the first and the second half differ");
        for (int lags : LAGS) {
            findings.most(
                    "independence (Ljung-Box, " + lags + " lags)",
                    Series.ljungBox(scores, lags),
                    Series.ljungBoxLimit(lags, LEVEL / LAGS.length),
                    "a pane's maximum foretells those of the next");
        }
        findings.most(
                "independence (runs)",
                Math.abs(Series.runs(scores)),
                Series.normalLimit(LEVEL),
                "maxima stay on one side of their median, or change sides, too often");
        if (!clear) {
            findings.told("mixture of pane states", !twoStates, states.gain(), STATES_GAIN, "above", statesMean);
        }
    }

    /** A steady figure of each pane's level: the logarithm of one of its slowest, the deepest rank that all lists reach. */
    private double[] levels() {
        double[][] slowest = sample.slowestPerBlock();
        long[] sizes = sample.blockSizes();
        double depth = Double.POSITIVE_INFINITY;
        for (int block = 0; block < sizes.length; block++) {
            depth = Math.min(depth, (double) slowest[block].length / sizes[block]);
        }
        double[] levels = new double[sizes.length];
        for (int block = 0; block < sizes.length; block++) {
            int rank = (int) Math.max(0, Math.round(depth * sizes[block]) - 1);
            double nanos = slowest[block].length == 0 ? sample.blockMaxima()[block] : slowest[block][rank];
            levels[block] = Math.log(Math.max(1, nanos));
        }
        return levels;
    }

    private PwcetResult peaks(Exceedances tail) {
        double threshold = tail.threshold(tail.wanted(settings));
        double[] excesses = tail.excesses(threshold);
        double distinct = excesses.length == 0 ? 0 : Exceedances.distinct(excesses);
        findings.least("distinct exceedances", distinct, DISTINCT, "the clock ticks too coarsely for a tail");
        if (distinct < DISTINCT) {
            return refused(PEAKS, excesses.length);
        }
        ParetoTail fit = ParetoTail.fit(excesses);
        findings.most(
                "second tail (widest gap)",
                Mixture.widestGap(excesses, excesses.length / 10),
                WIDEST_GAP,
                "the slowest few do not follow from the others; they have a cause of their own");
        findings.most(
                "fit (Anderson-Darling)",
                AndersonDarling.distance(hazards(fit, excesses)),
                AndersonDarling.paretoLimit(fit.shape()),
                "exceedances do not follow the fitted tail");
        findings.most(
                "threshold stability",
                thresholdStability(tail, fit),
                THRESHOLD_STABILITY,
                "the shape depends on where the tail is said to begin");
        checkHeldOutPeaks(tail, threshold);
        if (findings.objection() != null) {
            return refused(PEAKS, excesses.length);
        }
        double rate = (double) excesses.length / sample.inferences();
        double drop = LogLikelihoods.drop(settings.confidence());
        Interval shape = fit.shapeInterval(drop);
        DoubleFunction<Level> level = p -> {
            double hazard = Math.log(rate / p);
            double excess = fit.excessAt(hazard);
            Interval given = fit.excessInterval(hazard, drop);
            // The rate of exceedances is estimated too: relative error 1 / sqrt(count), moved along the tail.
            double slope = fit.scale() * Math.exp(fit.shape() * hazard);
            double fromRate = slope * Math.sqrt(2 * drop / excesses.length);
            return new Level(
                    p,
                    threshold + excess,
                    threshold + Math.max(0, excess - Math.hypot(excess - given.low(), fromRate)),
                    threshold + excess + Math.hypot(given.high() - excess, fromRate));
        };
        return answer(PEAKS, fit.shape(), shape, fit.zeroShapeEvidence(), excesses.length, level);
    }

    private PwcetResult blocks(ExtremeMaxima fit, double index, double clusters) {
        double[] hazards = new double[fit.size()];
        for (int block = 0; block < hazards.length; block++) {
            // The residual is -log F; the distance wants -log(1 - F).
            hazards[block] = -Math.log(-Math.expm1(-fit.residual(block)));
        }
        findings.most(
                "second tail (widest gap)",
                Mixture.widestGap(upperMaxima(), upperMaxima().length / 10),
                WIDEST_GAP,
                "the slowest few do not follow from the others; they have a cause of their own");
        findings.most(
                "fit (Anderson-Darling)",
                AndersonDarling.distance(hazards),
                AndersonDarling.extremeLimit(fit.shape()),
                "maxima do not follow the fitted distribution");
        findings.most(
                "block size stability",
                blockStability(fit),
                BLOCK_STABILITY,
                "the shape depends on the length of the pane");
        checkHeldOutMaxima();
        if (findings.objection() != null) {
            return refused(MAXIMA, fit.size());
        }
        double drop = LogLikelihoods.drop(settings.confidence());
        Interval shape = fit.shapeInterval(drop);
        DoubleFunction<Level> level = p -> {
            double negatedLogRate = -Math.log(p * inferencesPerBlock * index);
            Interval given = fit.levelInterval(negatedLogRate, drop);
            double nanos = fit.levelAt(negatedLogRate);
            // The index is estimated too, from that many clusters; its error moves the level along the tail.
            double error = Math.sqrt(2 * drop / clusters);
            double up = fit.levelAt(negatedLogRate + error) - nanos;
            double down = nanos - fit.levelAt(negatedLogRate - error);
            return new Level(
                    p,
                    nanos,
                    nanos - Math.hypot(nanos - given.low(), down),
                    nanos + Math.hypot(given.high() - nanos, up));
        };
        return answer(MAXIMA, fit.shape(), shape, fit.zeroShapeEvidence(), fit.size(), level);
    }

    private PwcetResult answer(
            String method, double shape, Interval interval, double evidence, int size, DoubleFunction<Level> levelFor) {
        List<Level> levels = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>();
        double rarest = Math.pow(10, -settings.decadesBeyond()) / sample.inferences();
        for (double p : settings.exceedanceProbabilities()) {
            if (p < rarest) {
                withheld.add(new Withheld(
                        p,
                        "rarer than " + Findings.figure(rarest) + ", the most that " + sample.inferences()
                                + " inferences can carry"));
            } else if (p < 0.1 / sample.inferences() && interval.high() >= settings.largestShape()) {
                withheld.add(new Withheld(
                        p,
                        "the shape may be as large as " + Findings.figure(interval.high())
                                + ", so nothing rarer than one in " + 10 * sample.inferences() + " is given"));
            } else {
                levels.add(levelFor.apply(p));
            }
        }
        if (levels.isEmpty()) {
            String why = withheld.isEmpty()
                    ? "no level was asked for"
                    : withheld.get(0).reason();
            return new Refused(method, "levels: none of those asked for can be given; " + why, size, findings.checks());
        }
        return new Estimated(
                method, shape, interval.low(), interval.high(), evidence, size, levels, withheld, findings.checks());
    }

    /** Largest change of the shape over four higher thresholds, in its own standard errors. */
    private static double thresholdStability(Exceedances tail, ParetoTail all) {
        double most = 0;
        for (double share : NESTED_SHARES) {
            int count = (int) (share * all.size());
            double[] excesses = tail.excesses(tail.threshold(count));
            if (excesses.length < 30) {
                continue;
            }
            // Nested maximum-likelihood fits: the variance of the change is the difference of the variances.
            double error = (1 + Math.max(-0.5, all.shape())) * Math.sqrt(1.0 / excesses.length - 1.0 / all.size());
            most = Math.max(most, Math.abs(ParetoTail.fit(excesses).shape() - all.shape()) / error);
        }
        return most;
    }

    /** Change of the shape when each two panes are taken as one, in standard errors. */
    private double blockStability(ExtremeMaxima fit) {
        int pairs = sample.blocks() / 2;
        double[] maxima = new double[pairs];
        long[] sizes = new long[pairs];
        for (int i = 0; i < pairs; i++) {
            maxima[i] = Math.max(sample.blockMaxima()[2 * i], sample.blockMaxima()[2 * i + 1]);
            sizes[i] = sample.blockSizes()[2 * i] + sample.blockSizes()[2 * i + 1];
        }
        double change = ExtremeMaxima.fit(maxima, weights(sizes)).shape() - fit.shape();
        // Asymptotic variance of the shape at shape 0: 0.475 / n (Prescott, Walden: Biometrika 67, 1980).
        return Math.abs(change) / Math.sqrt(0.475 / pairs - 0.475 / sample.blocks());
    }

    private void checkHeldOutPeaks(Exceedances tail, double threshold) {
        int split = (int) (FIT_SHARE * sample.blocks());
        double before = inferences(0, split);
        double after = sample.inferences() - before;
        double[] first = tail.excesses(threshold, 0, split);
        double[] later = tail.excesses(threshold, split, sample.blocks());
        if (first.length < 30) {
            return;
        }
        ParetoTail fit = ParetoTail.fit(first);
        List<Prediction> predictions = new ArrayList<>();
        for (double p : HELD_OUT_PEAKS) {
            double hazard = Math.log(first.length / before / p);
            if (hazard > 0) {
                double level = fit.excessAt(hazard);
                long count = Arrays.stream(later).filter(y -> y > level).count();
                predictions.add(new Prediction(p * before, p * after, count));
            }
        }
        checkHeldOut(predictions);
    }

    private void checkHeldOutMaxima() {
        int split = (int) (FIT_SHARE * sample.blocks());
        double[] maxima = sample.blockMaxima();
        double[] weights = weights(sample.blockSizes());
        ExtremeMaxima fit = ExtremeMaxima.fit(Arrays.copyOf(maxima, split), Arrays.copyOf(weights, split));
        List<Prediction> predictions = new ArrayList<>();
        for (double p : HELD_OUT_MAXIMA) {
            double level = fit.levelAt(-Math.log(p));
            DoubleUnaryOperator chance = weight -> -Math.expm1(-p * weight);
            double before = Arrays.stream(weights, 0, split).map(chance).sum();
            double after =
                    Arrays.stream(weights, split, weights.length).map(chance).sum();
            long count = Arrays.stream(maxima, split, maxima.length)
                    .filter(x -> x > level)
                    .count();
            predictions.add(new Prediction(before, after, count));
        }
        checkHeldOut(predictions);
    }

    private record Prediction(double seen, double expected, long count) {}

    private void checkHeldOut(List<Prediction> predictions) {
        double least = 1;
        String meaning = "";
        for (Prediction prediction : predictions) {
            double evidence = HoldOut.evidence(prediction.seen(), prediction.expected(), prediction.count());
            if (evidence < least) {
                least = evidence;
                meaning = prediction.count()
                        + " later exceedances of a level that the first panes predicted to be exceeded "
                        + Findings.figure(prediction.expected()) + " times";
            }
        }
        double limit = LEVEL / Math.max(1, predictions.size());
        findings.least("hold-out exceedances (p-value)", least, limit, meaning);
    }

    private double[] upperMaxima() {
        double[] sorted = sample.blockMaxima().clone();
        Arrays.sort(sorted);
        double threshold = sorted[(int) (0.6 * sorted.length)];
        double[] excesses = Arrays.stream(sorted)
                .filter(x -> x > threshold)
                .map(x -> x - threshold)
                .toArray();
        double[] descending = new double[excesses.length];
        for (int i = 0; i < excesses.length; i++) {
            descending[i] = excesses[excesses.length - 1 - i];
        }
        return descending;
    }

    private double inferences(int from, int to) {
        return Arrays.stream(sample.blockSizes(), from, to).sum();
    }

    private static double[] hazards(ParetoTail fit, double[] excesses) {
        return Arrays.stream(excesses).map(fit::cumulativeHazard).toArray();
    }

    private static double[] weights(long[] sizes) {
        double mean = Arrays.stream(sizes).average().orElse(1);
        return Arrays.stream(sizes).mapToDouble(size -> size / mean).toArray();
    }

    private Refused refused(String method, int size) {
        String objection = findings.objection();
        return new Refused(method, objection == null ? "no test" : objection, size, findings.checks());
    }
}
