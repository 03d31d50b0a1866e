package io.soakline.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All detectors of one stream of panes against one reference, which may be replaced by a better one. */
final class Detectors {

    /** With fewer panes the overdispersion of counts is not known well enough for the binomial detectors. */
    private static final int LEAST_PANES_FOR_COUNTS = 48;

    /** One pane's binomial evidence is capped at this part of the threshold: it takes three to ring. */
    private static final double CAP = 0.34;

    private static final Watch[] WATCHES = Watch.values();
    private static final Exceedance[] EXCEEDANCES = Exceedance.values();

    private static final Comparator<DriftAlarm> BY_FEATURE =
            Comparator.comparing(DriftAlarm::feature).thenComparing(DriftAlarm::direction);

    private final DriftSettings settings;
    private final Thresholds thresholds;
    private final History history = new History(Measure.COUNT);
    private final Whiteners whiteners = new Whiteners();
    private final Charts charts;
    private final PeriodSearch periods = new PeriodSearch();
    private final Bells bells;
    private final AlarmWriter alarms;
    private ReferenceModel against;
    private Deviations deviations;
    private @Nullable DispersionRefiner refiner;

    /** @param tolerances by measure */
    Detectors(DriftSettings settings, Thresholds thresholds, double[] tolerances, ReferenceModel against) {
        this.settings = settings;
        this.thresholds = thresholds;
        this.against = against;
        charts = new Charts(whiteners, tolerances);
        bells = new Bells(settings);
        alarms = new AlarmWriter(history, thresholds, tolerances, settings.paneNanos());
        deviations = new Deviations(against, settings.levelTolerance());
        configure();
    }

    /** The same normal, known better. */
    void use(ReferenceModel better) {
        against = better;
        deviations = new Deviations(better, settings.levelTolerance());
        configure();
    }

    private void configure() {
        whiteners.use(against);
        for (Exceedance exceedance : EXCEEDANCES) {
            int i = exceedance.index();
            charts.configure(exceedance, against.shares()[i], against.dispersions()[i]);
        }
    }

    /**
     * Another normal: nothing that was found against the one before counts.
     *
     * @return features that are no longer held
     */
    Set<DriftFeature> beginAnew(ReferenceModel other) {
        use(other);
        Set<DriftFeature> released = EnumSet.noneOf(DriftFeature.class);
        for (Bell bell : bells.all()) {
            if (bell.held()) {
                bell.latch().release();
                released.add(bell.feature());
            }
            begin(bell);
        }
        return released;
    }

    /**
     * @param lag panes since the last one, from 1
     * @param learning the reference is not complete: counts and patterns are not looked at
     * @param passedOver nothing is learnt from this pane, nor that what rings on it may be a shock
     * @return what rang, in the order of the features
     */
    List<DriftAlarm> test(DriftPane pane, PaneShape shape, Body body, long lag, boolean learning, boolean passedOver) {
        boolean jumps = whiteners.of(Measure.LEVEL).noise().shocks() > 0;
        deviations.read(shape, body, jumps);
        history.add(pane.startNanos(), pane.endNanos(), shape.count(), deviations.values());
        whiteners.accept(deviations, lag, passedOver);
        List<DriftAlarm> rung = testInnovations(List.of());
        if (!learning && against.panes() >= LEAST_PANES_FOR_COUNTS) {
            rung = testCounts(shape.count(), rung);
        }
        if (!learning) {
            rung = testPeriods(lag, rung);
        }
        for (DriftAlarm alarm : rung) {
            bells.of(alarm.feature(), alarm.direction()).rungOn(passedOver);
        }
        if (rung.size() > 1) {
            rung.sort(BY_FEATURE);
        }
        return rung;
    }

    private List<DriftAlarm> testInnovations(List<DriftAlarm> before) {
        List<DriftAlarm> rung = before;
        for (Watch watch : WATCHES) {
            Bell bell = bells.of(watch.measure().feature(), watch.direction());
            if (!bell.held()) {
                double evidence = charts.accept(watch);
                if (evidence >= needed(bell)) {
                    rung = with(
                            rung, alarms.ring(bell, watch.measure(), evidence, against, "e-detector on innovations"));
                }
            }
        }
        return rung;
    }

    private List<DriftAlarm> testCounts(double inferences, List<DriftAlarm> before) {
        List<DriftAlarm> rung = before;
        double weight = Math.max(1, inferences / against.inferences());
        for (Exceedance exceedance : EXCEEDANCES) {
            Bell bell = bells.of(exceedance.measure().feature(), DriftDirection.UP);
            if (!bell.held()) {
                double above = deviations.tolerantCount(exceedance);
                double evidence =
                        charts.accept(exceedance, above / weight, (inferences - above) / weight, cap(exceedance));
                if (evidence >= needed(bell)) {
                    rung = with(
                            rung, alarms.ring(bell, exceedance.measure(), evidence, against, "binomial e-detector"));
                }
            }
        }
        return rung;
    }

    /** A shock that lasts for as many panes as the stream remembers is one odd event, and cannot ring alone either. */
    private double cap(Exceedance exceedance) {
        Noise noise = whiteners.of(exceedance.measure()).noise();
        double lasting = noise.shocks() > 0 ? (1 - noise.phi()) / (1 + noise.phi()) : 1;
        return Math.min(CAP, lasting) * thresholds.logEvidence();
    }

    private List<DriftAlarm> testPeriods(long lag, List<DriftAlarm> before) {
        periods.skip(lag - 1);
        double innovation = whiteners.of(Measure.LEVEL).innovation();
        PeriodSearch.Line line = periods.accept(
                NoiseEstimator.clamp(innovation, EvidenceChart.CLAMP),
                deviations.of(Measure.LEVEL.index()),
                thresholds.alarmsPerLook());
        return line == null ? before : with(before, alarms.ring(periodic(), line));
    }

    private double needed(Bell bell) {
        return thresholds.evidence(bell.latch().power(history.position()));
    }

    private static List<DriftAlarm> with(List<DriftAlarm> before, DriftAlarm next) {
        List<DriftAlarm> rung = before.isEmpty() ? new ArrayList<>() : before;
        rung.add(next);
        return rung;
    }

    /** Features that have rung and are not back. */
    Set<DriftFeature> held() {
        Set<DriftFeature> held = EnumSet.noneOf(DriftFeature.class);
        for (Bell bell : bells.all()) {
            if (bell.held()) {
                held.add(bell.feature());
            }
        }
        return held;
    }

    /** Features that had rung and are back, as of this pane. */
    Set<DriftFeature> recovered() {
        if (!bells.anyHeld()) {
            return Set.of();
        }
        Set<DriftFeature> recovered = EnumSet.noneOf(DriftFeature.class);
        for (Bell bell : bells.all()) {
            if (bell.held() && ends(bell)) {
                begin(bell);
                learnShock(bell);
                if (bells.quiet(bell.feature())) {
                    recovered.add(bell.feature());
                }
            }
        }
        return recovered;
    }

    /** What rang and is soon back was no drift but a shock: the measure is known to have them from now on. */
    private void learnShock(Bell bell) {
        if (bell.rangForShock(history.position())) {
            Whitener of = whiteners.at(bell.latch().measure());
            of.replaceNoise(of.noise().withShock());
        }
    }

    private boolean ends(Bell bell) {
        if (bell != periodic()) {
            return bell.latch().recovers(deviations.values(), deviations.scales());
        }
        boolean faded = periods.faded();
        if (faded) {
            bell.latch().release();
        }
        return faded;
    }

    private Bell periodic() {
        return bells.of(DriftFeature.PERIODIC, DriftDirection.UP);
    }

    private void begin(Bell bell) {
        bell.begin(history.position());
        charts.reset(bell.feature(), bell.direction());
    }

    /**
     * Goes on learning how counts scatter, from a complete reference.
     *
     * @param adjoining no pane is missing before this one
     */
    void refine(boolean adjoining) {
        DispersionRefiner refining = refiner;
        if (refining == null) {
            refining = new DispersionRefiner(against.dispersions());
            refiner = refining;
        }
        if (!adjoining || bells.anyHeld()) {
            refining.interrupt();
        } else if (refining.accept(deviations.residuals())) {
            for (Exceedance exceedance : EXCEEDANCES) {
                int i = exceedance.index();
                charts.configure(exceedance, against.shares()[i], refining.dispersion(i));
            }
        }
    }

    /** Alarms stand, or evidence gathers, or the pane is odd: it is not learnt from. */
    boolean suspicious() {
        return bells.anyHeld() || charts.suspicious(thresholds.evidence(1));
    }
}
