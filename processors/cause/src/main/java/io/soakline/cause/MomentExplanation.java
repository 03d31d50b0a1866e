package io.soakline.cause;

import io.soakline.cause.QuietLevels.Level;
import io.soakline.cause.Samples.Seen;
import org.jspecify.annotations.Nullable;

/** Explains one inference. */
final class MomentExplanation extends Explanation {

    /** Two seconds at ten samples a second. */
    private static final int NEEDED_LEVELS = 20;

    private static final long UNUSUAL_GAP_NANOS = 1_000_000;
    private static final double UNUSUAL_GAP_RATIO = 8;
    private static final double UNUSUAL_NEIGHBOUR_SHARE = 0.1;
    /** A device on which the engine always waits this much has no quiet level worth the name. */
    private static final double PLAIN_PERCENT = 10;

    private static final double PLAINLY_ACCOUNTS_FOR = 0.8;

    private final Moment moment;

    MomentExplanation(Moment moment, Surroundings surroundings) {
        super(moment.runId(), moment.startNanos(), moment.endNanos(), surroundings, NEEDED_LEVELS);
        this.moment = moment;
    }

    /** What was usual may have been learnt before the run's own process was on the GPU. */
    @Override
    boolean considers(Indicator indicator) {
        return !indicator.quantity().equals(Indicator.PROCESSES);
    }

    @Override
    Deviation deviation(Indicator indicator, ChannelName channel, Seen seen, Level quiet) {
        return Deviation.ofMoment(indicator, channel, seen, quiet);
    }

    @Override
    void addOwn() {
        if (moment.harnessPaused()) {
            add(
                    Cause.HARNESS_PAUSE,
                    Indicator.RANK_PAUSED,
                    1,
                    "the harness itself stood still during this inference, " + when());
        }
        if (moment.throttled()) {
            add(
                    Cause.THROTTLE,
                    Indicator.RANK_THROTTLED,
                    1,
                    "a throttle counter of the device moved while this batch ran, " + when());
        }
        if (moment.neighbourActive() && moment.usualNeighbourShare() <= UNUSUAL_NEIGHBOUR_SHARE) {
            add(
                    Cause.NEIGHBOUR_RUN,
                    Indicator.RANK_NAMED,
                    Attribution.CLEAR,
                    "another run was active on the device " + when() + ", as for "
                            + Words.percent(moment.usualNeighbourShare()) + " of this run's inferences");
        }
        if (hasUnusualGap()) {
            add(
                    Cause.IDLE_GAP,
                    Indicator.RANK_GAP,
                    (double) moment.gapNanos() / Math.max(1, moment.typicalGapNanos()),
                    "idle for " + Words.duration((double) moment.gapNanos()) + " before it, "
                            + Words.duration((double) moment.typicalGapNanos()) + " as a rule");
        }
    }

    private boolean hasUnusualGap() {
        return moment.typicalGapNanos() >= 0
                && moment.gapNanos() >= UNUSUAL_GAP_NANOS
                && moment.gapNanos() >= UNUSUAL_GAP_RATIO * moment.typicalGapNanos();
    }

    /** Time that was taken has to account for the latency; much of it speaks for itself, however usual it is. */
    @Override
    boolean explains(Deviation deviation) {
        if (!deviation.indicator().share()) {
            return deviation.isClear();
        }
        boolean unusual = deviation.isClear() && accountsFor(deviation, Attribution.ACCOUNTS_FOR);
        boolean plain = deviation.level() >= PLAIN_PERCENT && accountsFor(deviation, PLAINLY_ACCOUNTS_FOR);
        return unusual || plain;
    }

    @Override
    boolean isDoubtful(Deviation deviation) {
        Indicator indicator = deviation.indicator();
        boolean mayAccount = indicator.share()
                && deviation.level() >= indicator.least(0)
                && accountsFor(deviation, Attribution.ACCOUNTS_FOR);
        return mayAccount || deviation.isDoubtful();
    }

    private boolean accountsFor(Deviation deviation, double share) {
        return deviation.takenNanos() >= share * moment.excessNanos();
    }

    /** Pressure of the machine as a whole is not the engine's when the engine is known to have had its core. */
    @Override
    void addSeen(Deviation deviation, double strength) {
        boolean pressure = deviation.indicator().quantity().equals(Indicator.PRESSURE);
        Deviation own = pressure ? ownWait() : null;
        if (own != null && !explains(own)) {
            add(
                    Cause.CO_RUNNER,
                    Indicator.RANK_BUSY,
                    strength,
                    evidence(deviation) + "; the engine itself waited " + Words.figure(own.shown(), "%")
                            + " of the time");
        } else {
            super.addSeen(deviation, strength);
        }
    }

    private @Nullable Deviation ownWait() {
        return deviations.stream()
                .filter(d -> d.indicator().quantity().equals(Indicator.WAIT))
                .findFirst()
                .orElse(null);
    }

    @Override
    String when() {
        return "at " + Words.time(moment.startNanos());
    }

    @Override
    String when(Deviation deviation) {
        return "at " + Words.time(deviation.atNanos());
    }

    @Override
    String reference() {
        return "when quiet";
    }
}
