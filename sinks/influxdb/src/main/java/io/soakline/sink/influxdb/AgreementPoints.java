package io.soakline.sink.influxdb;

import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.BuildDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far runs agree, as points: pairs and groups are measurements of their own, because other tags identify them. */
final class AgreementPoints {

    private AgreementPoints() {}

    static List<Point> of(Agreement agreement) {
        return List.of(agreement.getScope() == AgreementScope.GROUP ? group(agreement) : pair(agreement));
    }

    private static Point pair(Agreement pair) {
        return common(Measurement.AGREEMENTS, pair)
                .tag("runA", pair.getRunA())
                .tag("runB", pair.getRunB())
                .tag("engineA", pair.getEngineA())
                .tag("engineB", pair.getEngineB())
                .number("maxAbs", pair.getMaxAbs())
                .text("buildDifference", name(pair.getBuildDifference()))
                .number("toleranceRate", pair.getToleranceRate())
                .number("topKRate", pair.getTopKRate())
                .number("l2RelativeMedian", pair.getL2RelativeMedian())
                .number("l2RelativeP99", pair.getL2RelativeP99())
                .number("l2RelativeMax", pair.getL2RelativeMax())
                .count("maxUlp", pair.getMaxUlp())
                .number("flipRisk", pair.getFlipRisk())
                .number("answerMean", pair.getAnswerMean())
                .number("answerMin", pair.getAnswerMin())
                .number("answerRate", pair.getAnswerRate());
    }

    private static Point group(Agreement group) {
        return common(Measurement.AGREEMENT_GROUPS, group)
                .tag("group", group.getGroupKey())
                .count("members", group.getMembers().size())
                .number("modalShare", group.getModalShare())
                .number("modalShareLow95", group.getModalShareLow95())
                .number("modalShareHigh95", group.getModalShareHigh95())
                .number("effectiveOutputs", group.getEffectiveOutputs());
    }

    private static Point common(Measurement measurement, Agreement agreement) {
        return new Point(measurement, agreement.getAsOfNanos())
                .tag("model", agreement.getModelDigest())
                .tag("inputSet", agreement.getInputSetDigest())
                .tag("factor", agreement.getFactor().name())
                .count("inputs", agreement.getInputs())
                .count("inferences", agreement.getInferences())
                .number("bitwiseRate", agreement.getBitwiseRate())
                .number("top1Rate", agreement.getTop1Rate())
                .number("mismatchRateUpper95", agreement.getMismatchRateUpper95())
                .number("kappa", agreement.getKappa())
                .count("labelFlips", agreement.getLabelFlipCount())
                .text("evidence", agreement.getEvidence());
    }

    private static @Nullable String name(@Nullable BuildDifference difference) {
        return difference == null ? null : difference.name();
    }
}
