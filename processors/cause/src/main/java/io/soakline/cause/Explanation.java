package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;
import io.soakline.cause.Samples.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One explanation in the making: what was seen, what of it is beyond its quiet level, and what was not measured. */
abstract class Explanation {

    /** Share of the power limit from which on a package counts as capped. */
    private static final double AT_THE_LIMIT = 0.95;

    private record Candidate(int rank, Finding finding) {}

    /** What has to be measured before the engine itself is blamed. */
    private record Needed(String label, List<String> quantities) {}

    private static final List<Needed> NEEDED = List.of(
            new Needed("waiting for a core", List.of(Indicator.WAIT, Indicator.PRESSURE)),
            new Needed("steal time", List.of(Indicator.STEAL)),
            new Needed("clock", List.of(Indicator.CLOCK)),
            new Needed("utilisation", List.of(Indicator.UTILISATION)));

    private final String runId;
    private final long fromNanos;
    private final long toNanos;
    final Surroundings surroundings;
    private final long neededLevels;
    private final List<Candidate> candidates = new ArrayList<>();
    final List<Deviation> deviations = new ArrayList<>();

    Explanation(String runId, long fromNanos, long toNanos, Surroundings surroundings, long neededLevels) {
        this.runId = runId;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
        this.surroundings = surroundings;
        this.neededLevels = neededLevels;
    }

    abstract Deviation deviation(Indicator indicator, ChannelName channel, Seen seen, Level quiet);

    /** Whether the indicator says anything here. */
    boolean considers(Indicator indicator) {
        return true;
    }

    /** When, for people. */
    abstract String when();

    abstract String reference();

    /** Adds candidates from what the harness itself knows. */
    abstract void addOwn();

    /** Whether what the indicator shows is unusual, and enough to account for what is to be explained. */
    abstract boolean explains(Deviation deviation);

    /** Whether it cannot be ruled out. */
    abstract boolean isDoubtful(Deviation deviation);

    final Finding finding() {
        collect();
        addOwn();
        for (Deviation deviation : deviations) {
            if (explains(deviation)) {
                addSeen(deviation);
            }
        }
        addPowerCaps();
        if (candidates.isEmpty()) {
            return nothingSeen();
        }
        return best();
    }

    private void collect() {
        for (Samples samples : surroundings.channels()) {
            for (Indicator indicator : Indicator.ALL) {
                if (indicator.quantity().equals(samples.name().quantity()) && considers(indicator)) {
                    collect(indicator, samples);
                }
            }
        }
        // What the run's own core says counts more than what all cores say.
        deviations.removeIf(d -> !d.channel().isOfRun()
                && deviations.stream()
                        .anyMatch(own -> own.channel().isOfRun()
                                && own.channel().quantity().equals(d.channel().quantity())));
    }

    private void collect(Indicator indicator, Samples samples) {
        Seen seen = samples.name().concerns(runId) ? samples.over(fromNanos, toNanos) : null;
        Level quiet = surroundings.quiet().level(samples.name());
        if (seen != null && quiet != null && quiet.n() >= neededLevels) {
            deviations.add(deviation(indicator, samples.name(), seen, quiet));
        }
    }

    final void add(Cause cause, int rank, double strength, String evidence) {
        candidates.add(new Candidate(rank, Finding.of(cause, evidence, strength)));
    }

    private void addSeen(Deviation deviation) {
        Indicator indicator = deviation.indicator();
        boolean needsSlowClock = indicator.cause() == Cause.TEMPERATURE;
        if (needsSlowClock && isMeasured(Indicator.CLOCK) && !isClear(Indicator.CLOCK)) {
            return;
        }
        // Heat that comes with a lower clock says more than the clock alone.
        double strength = needsSlowClock && isMeasured(Indicator.CLOCK)
                ? deviation.strength() + strongest(Indicator.CLOCK)
                : deviation.strength();
        addSeen(deviation, strength);
    }

    /** Adds the deviation under its own cause; subclasses may know better. */
    void addSeen(Deviation deviation, double strength) {
        add(deviation.indicator().cause(), deviation.indicator().rank(), strength, evidence(deviation));
    }

    /** A package near its power limit, drawing clearly more than when quiet, and no faster for it. */
    private void addPowerCaps() {
        addPowerCaps("energyJoules", "powerLimitWatts", 1, 5);
        addPowerCaps("powerMilliwatts", "powerLimitMilliwatts", 1000, 5000);
    }

    private void addPowerCaps(String power, String limit, double perWatt, double least) {
        if (isMeasured(Indicator.CLOCK) && !isClear(Indicator.CLOCK)) {
            return;
        }
        Indicator drawn =
                new Indicator(Cause.POWER_CAP, power, "power", "W", true, least, 0.1, false, Indicator.RANK_NAMED);
        for (Samples samples : surroundings.channels()) {
            if (samples.name().quantity().equals(power)) {
                Seen limits = seen(new ChannelName(limit, samples.name().sensor()));
                Seen seen = samples.over(fromNanos, toNanos);
                Level quiet = surroundings.quiet().level(samples.name());
                if (limits != null && seen != null && quiet != null && quiet.n() >= neededLevels) {
                    Deviation deviation = deviation(drawn, samples.name(), seen, quiet);
                    if (deviation.isClear() && deviation.level() >= AT_THE_LIMIT * limits.trough()) {
                        add(
                                Cause.POWER_CAP,
                                drawn.rank(),
                                deviation.strength(),
                                String.format(
                                        Locale.ROOT,
                                        "power of %s %s %s with a limit of %s, %s %s",
                                        samples.name().sensor(),
                                        Words.figure(deviation.level() / perWatt, "W"),
                                        when(deviation),
                                        Words.figure(limits.trough() / perWatt, "W"),
                                        Words.figure(quiet.median() / perWatt, "W"),
                                        reference()));
                    }
                }
            }
        }
    }

    private @Nullable Seen seen(ChannelName name) {
        for (Samples samples : surroundings.channels()) {
            if (samples.name().equals(name)) {
                return samples.over(fromNanos, toNanos);
            }
        }
        return null;
    }

    final boolean isMeasured(String quantity) {
        return any(d -> d.indicator().quantity().equals(quantity));
    }

    final boolean isClear(String quantity) {
        return any(d -> d.indicator().quantity().equals(quantity) && d.isClear());
    }

    private double strongest(String quantity) {
        return deviations.stream()
                .filter(d -> d.indicator().quantity().equals(quantity))
                .mapToDouble(Deviation::strength)
                .max()
                .orElse(0);
    }

    private boolean any(Predicate<Deviation> test) {
        return deviations.stream().anyMatch(test);
    }

    /** {@code CPU pressure 83 % at 21:04:10.2 UTC, 4 % when quiet}. */
    final String evidence(Deviation deviation) {
        Indicator indicator = deviation.indicator();
        ChannelName channel = deviation.channel();
        String where = channel.isOfRun() || channel.sensor().equals("cpu") ? "" : " of " + channel.sensor();
        return indicator.label() + where + " " + Words.figure(deviation.shown(), indicator.unit()) + " "
                + when(deviation) + ", " + Words.figure(deviation.quiet().median(), indicator.unit()) + " "
                + reference();
    }

    abstract String when(Deviation deviation);

    private Finding best() {
        candidates.sort(Comparator.comparingInt(Candidate::rank)
                .thenComparing(c -> -c.finding().strength()));
        Finding first = candidates.get(0).finding();
        List<Finding> others = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Finding finding = candidate.finding();
            if (finding.cause() != first.cause() && others.stream().noneMatch(o -> o.cause() == finding.cause())) {
                others.add(finding);
            }
        }
        return new Finding(first.cause(), first.evidence(), first.strength(), others);
    }

    private Finding nothingSeen() {
        List<String> notMeasured = NEEDED.stream()
                .filter(needed -> needed.quantities().stream().noneMatch(this::isMeasured))
                .map(Needed::label)
                .toList();
        if (!notMeasured.isEmpty()) {
            return Finding.of(
                    Cause.UNKNOWN,
                    "not measured " + when() + ", or not for long enough to know what is usual: "
                            + String.join(", ", notMeasured),
                    0);
        }
        Deviation doubtful = deviations.stream()
                .filter(this::isDoubtful)
                .max(Comparator.comparingDouble(Deviation::strength))
                .orElse(null);
        if (doubtful != null) {
            return Finding.of(Cause.UNKNOWN, "not clear: " + evidence(doubtful), 0);
        }
        return Finding.of(Cause.ENGINE, "nothing else was unusual " + when() + ": " + usual(), 0);
    }

    /** The needed channels, each with its most unusual figure. */
    private String usual() {
        List<String> figures = new ArrayList<>();
        for (Needed needed : NEEDED) {
            deviations.stream()
                    .filter(d -> needed.quantities().contains(d.indicator().quantity()))
                    .max(Comparator.comparing((Deviation d) -> d.channel().isOfRun())
                            .thenComparingDouble(Deviation::strength))
                    .ifPresent(d -> figures.add(d.indicator().label() + " "
                            + Words.figure(d.shown(), d.indicator().unit()) + " (usually "
                            + Words.figure(d.quiet().median(), d.indicator().unit()) + ")"));
        }
        return String.join(", ", figures);
    }
}
