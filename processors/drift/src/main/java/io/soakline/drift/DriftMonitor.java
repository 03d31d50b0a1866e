package io.soakline.drift;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches the panes of one stream. Not thread-safe; the same panes give the same steps.
 *
 * <p>Each pane is first tested against the reference and only then, while the reference is being learnt, added to it. A pane
 * that rang an alarm, or that is odd or comes while evidence gathers, is not learnt, and nothing is while an alarm stands.
 * A complete reference never changes.
 */
public final class DriftMonitor {

    /** With fewer panes the overdispersion of counts is not known well enough for the binomial detectors. */
    private static final int LEAST_PANES_FOR_COUNTS = 48;

    /** One pane's binomial evidence is capped at this part of the threshold: it takes three to ring. */
    private static final double CAP = 0.34;

    /** A detector on the innovations of a measure. */
    private enum Watch {
        LEVEL_UP(Measure.LEVEL, DriftDirection.UP),
        LEVEL_DOWN(Measure.LEVEL, DriftDirection.DOWN),
        QUARTILES_UP(Measure.QUARTILES, DriftDirection.UP),
        QUARTILES_DOWN(Measure.QUARTILES, DriftDirection.DOWN),
        TAIL_UP(Measure.TAIL, DriftDirection.UP),
        FAR_TAIL_UP(Measure.FAR_TAIL, DriftDirection.UP);

        private final Measure measure;
        private final DriftDirection direction;

        Watch(Measure measure, DriftDirection direction) {
            this.measure = measure;
            this.direction = direction;
        }

        /** Position in arrays. */
        @SuppressWarnings("EnumOrdinal") // arrays in the order of the constants, private to the detectors, never stored
        int index() {
            return ordinal();
        }
    }

    /** An alarm that is over after so many panes was for a shock. */
    private static final int SHOCK_PANES = 60;

    /** Two-sided 95 % of a normal variable. */
    private static final double NORMAL_95 = 1.96;

    private static final Watch[] WATCHES = Watch.values();
    private static final Exceedance[] EXCEEDANCES = Exceedance.values();
    private static final Measure[] MEASURES = Measure.values();
    private static final DriftFeature[] FEATURES = DriftFeature.values();

    private final DriftSettings settings;
    private final Thresholds thresholds;
    private final double[] tolerances;
    private final History history = new History(Measure.COUNT);
    private final PeriodSearch periods = new PeriodSearch();
    private final EvidenceChart[] charts = new EvidenceChart[WATCHES.length];
    private final ExceedanceChart[] countCharts = new ExceedanceChart[EXCEEDANCES.length];
    private final Latch[] latches = new Latch[FEATURES.length * 2];
    private final long[] since = new long[FEATURES.length * 2];
    private final @Nullable Whitener[] whiteners = new @Nullable Whitener[Measure.COUNT];
    private final double[] deviations = new double[Measure.COUNT];
    private final double[] scales = new double[Measure.COUNT];
    private final double[] tolerantCounts = new double[EXCEEDANCES.length];
    private final double[] residuals = new double[EXCEEDANCES.length];
    private @Nullable ReferenceLearner learner;
    private @Nullable DispersionRefiner refiner;
    private @Nullable ReferenceModel model;
    private @Nullable DriftReference reference;
    private long position;
    private long lastStartNanos;

    private DriftMonitor(@Nullable DriftReference frozen, DriftSettings settings) {
        this.settings = settings;
        thresholds = new Thresholds(settings.paneNanos(), WATCHES.length + EXCEEDANCES.length, true);
        tolerances = tolerances(settings);
        for (int i = 0; i < charts.length; i++) {
            charts[i] = new EvidenceChart();
        }
        for (int i = 0; i < countCharts.length; i++) {
            countCharts[i] = new ExceedanceChart();
        }
        for (int i = 0; i < latches.length; i++) {
            latches[i] = new Latch(settings.recoveryPanes(), settings.coolDownPanes());
        }
        if (frozen == null) {
            learner = new ReferenceLearner(settings.referencePanes(), tolerances);
        } else {
            reference = frozen;
            use(ReferenceModel.of(frozen.parameters()));
        }
    }

    private static double[] tolerances(DriftSettings settings) {
        double[] tolerances = new double[Measure.COUNT];
        for (Measure measure : MEASURES) {
            tolerances[measure.index()] = switch (measure.feature()) {
                case LEVEL -> Math.log1p(settings.levelTolerance());
                case SPREAD -> Math.log1p(settings.spreadTolerance());
                default -> settings.tailTolerance();
            };
        }
        return tolerances;
    }

    /** A monitor that makes its first good panes the reference, and watches from the third one on. */
    public static DriftMonitor learning(DriftSettings settings) {
        return new DriftMonitor(null, settings);
    }

    /**
     * A monitor that never learns.
     *
     * @throws IllegalArgumentException when the reference lacks a parameter
     */
    public static DriftMonitor against(DriftReference frozen, DriftSettings settings) {
        return new DriftMonitor(frozen, settings);
    }

    /** Takes the next pane, in order of time; panes may be missing. */
    public DriftStep accept(DriftPane pane) {
        return accept(pane, settings.alarmsPerStreamWeek());
    }

    /**
     * @param alarmsPerStreamWeek the budget of this moment, in place of the one in the settings
     * @throws IllegalArgumentException when the budget is not above 0
     */
    public DriftStep accept(DriftPane pane, double alarmsPerStreamWeek) {
        thresholds.budget(alarmsPerStreamWeek);
        if (pane.latency().count() < settings.minimumInferences()) {
            return step(List.of(), Set.of());
        }
        PaneShape shape = new PaneShape(pane.latency());
        ReferenceModel against = model;
        if (against == null) {
            learn(pane, shape);
            lastStartNanos = pane.startNanos();
            return step(List.of(), Set.of());
        }
        measure(against, shape);
        long lag = Math.max(1, Math.round((pane.startNanos() - lastStartNanos) / (double) settings.paneNanos()));
        lastStartNanos = pane.startNanos();
        history.add(pane.startNanos(), pane.endNanos(), shape.count(), deviations);
        position++;
        List<DriftAlarm> alarms = test(against, lag, shape.count());
        Set<DriftFeature> recovered = recovered();
        refine(lag);
        if (learner != null && alarms.isEmpty() && !suspicious() && !anyLatched()) {
            learn(pane, shape);
        }
        return step(alarms, recovered);
    }

    /** The reference as it stands; null before the third pane. */
    public @Nullable DriftReference reference() {
        ReferenceModel current = model;
        if (reference == null && learner != null && current != null) {
            reference = learner.reference(current);
        }
        return reference;
    }

    private DriftStep step(List<DriftAlarm> alarms, Set<DriftFeature> recovered) {
        int panes = learner != null ? learner.size() : model == null ? 0 : model.panes();
        return new DriftStep(alarms, recovered, learner != null, panes);
    }

    private void learn(DriftPane pane, PaneShape shape) {
        ReferenceLearner into = learner;
        if (into == null) {
            return;
        }
        reference = null;
        ReferenceModel next = into.accept(pane, shape) ? into.model() : null;
        if (next != null) {
            use(next);
        }
        if (into.complete() && model != null) {
            reference = into.reference(model);
            learner = null;
        }
    }

    private void refine(long lag) {
        DispersionRefiner refining = refiner;
        ReferenceModel against = model;
        if (learner != null || against == null) {
            return;
        }
        if (refining == null) {
            refining = new DispersionRefiner(against.dispersions());
            refiner = refining;
        }
        if (lag > 1 || anyLatched()) {
            refining.interrupt();
        } else if (refining.accept(residuals)) {
            for (int i = 0; i < countCharts.length; i++) {
                countCharts[i].configure(against.shares()[i], refining.dispersion(i));
            }
        }
    }

    private void use(ReferenceModel next) {
        model = next;
        for (int i = 0; i < whiteners.length; i++) {
            Whitener whitener = whiteners[i];
            if (whitener == null) {
                whiteners[i] = new Whitener(next.noise()[i]);
            } else {
                whitener.replaceNoise(next.noise()[i]);
            }
        }
        for (Exceedance exceedance : EXCEEDANCES) {
            int i = exceedance.index();
            countCharts[i].configure(next.shares()[i], next.dispersions()[i]);
        }
    }

    private void measure(ReferenceModel against, PaneShape shape) {
        double n = shape.count();
        set(Measure.LEVEL, PaneMeasures.level(shape), against);
        set(Measure.MEDIAN, PaneMeasures.median(shape), against);
        set(Measure.QUARTILES, PaneMeasures.spread(shape), against);
        double raised = raised();
        for (Exceedance exceedance : EXCEEDANCES) {
            int i = exceedance.index();
            double threshold = against.thresholds()[i] * (exceedance == Exceedance.HALF ? 1 : raised);
            residuals[i] = residual(shape.above(against.thresholds()[i]), n, against.shares()[i]);
            tolerantCounts[i] = shape.above(threshold * (1 + exceedance.tolerance(settings.levelTolerance())));
            if (exceedance != Exceedance.HALF) {
                double excess = PaneMeasures.excess(shape.above(threshold), n, against.shares()[i]);
                set(exceedance.measure(), excess, against);
            }
        }
        double quantiles = PaneMeasures.quantileScale(n, against.inferences());
        double counts = PaneMeasures.countScale(n, against.inferences());
        for (Measure measure : MEASURES) {
            scales[measure.index()] = measure.counts() ? counts : quantiles;
        }
    }

    private static double residual(double above, double inferences, double share) {
        return (above - inferences * share) / Math.sqrt(inferences * share * (1 - share));
    }

    /** Where the level is known to jump and come back, the thresholds of the tails go up with it. */
    private double raised() {
        double shift = Math.min(deviations[Measure.LEVEL.index()], deviations[Measure.MEDIAN.index()]);
        return shift > 0 && whitener(Measure.LEVEL.index()).noise().shocks() > 0 ? Math.exp(shift) : 1;
    }

    private void set(Measure measure, double value, ReferenceModel against) {
        deviations[measure.index()] = value - against.noise()[measure.index()].centre();
    }

    private List<DriftAlarm> test(ReferenceModel against, long lag, double inferences) {
        for (int i = 0; i < whiteners.length; i++) {
            whitener(i).accept(deviations[i], scales[i], lag);
        }
        @Nullable DriftAlarm[] rung = null;
        for (Watch watch : WATCHES) {
            int slot = slot(watch.measure.feature(), watch.direction);
            EvidenceChart chart = charts[watch.index()];
            if (!latches[slot].latched()) {
                chart.accept(excess(watch));
                if (chart.evidence() >= thresholds.evidence(power(slot))) {
                    rung = raise(
                            rung,
                            slot,
                            watch.measure,
                            watch.direction,
                            chart.evidence(),
                            against,
                            "e-detector on innovations");
                }
            }
        }
        if (learner == null && against.panes() >= LEAST_PANES_FOR_COUNTS) {
            rung = testCounts(against, inferences, rung);
        }
        if (learner == null) {
            rung = testPeriods(lag, rung);
        }
        return rung == null ? List.of() : settle(rung);
    }

    private @Nullable DriftAlarm @Nullable [] testCounts(
            ReferenceModel against, double inferences, @Nullable DriftAlarm @Nullable [] before) {
        @Nullable DriftAlarm[] rung = before;
        double weight = Math.max(1, inferences / against.inferences());
        for (Exceedance exceedance : EXCEEDANCES) {
            int i = exceedance.index();
            int slot = slot(exceedance.measure().feature(), DriftDirection.UP);
            if (!latches[slot].latched()) {
                countCharts[i].accept(
                        tolerantCounts[i] / weight, (inferences - tolerantCounts[i]) / weight, cap(exceedance));
                if (countCharts[i].evidence() >= thresholds.evidence(power(slot))) {
                    rung = raise(
                            rung,
                            slot,
                            exceedance.measure(),
                            DriftDirection.UP,
                            countCharts[i].evidence(),
                            against,
                            "binomial e-detector");
                }
            }
        }
        return rung;
    }

    /** A shock that lasts for as many panes as the stream remembers is one odd event, and cannot ring alone either. */
    private double cap(Exceedance exceedance) {
        Noise noise = whitener(exceedance.measure().index()).noise();
        double lasting = noise.shocks() > 0 ? (1 - noise.phi()) / (1 + noise.phi()) : 1;
        return Math.min(CAP, lasting) * thresholds.logEvidence();
    }

    private @Nullable DriftAlarm @Nullable [] testPeriods(long lag, @Nullable DriftAlarm @Nullable [] before) {
        int slot = slot(DriftFeature.PERIODIC, DriftDirection.UP);
        int level = Measure.LEVEL.index();
        periods.skip(lag - 1);
        double value = NoiseEstimator.clamp(whitener(level).innovation(), EvidenceChart.CLAMP);
        PeriodSearch.Line line = periods.accept(value, deviations[level], thresholds.alarmsPerLook());
        if (line == null) {
            return before;
        }
        @Nullable DriftAlarm[] rung = before == null ? new @Nullable DriftAlarm[latches.length] : before;
        rung[slot] = periodic(line);
        return rung;
    }

    private @Nullable DriftAlarm[] raise(
            @Nullable DriftAlarm @Nullable [] before,
            int slot,
            Measure measure,
            DriftDirection direction,
            double evidence,
            ReferenceModel against,
            String detector) {
        @Nullable DriftAlarm[] rung = before == null ? new @Nullable DriftAlarm[latches.length] : before;
        DriftAlarm other = rung[slot];
        if (other == null || other.logEvidence() < Math.log(evidence)) {
            rung[slot] = alarm(slot, measure, direction, evidence, against, detector);
        }
        return rung;
    }

    private DriftAlarm alarm(
            int slot,
            Measure measure,
            DriftDirection direction,
            double evidence,
            ReferenceModel against,
            String detector) {
        int m = measure.index();
        Noise noise = against.noise()[m];
        int sign = direction == DriftDirection.UP ? 1 : -1;
        ChangeEstimate change = ChangeEstimate.of(history, m, sign, noise, since[slot], against.panes());
        double needed = thresholds.logEvidence() * power(slot);
        latches[slot].ring(m, sign, change.shift(), noise, tolerances[m], position);
        Measure sized = measure;
        if (measure == Measure.LEVEL) {
            int median = Measure.MEDIAN.index();
            ChangeEstimate byMedian = change.sizedBy(history, median, against.noise()[median], against.panes());
            // A body may move while its median does not, or moves the other way: then the size is the body's own.
            if (sign * byMedian.shift() > 0) {
                change = byMedian;
                sized = Measure.MEDIAN;
            }
        }
        return new DriftAlarm(
                measure.feature(),
                direction,
                ratio(sized, change.shift(), change.inferences(), against),
                ratio(sized, change.low(), change.inferences(), against),
                ratio(sized, change.high(), change.inferences(), against),
                quantity(sized, against),
                history.start(change.at()),
                history.start(change.from()),
                history.end(change.to()),
                Math.log(evidence),
                needed,
                thresholds.alarmsPerWeek(),
                detector,
                Double.NaN);
    }

    private DriftAlarm periodic(PeriodSearch.Line line) {
        int slot = slot(DriftFeature.PERIODIC, DriftDirection.UP);
        long first = Math.max(history.oldest(), history.position() - PeriodSearch.WINDOW);
        latches[slot].hold(position);
        double half = NORMAL_95 * line.error();
        double ratio = Math.exp(2 * line.amplitude());
        return new DriftAlarm(
                DriftFeature.PERIODIC,
                DriftDirection.UP,
                ratio,
                Math.exp(2 * Math.max(0, line.amplitude() - half)),
                Math.exp(2 * (line.amplitude() + half)),
                "p50, crest over trough of the pattern",
                history.start(first),
                history.start(first),
                history.end(history.position() - 1),
                line.ratio(),
                line.threshold(),
                thresholds.alarmsPerWeek(),
                line.twice() ? "periodogram, two windows" : "periodogram",
                line.periodPanes() * settings.paneNanos() / 1e9);
    }

    private static double ratio(Measure measure, double shift, double inferences, ReferenceModel against) {
        double centre = against.noise()[measure.index()].centre();
        return switch (measure) {
            case LEVEL, MEDIAN -> Math.exp(shift);
            case QUARTILES -> PaneMeasures.relativeDistance(centre + shift) / PaneMeasures.relativeDistance(centre);
            default -> {
                double share = share(measure, against);
                yield PaneMeasures.share(shift + centre, inferences, share) / share;
            }
        };
    }

    private static double share(Measure measure, ReferenceModel against) {
        for (Exceedance exceedance : EXCEEDANCES) {
            if (exceedance.measure() == measure) {
                return against.shares()[exceedance.index()];
            }
        }
        throw new IllegalArgumentException(measure + " is no count of exceedances");
    }

    private static String quantity(Measure measure, ReferenceModel against) {
        return switch (measure) {
            case LEVEL -> "mean of p15 to p85";
            case MEDIAN -> "p50";
            case QUARTILES -> "(p75-p25)/p50";
            default ->
                String.format(Locale.ROOT, "share above the reference p%.3g", 100 * (1 - share(measure, against)));
        };
    }

    private static List<DriftAlarm> settle(@Nullable DriftAlarm[] rung) {
        List<DriftAlarm> alarms = new ArrayList<>();
        for (DriftAlarm alarm : rung) {
            if (alarm != null) {
                alarms.add(alarm);
            }
        }
        return alarms;
    }

    private int power(int slot) {
        return latches[slot].power(position);
    }

    private Set<DriftFeature> recovered() {
        Set<DriftFeature> recovered = null;
        for (int slot = 0; slot < latches.length; slot++) {
            if (latches[slot].latched() && ends(slot)) {
                reset(slot);
                learnShock(slot);
                if (!latches[slot ^ 1].latched()) {
                    recovered = recovered == null ? EnumSet.noneOf(DriftFeature.class) : recovered;
                    recovered.add(FEATURES[slot / 2]);
                }
            }
        }
        return recovered == null ? Set.of() : recovered;
    }

    /** What rang and is soon back was no drift but a shock: the measure is known to have them from now on. */
    private void learnShock(int slot) {
        Latch latch = latches[slot];
        if (slot != slot(DriftFeature.PERIODIC, DriftDirection.UP) && position - latch.rungAt() <= SHOCK_PANES) {
            Whitener of = whitener(latch.measure());
            of.replaceNoise(of.noise().withShock());
        }
    }

    private boolean ends(int slot) {
        if (slot != slot(DriftFeature.PERIODIC, DriftDirection.UP)) {
            return latches[slot].recovers(deviations, scales);
        }
        boolean faded = periods.faded();
        if (faded) {
            latches[slot].release();
        }
        return faded;
    }

    /** What rang begins again from nothing. */
    private void reset(int slot) {
        since[slot] = history.position();
        for (Watch watch : WATCHES) {
            if (slot(watch.measure.feature(), watch.direction) == slot) {
                charts[watch.index()].reset();
            }
        }
        for (Exceedance exceedance : EXCEEDANCES) {
            if (slot(exceedance.measure().feature(), DriftDirection.UP) == slot) {
                countCharts[exceedance.index()].reset();
            }
        }
    }

    private boolean anyLatched() {
        for (Latch latch : latches) {
            if (latch.latched()) {
                return true;
            }
        }
        return false;
    }

    /** An odd pane, or one that comes while evidence is half-way to an alarm. */
    private boolean suspicious() {
        double half = Math.sqrt(thresholds.evidence(1));
        for (Watch watch : WATCHES) {
            if (charts[watch.index()].evidence() > half || excess(watch) >= EvidenceChart.CLAMP) {
                return true;
            }
        }
        return false;
    }

    private double excess(Watch watch) {
        int m = watch.measure.index();
        return watch.direction == DriftDirection.UP
                ? whitener(m).excessUp(tolerances[m])
                : whitener(m).excessDown(tolerances[m]);
    }

    private Whitener whitener(int measure) {
        Whitener whitener = whiteners[measure];
        if (whitener == null) {
            throw new IllegalStateException("no pane is tested before there is a reference");
        }
        return whitener;
    }

    @SuppressWarnings("EnumOrdinal") // arrays in the order of the constants, private to the monitor, never stored
    private static int slot(DriftFeature feature, DriftDirection direction) {
        return feature.ordinal() * 2 + (direction == DriftDirection.UP ? 0 : 1);
    }
}
