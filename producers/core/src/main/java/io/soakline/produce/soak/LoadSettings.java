package io.soakline.produce.soak;

import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When inferences are to start.
 *
 * @param period between intended starts; null for closed loop, where each starts as soon as the harness is done with
 *     the one before
 * @param waiting how the next intended start is waited for; of no effect in a closed loop
 * @param deadline from the intended start; null when none is set
 */
public record LoadSettings(
        @Nullable Duration period,
        Waiting waiting,
        @Nullable Duration deadline) {

    /** Back to back, no deadline. */
    public static final LoadSettings CLOSED = new LoadSettings(null, Waiting.SPIN, null);

    public LoadSettings {
        if (period != null && period.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("the load's period must be longer than zero");
        }
        if (deadline != null && deadline.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("the deadline must be longer than zero");
        }
    }

    /**
     * @param pattern {@code closed} or {@code periodic:10ms}
     * @throws IllegalArgumentException with a message for people
     */
    public static LoadSettings parse(String pattern, Waiting waiting, @Nullable Duration deadline) {
        if (pattern.equals("closed")) {
            return new LoadSettings(null, waiting, deadline);
        }
        if (pattern.startsWith("periodic:")) {
            return new LoadSettings(DurationText.parse(pattern.substring("periodic:".length())), waiting, deadline);
        }
        throw new IllegalArgumentException(
                "load \"" + pattern + "\" is not known; use closed, or periodic and a period as in periodic:10ms");
    }

    /** As the run's record says it. */
    public Load toRecord() {
        return Load.newBuilder()
                .setPattern(period == null ? LoadPattern.CLOSED : LoadPattern.PERIODIC)
                .setPeriodNanos(period == null ? null : period.toNanos())
                .setDeadlineNanos(deadline == null ? null : deadline.toNanos())
                .setWaiting(period == null ? "none" : waiting.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
