package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the same input gives the same output, bit for bit.
 *
 * <p>Of input {@code i} seen {@code n_i} times let {@code m_i} be the count of its most frequent output. The first sight
 * of an input cannot differ from anything, so it is not a trial: {@code trials = sum (n_i - 1)}, {@code mismatches = sum
 * (n_i - m_i)}.
 *
 * @param inputs distinct inputs seen
 * @param distinctOutputs distinct digests, summed over inputs; a lower bound when an input had more than are kept
 * @param trials comparisons that could have failed
 * @param mismatches inferences that did not give their input's most frequent output
 * @param bitwiseRate {@code sum m_i / sum n_i} over the inputs seen at least twice; null when there are none
 * @param mismatchRateUpper95 one-sided Clopper-Pearson bound on {@code mismatches / trials}; null without trials. It
 *     holds for one look at it, not for the worst of many looks
 */
public record Repeatability(
        int inputs,
        long distinctOutputs,
        long trials,
        long mismatches,
        @Nullable Double bitwiseRate,
        @Nullable Double mismatchRateUpper95) {

    public static Repeatability of(List<OutputCounts.Input> outputs) {
        long distinct = 0;
        long trials = 0;
        long mismatches = 0;
        long repeated = 0;
        long modal = 0;
        for (OutputCounts.Input input : outputs) {
            distinct += input.counts().size();
            long n = input.inferences();
            if (n >= 2 && !input.counts().isEmpty()) {
                long most = input.modal().count();
                repeated += n;
                modal += most;
                trials += n - 1;
                mismatches += n - most;
            }
        }
        return new Repeatability(
                outputs.size(),
                distinct,
                trials,
                mismatches,
                repeated == 0 ? null : Double.valueOf((double) modal / repeated),
                trials == 0 ? null : Double.valueOf(ClopperPearson.upper(mismatches, trials, 0.95)));
    }

    /** Whether any input gave two different outputs. */
    public boolean isBroken() {
        return mismatches > 0;
    }
}
