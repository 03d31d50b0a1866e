package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far the outputs of two runs, or of a group of runs, agree on the same inputs. A figure that is not known is null and
 * never zero; rates are shares between 0 and 1.
 *
 * @param a engine name of the one run, as its run has it; of a group what its members share
 * @param b engine name of the other; empty for a group
 * @param factor what differs, lower case: {@code call}, {@code process}, {@code rebuild}, {@code device},
 *     {@code architecture} or {@code compiler}
 * @param inputs that both, or all, have seen
 * @param bitwiseRate share of those whose most frequent outputs are bit for bit the same
 * @param scope {@code pair} or {@code group}
 * @param level L0 (call to call) to L5 (compiler or precision), by the factor; two compiles that gave the same bytes are a
 *     rebuild (L2), although only the process differs
 * @param buildDifference {@code same_artefact}, {@code same_schedule}, {@code other_schedule},
 *     {@code other_configuration} or {@code other_compiler}; null where it is not known
 * @param inferences behind the figures, all runs together
 * @param differingInputs at most 64 of the inputs whose outputs differ
 * @param rawOnlyInputs inputs whose outputs mean the same in other bytes: -0 against +0, NaN payloads
 * @param mismatchRateUpper95 one-sided bound on the share of inputs with unequal outputs, which holds in at least 95 % of cases
 * @param moreForTenth further inputs, all equal, after which the bound would be a tenth
 * @param kappa Cohen's of a pair, Fleiss' of a group; where it is undefined {@code kappaUndefined} says why
 * @param labelFlips at most 64 of the inputs whose labels differ
 * @param l2Estimated whether distances come from sketches, with a relative standard deviation of about 9 %
 * @param flipRisk share of inputs whose decision margin is below twice the 99th percentile of the differences seen
 * @param answerMean mean Dice, F1, cosine or share of equal labels, by {@code answerKind}
 * @param modalShare of a group: share of runs that gave their input's most frequent output, mean over inputs
 * @param effectiveOutputs of a group: 1 when all outputs are equal
 * @param rawForms whose bytes are not the canonical ones on the inputs that differ in nothing else; empty where it is not
 *     known
 * @param probeInputs of a pair: inputs of which both outputs were compared with the same golden one, element by element
 * @param probeMaxAbs largest difference over those, also of outputs that are not held whole
 * @param probeBound whether {@code probeMaxAbs} and {@code probeMaxUlp} are bounds from above
 * @param cutOffMembers of a group: runs that failed or were killed and are left out
 */
@JsonPropertyOrder({
    "a",
    "b",
    "factor",
    "inputs",
    "bitwiseRate",
    "top1Rate",
    "maxAbs",
    "runA",
    "runB",
    "scope",
    "level",
    "groupKey",
    "members",
    "buildDifference",
    "inferences",
    "differingInputs",
    "rawOnlyInputs",
    "mismatchRateUpper95",
    "moreForTenth",
    "toleranceRate",
    "absoluteTolerance",
    "relativeTolerance",
    "topKRate",
    "kappa",
    "kappaUndefined",
    "labelFlips",
    "labelFlipCount",
    "l2RelativeMedian",
    "l2RelativeP99",
    "l2RelativeMax",
    "l2Estimated",
    "maxUlp",
    "flipRisk",
    "answerKind",
    "answerMean",
    "answerMin",
    "answerRate",
    "modalShare",
    "modalShareLow95",
    "modalShareHigh95",
    "effectiveOutputs",
    "evidence",
    "rawForms",
    "probeInputs",
    "probeMaxAbs",
    "probeMaxUlp",
    "probeBound",
    "cutOffMembers"
})
public record AgreementSummary(
        String a,
        String b,
        String factor,
        int inputs,
        @Nullable Double bitwiseRate,
        @Nullable Double top1Rate,
        @Nullable Double maxAbs,
        String runA,
        String runB,
        String scope,
        String level,
        @Nullable String groupKey,
        List<String> members,
        @Nullable String buildDifference,
        long inferences,
        List<Integer> differingInputs,
        List<Integer> rawOnlyInputs,
        @Nullable Double mismatchRateUpper95,
        @Nullable Long moreForTenth,
        @Nullable Double toleranceRate,
        @Nullable Double absoluteTolerance,
        @Nullable Double relativeTolerance,
        @Nullable Double topKRate,
        @Nullable Double kappa,
        @Nullable String kappaUndefined,
        List<Integer> labelFlips,
        @Nullable Integer labelFlipCount,
        @Nullable Double l2RelativeMedian,
        @Nullable Double l2RelativeP99,
        @Nullable Double l2RelativeMax,
        boolean l2Estimated,
        @Nullable Long maxUlp,
        @Nullable Double flipRisk,
        @Nullable String answerKind,
        @Nullable Double answerMean,
        @Nullable Double answerMin,
        @Nullable Double answerRate,
        @Nullable Double modalShare,
        @Nullable Double modalShareLow95,
        @Nullable Double modalShareHigh95,
        @Nullable Double effectiveOutputs,
        String evidence,
        List<RawFormSummary> rawForms,
        int probeInputs,
        @Nullable Double probeMaxAbs,
        @Nullable Long probeMaxUlp,
        boolean probeBound,
        List<String> cutOffMembers) {

    static final String PAIR = "pair";
    static final String GROUP = "group";

    /** Documents of the first days have the first nine only. */
    public AgreementSummary {
        scope = scope == null ? PAIR : scope;
        level = level == null ? Level.of(factor).name() : level;
        members = members == null ? List.of() : List.copyOf(members);
        differingInputs = differingInputs == null ? List.of() : List.copyOf(differingInputs);
        rawOnlyInputs = rawOnlyInputs == null ? List.of() : List.copyOf(rawOnlyInputs);
        labelFlips = labelFlips == null ? List.of() : List.copyOf(labelFlips);
        evidence = evidence == null ? "" : evidence;
        rawForms = rawForms == null ? List.of() : List.copyOf(rawForms);
        cutOffMembers = cutOffMembers == null ? List.of() : List.copyOf(cutOffMembers);
    }

    /** @param level which the runs' builds may put above what the factor says */
    static AgreementSummary of(Agreement agreement, Level level) {
        String factor = lower(agreement.getFactor());
        return new AgreementSummary(
                agreement.getEngineA(),
                agreement.getEngineB(),
                factor,
                agreement.getInputs(),
                Finite.orNull(agreement.getBitwiseRate()),
                Finite.orNull(agreement.getTop1Rate()),
                Finite.orNull(agreement.getMaxAbs()),
                agreement.getRunA(),
                agreement.getRunB(),
                agreement.getScope() == AgreementScope.GROUP ? GROUP : PAIR,
                level.name(),
                agreement.getGroupKey(),
                agreement.getMembers(),
                agreement.getBuildDifference() == null ? null : lower(agreement.getBuildDifference()),
                agreement.getInferences(),
                agreement.getDifferingInputs(),
                agreement.getRawOnlyInputs(),
                Finite.orNull(agreement.getMismatchRateUpper95()),
                agreement.getMoreForTenth(),
                Finite.orNull(agreement.getToleranceRate()),
                Finite.orNull(agreement.getAbsoluteTolerance()),
                Finite.orNull(agreement.getRelativeTolerance()),
                Finite.orNull(agreement.getTopKRate()),
                Finite.orNull(agreement.getKappa()),
                agreement.getKappaUndefined(),
                agreement.getLabelFlips(),
                agreement.getLabelFlipCount(),
                Finite.orNull(agreement.getL2RelativeMedian()),
                Finite.orNull(agreement.getL2RelativeP99()),
                Finite.orNull(agreement.getL2RelativeMax()),
                agreement.getL2Estimated(),
                agreement.getMaxUlp(),
                Finite.orNull(agreement.getFlipRisk()),
                agreement.getAnswerKind() == null ? null : lower(agreement.getAnswerKind()),
                Finite.orNull(agreement.getAnswerMean()),
                Finite.orNull(agreement.getAnswerMin()),
                Finite.orNull(agreement.getAnswerRate()),
                Finite.orNull(agreement.getModalShare()),
                Finite.orNull(agreement.getModalShareLow95()),
                Finite.orNull(agreement.getModalShareHigh95()),
                Finite.orNull(agreement.getEffectiveOutputs()),
                agreement.getEvidence(),
                agreement.getRawForms().stream().map(RawFormSummary::of).toList(),
                agreement.getProbeInputs(),
                Finite.orNull(agreement.getProbeMaxAbs()),
                agreement.getProbeMaxUlp(),
                agreement.getProbeBound(),
                agreement.getCutOffMembers());
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about two runs; else about a group. */
    public boolean pair() {
        return scope.equals(PAIR);
    }

    /** A group that is worth a line: calls and restarts that all gave the same are told elsewhere. */
    public boolean tellsMore() {
        boolean usual = level.equals(Level.L0.name()) || level.equals(Level.L1.name());
        return !pair() && inputs > 0 && !(usual && bitwiseRate != null && bitwiseRate == 1.0);
    }

    /** Inputs with unequal outputs; null when the rate is not known. */
    @Nullable
    Integer differing() {
        return bitwiseRate == null ? null : Integer.valueOf(inputs - (int) Math.round(bitwiseRate * inputs));
    }

    /**
     * Inputs with unequal labels; null when labels are not known, or when outputs name no class. Records of the first
     * version do not count them and do not say behind how many inferences they stand: there it is from the rate.
     */
    public @Nullable Integer flips() {
        if (labelFlipCount != null || inferences > 0) {
            return labelFlipCount;
        }
        return top1Rate == null ? null : Integer.valueOf(inputs - (int) Math.round(top1Rate * inputs));
    }
}
