package io.soakline.flow;

import io.soakline.agreement.GroupFigures;
import io.soakline.agreement.Kappa;
import io.soakline.agreement.PairFigures;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Factor;
import io.soakline.record.RawForm;
import io.soakline.statistics.OutputDigest;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** Figures of agreement to their record. Lists of inputs are cut at {@value PairFigures#LISTED}. */
final class AgreementRecords {

    private AgreementRecords() {}

    private static Agreement.Builder about(String modelDigest, String inputSetDigest, Factor factor, long atNanos) {
        return Agreement.newBuilder()
                .setModelDigest(modelDigest)
                .setInputSetDigest(inputSetDigest)
                .setFactor(factor)
                .setAsOfNanos(atNanos)
                .setRunA("")
                .setRunB("")
                .setEngineA("")
                .setEngineB("")
                .setTop1Rate(null)
                .setMaxAbs(null);
    }

    static Agreement pair(
            String modelDigest, String inputSetDigest, ComparedPair pair, RawForms rawForms, long atNanos) {
        RunTraits a = pair.a().traits();
        RunTraits b = pair.b().traits();
        PairFigures figures = pair.figures();
        ProbeDifferences probes = pair.probes();
        SortedMap<Integer, OutputDigest> rawOnly = pair.rawOnly(rawForms);
        List<RawForm> whose = rawForms.whose(rawOnly);
        Agreement.Builder record = about(modelDigest, inputSetDigest, a.factorTo(b), atNanos)
                .setScope(AgreementScope.PAIR)
                .setRunA(a.runId())
                .setRunB(b.runId())
                .setEngineA(a.engineName())
                .setEngineB(b.engineName())
                .setDeviceA(a.deviceId())
                .setDeviceB(b.deviceId())
                .setCompilerA(a.compiler())
                .setCompilerB(b.compiler())
                .setBuildDifference(a.buildDifferenceTo(b))
                .setInferences(pair.inferences())
                .setAbsoluteTolerance(pair.tolerance().absolute())
                .setRelativeTolerance(pair.tolerance().relative())
                .setRawOnlyInputs(listed(rawOnly.keySet()))
                .setRawForms(whose)
                .setProbeInputs(probes.inputs())
                .setProbeMaxAbs(probes.maxAbs())
                .setProbeMaxUlp(probes.maxUlp())
                .setProbeBound(probes.bound())
                .setEvidence(AgreementWords.pair(
                        figures, probes, new RawWords(rawOnly.size(), whose), pair.smallestMargin()));
        fill(record, figures);
        return record.build();
    }

    private static void fill(Agreement.Builder record, PairFigures figures) {
        record.setInputs(figures.inputs())
                .setBitwiseRate(figures.bitwiseRate())
                .setTop1Rate(figures.top1Rate())
                .setMaxAbs(figures.maxAbs())
                .setDifferingInputs(listed(figures.differingInputs()))
                .setMismatchRateUpper95(figures.mismatchRateUpper95())
                .setMoreForTenth(figures.moreForTenth())
                .setToleranceRate(figures.toleranceRate())
                .setTopKRate(figures.topKRate())
                .setLabelFlips(listed(figures.labelFlips()))
                .setLabelFlipCount(figures.labelFlipCount())
                .setL2RelativeMedian(figures.l2RelativeMedian())
                .setL2RelativeP99(figures.l2RelativeP99())
                .setL2RelativeMax(figures.l2RelativeMax())
                .setL2Estimated(figures.l2Estimated())
                .setMaxUlp(figures.maxUlp())
                .setFlipRisk(figures.flipRisk())
                .setAnswerKind(figures.answerKind() == null ? null : OutputSketches.kind(figures.answerKind()))
                .setAnswerMean(figures.answerMean())
                .setAnswerMin(figures.answerMin())
                .setAnswerRate(figures.answerRate());
        fill(record, figures.kappa());
    }

    private static void fill(Agreement.Builder record, Kappa kappa) {
        record.setKappa(kappa.value()).setKappaUndefined(kappa.undefined());
    }

    /** The calls of one run. */
    static Agreement calls(
            String modelDigest, String inputSetDigest, GivenOutputs run, CallFigures figures, long atNanos) {
        RunTraits traits = run.traits();
        Agreement.Builder record = about(modelDigest, inputSetDigest, Factor.CALL, atNanos)
                .setGroupKey(GroupKey.ofCalls(traits.runId()).toString())
                .setRunA(traits.runId())
                .setEngineA(traits.engineName())
                .setDeviceA(traits.deviceId())
                .setCompilerA(traits.compiler())
                .setMembers(List.of(traits.runId()))
                .setInferences(run.inferences())
                .setRawOnlyInputs(listed(figures.rawOnly().keySet()))
                .setRawForms(figures.whose())
                .setEvidence(AgreementWords.calls(figures));
        fill(record, figures.figures());
        return record.build();
    }

    /** Runs among which a factor varies. */
    static Agreement group(String modelDigest, String inputSetDigest, RunGroup group, RawForms rawForms, long atNanos) {
        GroupFigures figures = group.figures();
        List<RunTraits> members = group.members();
        SortedMap<Integer, OutputDigest> rawOnly = group.rawOnly(figures, rawForms);
        List<RawForm> whose = rawForms.whose(rawOnly);
        Agreement.Builder record = about(
                        modelDigest, inputSetDigest, group.key().factor(), atNanos)
                .setGroupKey(group.key().toString())
                .setRunA(group.key().common())
                .setEngineA(shared(members, RunTraits::engineName))
                .setDeviceA(shared(members, RunTraits::deviceId))
                .setCompilerA(shared(members, RunTraits::compiler))
                .setMembers(members.stream().map(RunTraits::runId).sorted().toList())
                .setInferences(group.inferences())
                .setCutOffMembers(group.cutOff())
                .setRawOnlyInputs(listed(rawOnly.keySet()))
                .setRawForms(whose)
                .setEvidence(AgreementWords.group(group, figures, new RawWords(rawOnly.size(), whose)));
        fill(record, figures);
        return record.build();
    }

    private static void fill(Agreement.Builder record, GroupFigures figures) {
        record.setScope(AgreementScope.GROUP)
                .setInputs(figures.inputs())
                .setBitwiseRate(figures.bitwiseRate())
                .setTop1Rate(figures.top1Unanimity())
                .setDifferingInputs(listed(figures.differingInputs()))
                .setMismatchRateUpper95(figures.mismatchRateUpper95())
                .setMoreForTenth(figures.moreForTenth())
                .setLabelFlips(listed(figures.labelFlips()))
                .setLabelFlipCount(figures.labelFlipCount())
                .setModalShare(figures.modalShare())
                .setModalShareLow95(figures.modalShareLow95())
                .setModalShareHigh95(figures.modalShareHigh95())
                .setEffectiveOutputs(figures.effectiveOutputs());
        fill(record, figures.kappa());
    }

    /** What all have; empty when they differ in it. */
    private static String shared(Collection<RunTraits> members, Function<RunTraits, String> trait) {
        List<String> distinct = members.stream().map(trait).distinct().toList();
        return distinct.size() == 1 ? distinct.get(0) : "";
    }

    private static List<Integer> listed(Collection<Integer> inputs) {
        return inputs.stream().limit(PairFigures.LISTED).toList();
    }
}
