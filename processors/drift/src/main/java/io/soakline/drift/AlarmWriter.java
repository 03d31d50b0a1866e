package io.soakline.drift;

import java.util.Locale;

/** Says of an alarm when the change began and how large it is. */
final class AlarmWriter {

    /** Two-sided 95 % of a normal variable. */
    private static final double NORMAL_95 = 1.96;

    private static final Exceedance[] EXCEEDANCES = Exceedance.values();

    private final History history;
    private final Thresholds thresholds;
    private final double[] tolerances;
    private final long paneNanos;

    /** @param tolerances by measure */
    AlarmWriter(History history, Thresholds thresholds, double[] tolerances, long paneNanos) {
        this.history = history;
        this.thresholds = thresholds;
        this.tolerances = tolerances;
        this.paneNanos = paneNanos;
    }

    /** Rings the bell for a change of the measure. */
    DriftAlarm ring(Bell bell, Measure measure, double evidence, ReferenceModel against, String detector) {
        int m = measure.index();
        Noise noise = against.noise()[m];
        int sign = bell.direction() == DriftDirection.UP ? 1 : -1;
        ChangeEstimate change = ChangeEstimate.of(history, m, sign, noise, bell.since(), against.panes());
        double needed = thresholds.logEvidence() * bell.latch().power(history.position());
        bell.latch().ring(m, sign, change.shift(), noise, tolerances[m], history.position());
        Measure sized = measure;
        if (measure == Measure.LEVEL) {
            int median = Measure.MEDIAN.index();
            ChangeEstimate byMedian = change.sizedBy(history, median, against.noise()[median], against.panes());
            // A body may move while its median hardly does, or moves the other way: then the size is the body's own.
            if (sign * byMedian.shift() > 0 && (byMedian.isSure() || byMedian.clearness() >= change.clearness())) {
                change = byMedian;
                sized = Measure.MEDIAN;
            }
        }
        return new DriftAlarm(
                measure.feature(),
                bell.direction(),
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

    /** Rings the bell for a pattern. */
    DriftAlarm ring(Bell bell, PeriodSearch.Line line) {
        long first = Math.max(history.oldest(), history.position() - PeriodSearch.WINDOW);
        bell.latch().hold(history.position());
        double half = NORMAL_95 * line.error();
        return new DriftAlarm(
                bell.feature(),
                bell.direction(),
                Math.exp(2 * line.amplitude()),
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
                line.periodPanes() * paneNanos / 1e9);
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
}
