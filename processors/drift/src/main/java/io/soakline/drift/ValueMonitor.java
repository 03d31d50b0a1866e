package io.soakline.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches a series of single values, each of them a pane of one: the level is the value (its logarithm when all values of
 * the reference are positive), the spread is the size of its innovation, the tail are exceedances of the reference. Not
 * thread-safe; the same values give the same steps.
 *
 * <p>Nothing rings before the reference is complete: three single values are no distribution.
 */
public final class ValueMonitor {

    private static final int LEVEL = 0;
    private static final int SPREAD = 1;
    private static final int TAIL = 2;
    private static final int MEASURES = 3;

    /** The share of the reference that counts as its tail. */
    private static final double TAIL_SHARE = 0.05;

    /** 99th percentile of the standard normal distribution. */
    private static final double UPPER = 2.3263;

    /** Sizes of innovations have heavier tails than the normal distribution; twice the tolerance makes up for it. */
    private static final double SPREAD_TOLERANCE = 2;

    /** Wilson and Hilferty: the cube root of the square of a normal variable is nearly normal. */
    private static final double SIZE_POWER = 2.0 / 3;

    /** One value's evidence is capped at this part of the threshold. */
    private static final double CAP = 0.34;

    private static final NoiseEstimator.Prior NOTHING_ASSUMED = new NoiseEstimator.Prior(0, 1, 0);

    /** What rings, in the order of the latches. */
    private enum Watch {
        LEVEL_UP(LEVEL, DriftFeature.LEVEL, DriftDirection.UP),
        LEVEL_DOWN(LEVEL, DriftFeature.LEVEL, DriftDirection.DOWN),
        SPREAD_UP(SPREAD, DriftFeature.SPREAD, DriftDirection.UP),
        SPREAD_DOWN(SPREAD, DriftFeature.SPREAD, DriftDirection.DOWN),
        TAIL_UP(TAIL, DriftFeature.TAIL, DriftDirection.UP);

        private final int measure;
        private final DriftFeature feature;
        private final DriftDirection direction;

        Watch(int measure, DriftFeature feature, DriftDirection direction) {
            this.measure = measure;
            this.feature = feature;
            this.direction = direction;
        }

        int sign() {
            return direction == DriftDirection.UP ? 1 : -1;
        }
    }

    private static final List<Watch> WATCHES = List.of(Watch.values());

    /** What the reference says. */
    private record Normal(
            boolean logarithmic, Noise level, Noise spread, Noise tail, double tailThreshold, double tailShare) {

        Noise noise(int measure) {
            return measure == LEVEL ? level : measure == SPREAD ? spread : tail;
        }
    }

    private final ValueSettings settings;
    private final Thresholds thresholds;
    private final double[] learnt;
    private final History history = new History(MEASURES);
    private final List<EvidenceChart> charts = new ArrayList<>();
    private final ExceedanceChart tailChart = new ExceedanceChart();
    private final List<Latch> latches = new ArrayList<>();
    private final long[] since = new long[WATCHES.size()];
    private final double[] deviations = new double[MEASURES];
    private final double[] scales = {1, 1, 1};
    private int size;
    private @Nullable Normal normal;
    private @Nullable Whitener level;
    private @Nullable Whitener spread;

    private ValueMonitor(ValueSettings settings) {
        this.settings = settings;
        thresholds = new Thresholds(settings.valueNanos(), WATCHES.size(), false);
        thresholds.budget(settings.alarmsPerStreamWeek());
        learnt = new double[settings.referenceValues()];
        for (int i = 0; i < WATCHES.size(); i++) {
            charts.add(new EvidenceChart());
            latches.add(new Latch(settings.recoveryValues(), settings.coolDownValues()));
        }
    }

    /** A monitor that makes its first values the reference. */
    public static ValueMonitor learning(ValueSettings settings) {
        return new ValueMonitor(settings);
    }

    /**
     * Takes the next value, in order of time.
     *
     * @throws IllegalArgumentException when it is not finite
     */
    public DriftStep accept(long atNanos, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a series is watched in finite values, not " + value + " at " + atNanos);
        }
        Normal against = normal;
        Whitener levels = level;
        Whitener spreads = spread;
        if (against == null || levels == null || spreads == null) {
            learnt[size++] = value;
            if (size == learnt.length) {
                learn();
            }
            return new DriftStep(List.of(), Set.of(), size < learnt.length, size, null);
        }
        measure(against, levels, spreads, value);
        history.add(atNanos, atNanos, 1, deviations);
        List<DriftAlarm> alarms = test(against, levels, spreads);
        return new DriftStep(alarms, recovered(), false, size, null);
    }

    private void learn() {
        double[] sorted = learnt.clone();
        Arrays.sort(sorted);
        boolean logarithmic = sorted[0] > 0;
        double[] series = new double[size];
        for (int i = 0; i < size; i++) {
            series[i] = logarithmic ? Math.log(learnt[i]) : learnt[i];
        }
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        Noise levels = noise(series, ones, size);
        Whitener whitener = new Whitener(levels);
        double[] sizes = new double[size];
        for (int i = 0; i < size; i++) {
            whitener.accept(series[i] - levels.centre(), 1, 1);
            sizes[i] = size(whitener.innovation());
        }
        Noise spreads = noise(sizes, ones, size);
        double threshold = sorted[(int) Math.ceil((1 - TAIL_SHARE) * size) - 1];
        Noise tails = tail(threshold);
        normal = new Normal(logarithmic, levels, spreads, tails, threshold, tails.centre());
        level = whitener;
        spread = new Whitener(spreads);
        tailChart.configure(tails.centre(), (1 + tails.phi()) / (1 - tails.phi()));
    }

    /** With the tolerance in deviations, and never without any deviation: a constant reference makes every change count. */
    private Noise noise(double[] series, double[] ones, int count) {
        Noise rough = NoiseEstimator.estimate(series, ones, count, NOTHING_ASSUMED, 0);
        double least = 1e-9 * Math.max(1e-300, Math.abs(rough.centre()));
        NoiseEstimator.Prior floor = new NoiseEstimator.Prior(0, 1, least);
        return NoiseEstimator.estimate(series, ones, count, floor, settings.tolerance() * rough.levelSigma());
    }

    /** The share beyond the threshold at its upper confidence limit, and how exceedances follow each other. */
    private Noise tail(double threshold) {
        double beyond = 0;
        double pairs = 0;
        for (int i = 0; i < size; i++) {
            boolean now = learnt[i] > threshold;
            beyond += now ? 1 : 0;
            pairs += now && i > 0 && learnt[i - 1] > threshold ? 1 : 0;
        }
        double share = (beyond + 1) / (size + 2);
        double memory = beyond > 0 ? Math.max(0, (pairs / beyond - share) / (1 - share)) : 0;
        double effective = size * (1 - memory) / (1 + memory);
        double limit = Math.min(0.5, share + UPPER * Math.sqrt(share * (1 - share) / effective));
        double sigma = Math.sqrt(limit * (1 - limit));
        return new Noise(limit, Math.min(NoiseEstimator.MOST_MEMORY, memory), sigma, sigma, 0, 0);
    }

    private static double size(double innovation) {
        return Math.pow(Math.abs(innovation), SIZE_POWER);
    }

    private void measure(Normal against, Whitener levels, Whitener spreads, double value) {
        deviations[LEVEL] = position(against, value) - against.level().centre();
        levels.accept(deviations[LEVEL], 1, 1);
        deviations[SPREAD] = size(levels.innovation()) - against.spread().centre();
        spreads.accept(deviations[SPREAD], 1, 1);
        deviations[TAIL] = (value > against.tailThreshold() ? 1 : 0) - against.tailShare();
    }

    /** A value that has no logarithm, where the reference had one, lies as far below as can be told. */
    private static double position(Normal against, double value) {
        if (!against.logarithmic()) {
            return value;
        }
        double farthest = against.level().centre() - 100 * against.level().levelSigma();
        return value > 0 ? Math.log(value) : farthest;
    }

    private List<DriftAlarm> test(Normal against, Whitener levels, Whitener spreads) {
        List<DriftAlarm> alarms = List.of();
        for (int i = 0; i < WATCHES.size(); i++) {
            Watch watch = WATCHES.get(i);
            if (latches.get(i).latched()) {
                continue;
            }
            double evidence = evidence(i, watch, watch.measure == LEVEL ? levels : spreads);
            if (evidence >= thresholds.evidence(power(i))) {
                alarms = alarms.isEmpty() ? new ArrayList<>() : alarms;
                alarms.add(alarm(i, watch, evidence, against));
            }
        }
        return alarms;
    }

    private double evidence(int i, Watch watch, Whitener whitener) {
        if (watch.measure == TAIL) {
            boolean beyond = deviations[TAIL] > 0;
            tailChart.accept(beyond ? 1 : 0, beyond ? 0 : 1, CAP * thresholds.logEvidence());
            return tailChart.evidence();
        }
        double tolerance = (watch.measure == SPREAD ? SPREAD_TOLERANCE : 1) * tolerance(whitener.noise());
        EvidenceChart chart = charts.get(i);
        chart.accept(watch.sign() > 0 ? whitener.excessUp(tolerance) : whitener.excessDown(tolerance));
        return chart.evidence();
    }

    private int power(int watch) {
        return latches.get(watch).power(history.position());
    }

    private double tolerance(Noise noise) {
        return settings.tolerance() * noise.levelSigma();
    }

    private DriftAlarm alarm(int i, Watch watch, double evidence, Normal against) {
        Noise noise = against.noise(watch.measure);
        Noise around =
                watch.measure == TAIL ? new Noise(0, noise.phi(), noise.sigma(), noise.levelSigma(), 0, 0) : noise;
        ChangeEstimate change = ChangeEstimate.of(history, watch.measure, watch.sign(), around, since[i], size);
        double needed = thresholds.logEvidence() * power(i);
        latches.get(i).ring(watch.measure, watch.sign(), change.shift(), around, tolerance(noise), history.position());
        return new DriftAlarm(
                watch.feature,
                watch.direction,
                ratio(watch, change.shift(), against),
                ratio(watch, change.low(), against),
                ratio(watch, change.high(), against),
                quantity(watch, against),
                history.start(change.at()),
                history.start(change.from()),
                history.end(change.to()),
                Math.log(evidence),
                needed,
                thresholds.alarmsPerWeek(),
                watch.measure == TAIL ? "binomial e-detector" : "e-detector on innovations",
                Double.NaN);
    }

    private static double ratio(Watch watch, double shift, Normal against) {
        return switch (watch.feature) {
            case LEVEL ->
                against.logarithmic()
                        ? Math.exp(shift)
                        : shift / against.level().levelSigma();
            case SPREAD -> Math.pow(Math.max(0, 1 + shift / against.spread().centre()), 1 / SIZE_POWER);
            default -> Math.max(0, 1 + shift / against.tailShare());
        };
    }

    private static String quantity(Watch watch, Normal against) {
        return switch (watch.feature) {
            case LEVEL -> against.logarithmic() ? "value" : "difference in standard deviations of the reference";
            case SPREAD -> "size of what the value before does not predict";
            default -> "share above the reference p95";
        };
    }

    private Set<DriftFeature> recovered() {
        Set<DriftFeature> recovered = EnumSet.noneOf(DriftFeature.class);
        for (int i = 0; i < WATCHES.size(); i++) {
            if (latches.get(i).recovers(deviations, scales)) {
                since[i] = history.position();
                charts.get(i).reset();
                recovered.add(WATCHES.get(i).feature);
                if (WATCHES.get(i).measure == TAIL) {
                    tailChart.reset();
                }
            }
        }
        return recovered;
    }
}
