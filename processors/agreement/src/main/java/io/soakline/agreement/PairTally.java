package io.soakline.agreement;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds up the compared inputs of two runs. */
final class PairTally {

    private final Criteria criteria;
    private final KnownValues bitwise = new KnownValues();
    private final KnownValues within = new KnownValues();
    private final KnownValues top1 = new KnownValues();
    private final KnownValues topK = new KnownValues();
    private final KnownValues l2Relative = new KnownValues();
    private final KnownValues maxAbs = new KnownValues();
    private final KnownValues margins = new KnownValues();
    private final KnownValues deltas = new KnownValues();
    private final KnownValues scores = new KnownValues();
    private final KnownValues labels = new KnownValues();
    private final InputList differing = new InputList();
    private final InputList rawOnly = new InputList();
    private final InputList flips = new InputList();
    private final CohenKappa kappa = new CohenKappa();
    private @Nullable Long maxUlp = 0L;
    private boolean estimated;
    private Answer.@Nullable Kind kind;
    private int inputs;
    private int unlabelled;
    private int unknown;

    PairTally(Criteria criteria) {
        this.criteria = criteria;
    }

    void accept(int inputIndex, ComparedInput input) {
        OutputComparison comparison = input.comparison();
        inputs++;
        bitwise.add(comparison.bitwise());
        differing.addIf(!comparison.bitwise(), inputIndex);
        rawOnly.addIf(comparison.rawOnly(), inputIndex);
        acceptDifference(comparison);
        acceptAnswer(comparison);
        acceptLabels(inputIndex, input);
    }

    private void acceptDifference(OutputComparison comparison) {
        within.add(criteria.tolerance() == null ? null : comparison.withinTolerance());
        top1.add(comparison.top1Equal());
        topK.add(comparison.topKOverlap());
        l2Relative.add(comparison.l2Relative());
        estimated |= comparison.l2Estimated();
        maxAbs.add(comparison.maxAbs());
        maxUlp = (maxUlp == null || comparison.maxUlp() == null)
                ? null
                : Long.valueOf(Math.max(maxUlp, comparison.maxUlp()));
        margins.add(comparison.marginOfA());
        if (!comparison.bitwise()) {
            deltas.add(comparison.decisiveDelta());
        }
    }

    private void acceptAnswer(OutputComparison comparison) {
        if (kind == null) {
            kind = comparison.answerKind();
        }
        boolean otherKind = comparison.answerKind() != null && comparison.answerKind() != kind;
        scores.add(otherKind ? null : comparison.answerScore());
    }

    private void acceptLabels(int inputIndex, ComparedInput input) {
        Boolean equal = input.labelsEqual();
        labels.add(equal);
        flips.addIf(Objects.equals(equal, false), inputIndex);
        List<Integer> ofA = input.labelsOfA();
        List<Integer> ofB = input.labelsOfB();
        if (!input.isComplete()) {
            unknown++;
        } else if (ofA == null || ofB == null || ofA.size() != ofB.size()) {
            unlabelled++;
        } else {
            for (int row = 0; row < ofA.size(); row++) {
                kappa.accept(ofA.get(row), ofB.get(row));
            }
        }
    }

    PairFigures figures() {
        return new PairFigures(
                inputs,
                bitwise.mean(),
                differing.listed(),
                differing.count(),
                rawOnly.listed(),
                rawOnly.count(),
                MismatchBound.upper95(differing.count(), inputs),
                MismatchBound.moreForTenth(differing.count(), inputs),
                within.mean(),
                top1.mean(),
                topK.mean(),
                kappa(),
                flips.listed(),
                labels.isKnown() ? flips.count() : null,
                l2Relative.median(),
                l2Relative.p99(),
                l2Relative.max(),
                estimated,
                maxAbs.max(),
                inputs == 0 ? null : maxUlp,
                flipRisk(),
                kind,
                kind == null ? null : scores.mean(),
                kind == null ? null : scores.min(),
                answerRate());
    }

    private Kappa kappa() {
        return Labelling.judge(inputs, unknown, unlabelled, kappa.result());
    }

    private @Nullable Double flipRisk() {
        if (differing.count() == 0) {
            return margins.isKnown() ? 0.0 : null;
        }
        Double delta = deltas.p99();
        return delta == null ? null : margins.share(margin -> margin < 2 * delta);
    }

    private @Nullable Double answerRate() {
        if (kind == null) {
            return null;
        }
        double threshold = criteria.threshold(kind);
        return scores.share(score -> score >= threshold);
    }
}
