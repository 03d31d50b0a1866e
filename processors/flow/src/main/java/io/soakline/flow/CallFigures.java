package io.soakline.flow;

import io.soakline.agreement.GroupAgreement;
import io.soakline.agreement.GroupFigures;
import io.soakline.agreement.OutputLookup;
import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * How far the calls of one run agree.
 *
 * @param inputs seen at all, also those that were seen once
 * @param rawOnlyInputs inputs with a single canonical output that came in several raw forms
 */
record CallFigures(GroupFigures figures, int inputs, List<Integer> rawOnlyInputs) {

    /** @param rawForms whether the output of an input has several that the run must have given */
    static CallFigures of(
            List<OutputCounts.Input> inputs, OutputLookup known, BiPredicate<Integer, OutputDigest> rawForms) {
        List<Integer> rawOnly = inputs.stream()
                .filter(input -> input.counts().size() == 1 && input.uncounted() == 0)
                .filter(input -> rawForms.test(input.inputIndex(), input.modal().digest()))
                .map(OutputCounts.Input::inputIndex)
                .toList();
        return new CallFigures(GroupAgreement.figures(inputs, known), inputs.size(), rawOnly);
    }
}
