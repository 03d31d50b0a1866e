package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the most frequent outputs of two runs agree.
 *
 * <p>A rate, mean, median or maximum is over all common inputs and null as soon as it is not known of one of them, or
 * there are none. Equal digests are known to agree in everything. Lists hold the lowest {@value #LISTED} input numbers.
 *
 * @param inputs inputs that both have seen
 * @param bitwiseRate share of those with the same canonical bits
 * @param differingInputs inputs whose canonical bits differ
 * @param differingCount how many there are
 * @param rawOnlyInputs inputs whose canonical bits are equal and whose raw bytes are not
 * @param rawOnlyCount how many there are
 * @param mismatchRateUpper95 one-sided Clopper-Pearson bound, which holds in at least 95 % of cases, on the share of differing inputs, as if they were drawn
 *     from those that will come
 * @param moreForTenth further inputs, all equal, after which the bound would be a tenth of what it is
 * @param toleranceRate share of inputs whose every element is equal within the declared tolerance
 * @param top1Rate share of inputs with the same largest element
 * @param topKRate mean share of common members among the five largest elements
 * @param kappa Cohen's, over the labels of all inputs, or why it is undefined
 * @param labelFlips inputs whose labels differ
 * @param labelFlipCount how many there are; null when labels are not known or there are none
 * @param l2RelativeMedian of {@code |a - b| / |a|}; equal inputs count as 0
 * @param l2RelativeP99 by nearest rank
 * @param l2Estimated whether any of the distances comes from sketches
 * @param maxAbs infinite where NaN or infinity stands against something else
 * @param flipRisk share of inputs whose margin (of the first run) is below twice the 99th percentile, over the differing
 *     inputs, of the largest difference of decisive elements; 0 when none differ
 * @param answerKind null where no post-processing is declared
 * @param answerMean mean score of the answers, see {@link Answer.Kind}
 * @param answerMin lowest score
 * @param answerRate share of inputs whose score reaches the threshold
 */
public record PairFigures(
        int inputs,
        @Nullable Double bitwiseRate,
        List<Integer> differingInputs,
        int differingCount,
        List<Integer> rawOnlyInputs,
        int rawOnlyCount,
        @Nullable Double mismatchRateUpper95,
        @Nullable Long moreForTenth,
        @Nullable Double toleranceRate,
        @Nullable Double top1Rate,
        @Nullable Double topKRate,
        Kappa kappa,
        List<Integer> labelFlips,
        @Nullable Integer labelFlipCount,
        @Nullable Double l2RelativeMedian,
        @Nullable Double l2RelativeP99,
        @Nullable Double l2RelativeMax,
        boolean l2Estimated,
        @Nullable Double maxAbs,
        @Nullable Long maxUlp,
        @Nullable Double flipRisk,
        Answer.@Nullable Kind answerKind,
        @Nullable Double answerMean,
        @Nullable Double answerMin,
        @Nullable Double answerRate) {

    public PairFigures {
        differingInputs = List.copyOf(differingInputs);
        rawOnlyInputs = List.copyOf(rawOnlyInputs);
        labelFlips = List.copyOf(labelFlips);
    }

    /** Longest list of inputs. */
    public static final int LISTED = 64;
}
