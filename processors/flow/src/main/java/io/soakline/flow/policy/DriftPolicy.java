package io.soakline.flow.policy;

import io.soakline.record.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of the latency are looked for, and how often the answer may be wrong. A stream is one engine on one
 * device.
 *
 * @param level of the median
 * @param spread of the middle half
 * @param tail of the slowest
 * @param periodic a pattern that comes again and again
 * @param alarmsPerStreamWeek false alarms per stream and week that are accepted while nothing changes
 * @param alarmsPerFleetWeek the same of all streams together that are live; null when only each stream has a budget
 * @param minimumRatio smallest change that is worth an alert, as new over old: 1.05 is 5 %; 1 takes every one
 * @param referencePanes panes from which is learnt what is normal
 */
public record DriftPolicy(
        AlertRule level,
        AlertRule spread,
        AlertRule tail,
        AlertRule periodic,
        double alarmsPerStreamWeek,
        @Nullable Double alarmsPerFleetWeek,
        double minimumRatio,
        int referencePanes) {

    /** One hour of panes of 10 s: less knows too little of what is normal. */
    public static final int DEFAULT_REFERENCE_PANES = 360;

    private static final int FEWEST_REFERENCE_PANES = 12;
    private static final double MOST_ALARMS = 1000;

    /** Once a week each, warnings; over when the detector says so, and it waits long enough by itself. */
    public static final DriftPolicy DEFAULT = new DriftPolicy(
            AlertRule.of(Severity.WARNING),
            AlertRule.of(Severity.WARNING),
            AlertRule.of(Severity.WARNING),
            AlertRule.of(Severity.WARNING),
            1.0,
            null,
            1.0,
            DEFAULT_REFERENCE_PANES);

    /** @throws IllegalArgumentException for figures that make no sense */
    public DriftPolicy {
        if (!(alarmsPerStreamWeek > 0 && alarmsPerStreamWeek <= MOST_ALARMS)) {
            throw new IllegalArgumentException("alarmsPerStreamWeek is a number above 0, at most " + MOST_ALARMS
                    + ", not " + alarmsPerStreamWeek + "; 1 is the default");
        }
        if (alarmsPerFleetWeek != null && !(alarmsPerFleetWeek > 0 && alarmsPerFleetWeek <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("alarmsPerFleetWeek is a number above 0, not " + alarmsPerFleetWeek);
        }
        if (!(minimumRatio >= 1 && minimumRatio <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("minimumRatio is a number from 1, not " + minimumRatio);
        }
        if (referencePanes < FEWEST_REFERENCE_PANES) {
            throw new IllegalArgumentException(
                    "referencePanes is a number from " + FEWEST_REFERENCE_PANES + ", not " + referencePanes);
        }
    }

    /** The other rules as they are. */
    public DriftPolicy withReferencePanes(int panes) {
        return new DriftPolicy(
                level, spread, tail, periodic, alarmsPerStreamWeek, alarmsPerFleetWeek, minimumRatio, panes);
    }

    public DriftPolicy withBudgets(double perStreamWeek, @Nullable Double perFleetWeek) {
        return new DriftPolicy(
                level, spread, tail, periodic, perStreamWeek, perFleetWeek, minimumRatio, referencePanes);
    }

    public DriftPolicy withMinimumRatio(double ratio) {
        return new DriftPolicy(
                level, spread, tail, periodic, alarmsPerStreamWeek, alarmsPerFleetWeek, ratio, referencePanes);
    }

    /** @param resolveAfter for every feature */
    public DriftPolicy withResolveAfter(Duration resolveAfter) {
        return new DriftPolicy(
                level.withResolveAfter(resolveAfter),
                spread.withResolveAfter(resolveAfter),
                tail.withResolveAfter(resolveAfter),
                periodic.withResolveAfter(resolveAfter),
                alarmsPerStreamWeek,
                alarmsPerFleetWeek,
                minimumRatio,
                referencePanes);
    }
}
