package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far repeated outputs for the same inputs agree: one most frequent output per run for a group of runs, or one output
 * per call within one run.
 *
 * <p>Only inputs with at least two outputs count; all figures are null when there are none. Outputs whose digests were
 * not kept count as unequal to all others, so that figures err towards disagreement.
 *
 * @param inputs inputs with at least two outputs
 * @param outputs outputs of those
 * @param bitwiseRate share of equal pairs among all pairs of outputs for the same input
 * @param differingInputs inputs whose outputs are not all equal: the lowest {@value PairFigures#LISTED} numbers
 * @param differingCount how many there are
 * @param mismatchRateUpper95 one-sided Clopper-Pearson bound, which holds in at least 95 % of cases, on the share of such inputs, as if they were drawn from
 *     those that will come
 * @param moreForTenth further inputs, all unanimous, after which the bound would be a tenth of what it is
 * @param modalShare share of an input's outputs that are its most frequent one, mean over inputs
 * @param modalShareLow95 lower limit, see {@link ModalShare}
 * @param modalShareHigh95 upper limit
 * @param effectiveOutputs exponential of the entropy of an input's outputs (Miller-Madow), mean over inputs
 * @param top1Unanimity share of inputs all of whose outputs have the same largest element; null when not known
 * @param labelPairRate share of pairs with equal labels among all pairs of outputs for the same input; null when not
 *     known or the outputs have no labels
 * @param kappa Fleiss', over the labels, or why it is undefined
 * @param labelFlips inputs whose labels are not all equal: the lowest {@value PairFigures#LISTED} numbers
 * @param labelFlipCount how many there are; null as {@code labelPairRate} is
 */
public record GroupFigures(
        int inputs,
        long outputs,
        @Nullable Double bitwiseRate,
        List<Integer> differingInputs,
        int differingCount,
        @Nullable Double mismatchRateUpper95,
        @Nullable Long moreForTenth,
        @Nullable Double modalShare,
        @Nullable Double modalShareLow95,
        @Nullable Double modalShareHigh95,
        @Nullable Double effectiveOutputs,
        @Nullable Double top1Unanimity,
        @Nullable Double labelPairRate,
        Kappa kappa,
        List<Integer> labelFlips,
        @Nullable Integer labelFlipCount) {

    public GroupFigures {
        differingInputs = List.copyOf(differingInputs);
        labelFlips = List.copyOf(labelFlips);
    }
}
