package io.soakline.flow;

import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which differences between an agreement on the log and the same one recomputed rest on what was known only later, and so
 * prove nothing: descriptions of outputs and of runs, ends of runs that were cut off.
 *
 * <p>Knowledge only grows: a figure that was known then and is another one now is no such difference.
 */
final class AgreementExcuses {

    /** Rest on descriptions of outputs: null while one of them is missing. */
    private static final Set<String> BY_OUTPUTS = Set.of(
            "top1Rate",
            "maxAbs",
            "toleranceRate",
            "topKRate",
            "kappa",
            "labelFlipCount",
            "l2RelativeMedian",
            "l2RelativeP99",
            "l2RelativeMax",
            "maxUlp",
            "flipRisk",
            "answerKind",
            "answerMean",
            "answerMin",
            "answerRate");

    private static final Set<String> BY_RAW_FORMS = Set.of("rawOnlyInputs", "rawForms");
    private static final Set<String> BY_PROBES = Set.of("probeInputs", "probeMaxAbs", "probeMaxUlp", "probeBound");

    /** Of a run without a description only engine, device and compiler are known. */
    private static final Set<String> BY_RUNS = Set.of(
            "engineA",
            "engineB",
            "compilerA",
            "compilerB",
            "factor",
            "buildDifference",
            "absoluteTolerance",
            "relativeTolerance",
            "toleranceRate",
            "answerRate");

    private final RunCatalog catalog;
    private final Set<String> revived;

    /** @param revived runs that were not heard of for so long that whether they go on rests on when their end was known */
    AgreementExcuses(RunCatalog catalog, Set<String> revived) {
        this.catalog = catalog;
        this.revived = revived;
    }

    /**
     * The fields of a difference that is excused.
     *
     * @param recomputed with everything that is known now
     * @return null when any field that differs is not excused; empty when none differs
     */
    @Nullable
    Set<String> of(Agreement written, Agreement recomputed) {
        Set<String> differing = differing(written, recomputed);
        if (isOfCutOff(written, recomputed) || isOfRevived(written)) {
            return differing;
        }
        boolean undescribed = isOfUndescribed(written);
        for (String field : differing) {
            if (!(isLearnt(field, written, recomputed) || (undescribed && BY_RUNS.contains(field)))) {
                return null;
            }
        }
        return differing;
    }

    /** The fields that differ; of words, only those that are no figure of another field. */
    static Set<String> differing(Agreement written, Agreement recomputed) {
        Set<String> fields = new HashSet<>();
        for (Schema.Field field : recomputed.getSchema().getFields()) {
            if (!Objects.equals(written.get(field.pos()), recomputed.get(field.pos()))) {
                fields.add(field.name());
            }
        }
        return fields;
    }

    private boolean isLearnt(String field, Agreement written, Agreement recomputed) {
        if (BY_OUTPUTS.contains(field)) {
            Object then = written.get(field);
            return then == null || (recomputed.get(field) == null && hasRefused());
        }
        if (BY_RAW_FORMS.contains(field)) {
            return outputs(written).hasRawForms();
        }
        if (BY_PROBES.contains(field)) {
            return written.getProbeInputs() < recomputed.getProbeInputs() || hasRefused();
        }
        return switch (field) {
            case "kappaUndefined" -> written.getKappa() == null || hasRefused();
            case "labelFlips" -> written.getLabelFlipCount() == null || hasRefused();
            case "l2Estimated" -> written.getL2RelativeMax() == null || hasRefused();
            case "evidence" -> isOtherInWords(written, recomputed);
            default -> false;
        };
    }

    /** Words repeat the figures, and name the smallest margin among the outputs that are described. */
    private boolean isOtherInWords(Agreement written, Agreement recomputed) {
        return differing(written, recomputed).size() > 1
                || AgreementWords.withoutMargin(written.getEvidence())
                        .equals(AgreementWords.withoutMargin(recomputed.getEvidence()));
    }

    /** There is no room for all descriptions of outputs: which were kept rests on their order. */
    private boolean hasRefused() {
        return catalog.outputs().notKept() > 0;
    }

    private OutputCatalog.Outputs outputs(Agreement agreement) {
        return catalog.outputs().of(agreement.getModelDigest(), agreement.getInputSetDigest());
    }

    /** Whether the two leave out other runs of a group, all of which were cut off: that may have been known earlier. */
    private boolean isOfCutOff(Agreement written, Agreement recomputed) {
        if (written.getScope() != AgreementScope.GROUP
                || written.getCutOffMembers().equals(recomputed.getCutOffMembers())) {
            return false;
        }
        Set<String> others = new HashSet<>(written.getCutOffMembers());
        recomputed.getCutOffMembers().forEach(run -> {
            if (!others.remove(run)) {
                others.add(run);
            }
        });
        return others.stream().allMatch(this::isCutOff);
    }

    private boolean isCutOff(String runId) {
        Run run = catalog.run(runId);
        return run != null && run.getEnd() != null && run.getEnd().getExit() != RunExit.COMPLETED;
    }

    /** Whether it is said of a run that goes on again after it seemed to be over. */
    boolean isOfRevived(Agreement agreement) {
        return isRevived(agreement.getRunA())
                || isRevived(agreement.getRunB())
                || isAnyRevived(agreement.getMembers())
                || isAnyRevived(agreement.getCutOffMembers());
    }

    private boolean isRevived(String runId) {
        return revived.contains(runId);
    }

    private boolean isAnyRevived(Collection<String> runIds) {
        return runIds.stream().anyMatch(this::isRevived);
    }

    /** Whether a run has the digest of its engine for a name, which it has since been given. */
    private boolean isOfUndescribed(Agreement written) {
        return isUndescribed(written.getRunA(), written.getEngineA())
                || isUndescribed(written.getRunB(), written.getEngineB());
    }

    private boolean isUndescribed(String runId, String engineName) {
        Run run = catalog.run(runId);
        return run != null && engineName.equals(run.getEngineId()) && !engineName.equals(run.getEngineName());
    }
}
