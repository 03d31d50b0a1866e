package io.soakline.produce.soak;

import io.soakline.record.Load;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When inferences are to start.
 *
 * @param seed of random patterns; of no effect otherwise
 * @param waiting how the next intended start is waited for; of no effect in a closed loop
 * @param deadline from the intended start; null when none is set
 */
public record LoadSettings(
        LoadSpec pattern,
        long seed,
        Waiting waiting,
        @Nullable Duration deadline) {

    /** Back to back, no deadline. */
    public static final LoadSettings CLOSED = new LoadSettings(new LoadSpec.Closed(), 0, Waiting.SPIN, null);

    public LoadSettings {
        if (deadline != null && deadline.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("the deadline must be longer than zero");
        }
    }

    /**
     * @param pattern in a form of {@link LoadSpec}
     * @throws IllegalArgumentException with a message for people
     */
    public static LoadSettings parse(String pattern, long seed, Waiting waiting, @Nullable Duration deadline) {
        return new LoadSettings(LoadSpec.parse(pattern), seed, waiting, deadline);
    }

    /** Intended starts of one run, anew; null in a closed loop. */
    @Nullable
    Arrivals arrivals() {
        return pattern.arrivals(seed);
    }

    /** As the run's record says it. The period of a Poisson load is the mean one. */
    public Load toRecord() {
        Load load = Load.newBuilder()
                .setPattern(pattern.recorded())
                .setDeadlineNanos(deadline == null ? null : deadline.toNanos())
                .setWaiting(
                        pattern instanceof LoadSpec.Closed
                                ? "none"
                                : waiting.name().toLowerCase(Locale.ROOT))
                .build();
        if (pattern instanceof LoadSpec.Periodic periodic) {
            load.setPeriodNanos(periodic.period().toNanos());
        } else if (pattern instanceof LoadSpec.Poisson poisson) {
            load.setPeriodNanos(Math.round(1e9 / poisson.perSecond()));
            load.setSeed(seed);
        } else if (pattern instanceof LoadSpec.IdleGaps gaps) {
            load.setGapFromNanos(gaps.from().toNanos());
            load.setGapToNanos(gaps.to().toNanos());
            load.setSeed(seed);
        }
        return load;
    }
}
