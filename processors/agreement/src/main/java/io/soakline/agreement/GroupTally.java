package io.soakline.agreement;

import io.soakline.statistics.OutputCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up inputs with at least two outputs each. */
final class GroupTally {

    /** A distinct output with how often it came; null where it is not known what it stands for. */
    private record Distinct(long count, @Nullable KnownOutput output) {}

    private final List<ModalShare.Share> modalShares = new ArrayList<>();
    private final KnownValues effective = new KnownValues();
    private final KnownValues unanimous = new KnownValues();
    private final InputList differing = new InputList();
    private final InputList flips = new InputList();
    private final FleissKappa kappa = new FleissKappa();
    private int inputs;
    private long outputs;
    private double pairs;
    private double equalPairs;
    private double equalLabelPairs;
    private boolean labelsKnown = true;
    private int unknown;
    private int unlabelled;

    void accept(OutputCounts.Input input, OutputLookup lookup) {
        long n = input.inferences();
        inputs++;
        outputs += n;
        pairs += pairs(n);
        for (OutputCounts.Count count : input.counts()) {
            equalPairs += pairs(count.count());
        }
        modalShares.add(new ModalShare.Share(input.modal().count(), n));
        effective.add(EffectiveOutputs.of(input));
        differing.addIf(input.counts().size() > 1 || input.uncounted() > 0, input.inputIndex());
        List<Distinct> distinct = distinct(input, lookup);
        unanimous.add(haveSameLargest(distinct));
        acceptLabels(input.inputIndex(), n, distinct);
    }

    private static double pairs(long n) {
        return (double) n * (n - 1);
    }

    private static List<Distinct> distinct(OutputCounts.Input input, OutputLookup lookup) {
        List<Distinct> distinct = new ArrayList<>();
        for (OutputCounts.Count count : input.counts()) {
            distinct.add(new Distinct(count.count(), lookup.output(input.inputIndex(), count.digest())));
        }
        if (input.uncounted() > 0) {
            distinct.add(new Distinct(input.uncounted(), null));
        }
        return distinct;
    }

    private static @Nullable Boolean haveSameLargest(List<Distinct> distinct) {
        boolean same = true;
        KnownOutput first = distinct.get(0).output();
        for (Distinct other : distinct.subList(1, distinct.size())) {
            Boolean asFirst =
                    (first == null || other.output() == null) ? null : TopElements.sameLargest(first, other.output());
            if (asFirst == null) {
                return null;
            }
            same &= asFirst;
        }
        return same;
    }

    private void acceptLabels(int inputIndex, long n, List<Distinct> distinct) {
        Map<List<Integer>, Long> byLabels = new HashMap<>();
        boolean allKnown = true;
        boolean allLabelled = true;
        for (Distinct one : distinct) {
            List<Integer> labels = one.output() == null ? null : one.output().labels();
            allKnown &= one.output() != null;
            allLabelled &= labels != null;
            if (labels != null) {
                byLabels.merge(labels, one.count(), Long::sum);
            }
        }
        if (!allKnown) {
            unknown++;
            acceptUnknownLabels(n, distinct);
        } else if (!allLabelled || !haveEqualRows(byLabels)) {
            unlabelled++;
            labelsKnown = false;
        } else {
            flips.addIf(byLabels.size() > 1, inputIndex);
            byLabels.values().forEach(count -> equalLabelPairs += pairs(count));
            byRow(byLabels).forEach(kappa::accept);
        }
    }

    /** Equal outputs have equal labels, whatever these are. */
    private void acceptUnknownLabels(long n, List<Distinct> distinct) {
        if (distinct.size() == 1) {
            equalLabelPairs += pairs(n);
        } else {
            labelsKnown = false;
        }
    }

    private static boolean haveEqualRows(Map<List<Integer>, Long> byLabels) {
        return byLabels.keySet().stream().mapToInt(List::size).distinct().count() == 1;
    }

    private static List<Map<Integer, Long>> byRow(Map<List<Integer>, Long> byLabels) {
        int rows = byLabels.keySet().iterator().next().size();
        List<Map<Integer, Long>> ratings = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            int row = i;
            Map<Integer, Long> ofRow = new TreeMap<>();
            byLabels.forEach((labels, count) -> ofRow.merge(labels.get(row), count, Long::sum));
            ratings.add(ofRow);
        }
        return ratings;
    }

    GroupFigures figures() {
        ModalShare modal = ModalShare.of(modalShares);
        boolean judged = inputs > 0 && labelsKnown;
        return new GroupFigures(
                inputs,
                outputs,
                inputs == 0 ? null : Double.valueOf(equalPairs / pairs),
                differing.listed(),
                differing.count(),
                MismatchBound.upper95(differing.count(), inputs),
                MismatchBound.moreForTenth(differing.count(), inputs),
                modal == null ? null : modal.mean(),
                modal == null ? null : modal.low95(),
                modal == null ? null : modal.high95(),
                effective.mean(),
                unanimous.mean(),
                judged ? Double.valueOf(equalLabelPairs / pairs) : null,
                Labelling.judge(inputs, unknown, unlabelled, kappa.result()),
                flips.listed(),
                judged ? Integer.valueOf(flips.count()) : null);
    }
}
