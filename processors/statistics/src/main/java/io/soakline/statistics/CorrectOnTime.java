package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often the right answer came in time: the share that a user of the engine gets something from.
 *
 * <p>Trials are the inferences on inputs with an expected label whose answer is known. One that is right and late counts
 * as little as one that is wrong and in time.
 *
 * @param trials at least 1
 * @param correctOnTime of them, those with the expected label that met the deadline
 * @param rate {@code correctOnTime / trials}
 * @param rateLower95 one-sided Clopper-Pearson bound. It takes inferences for independent; those on one input are as
 *     right or wrong as each other, so with few inputs it holds for these inputs, not for others
 */
public record CorrectOnTime(long correctOnTime, long trials, double rate, double rateLower95) {

    private static final double CONFIDENCE = 0.95;

    /**
     * @param labels expected label by input index; a negative one is not known
     * @return null when no answer on an input with a label is known, and when it is not known of one of them whether it
     *     came in time, as without a deadline
     */
    public static @Nullable CorrectOnTime of(
            List<OutputCounts.Input> inputs, List<Integer> labels, AnswerLabels answers) {
        long trials = 0;
        long good = 0;
        for (OutputCounts.Input input : inputs) {
            Integer expected = Top1.expected(labels, input.inputIndex());
            if (expected == null) {
                continue;
            }
            for (OutputCounts.Count count : input.counts()) {
                Integer answer = answers.label(input.inputIndex(), count.digest());
                if (answer == null) {
                    continue;
                }
                if (count.onTime() == null) {
                    return null;
                }
                trials += count.count();
                good += answer.equals(expected) ? count.onTime() : 0;
            }
        }
        return trials == 0
                ? null
                : new CorrectOnTime(
                        good, trials, (double) good / trials, ClopperPearson.lower(good, trials, CONFIDENCE));
    }
}
