package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.WindowStats;
import io.soakline.statistics.ClopperPearson;
import org.jspecify.annotations.Nullable;

/**
 * Right label within the deadline.
 *
 * @param trials inferences on labelled inputs whose answer is known
 * @param rateLower95 one-sided Clopper-Pearson bound, which holds in at least 95 % of cases
 */
@JsonPropertyOrder({"count", "trials", "rate", "rateLower95"})
public record CorrectOnTime(
        long count, long trials, double rate, @Nullable Double rateLower95) {

    /** Null without labels, deadline or inferences: then nothing can be said. */
    static @Nullable CorrectOnTime of(WindowStats window) {
        Long count = window.getCorrectOnTime();
        Long trials = window.getCorrectOnTimeTrials();
        if (count == null || trials == null || trials == 0) {
            return null;
        }
        return new CorrectOnTime(
                count, trials, (double) count / trials, Finite.orNull(window.getCorrectOnTimeRateLower95()));
    }

    /** Both added up, with a bound of its own. */
    CorrectOnTime plus(CorrectOnTime other) {
        long sum = count + other.count;
        long all = trials + other.trials;
        return new CorrectOnTime(sum, all, (double) sum / all, ClopperPearson.lower(sum, all, 0.95));
    }
}
