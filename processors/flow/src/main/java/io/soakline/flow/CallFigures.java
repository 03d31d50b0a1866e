package io.soakline.flow;

import io.soakline.agreement.GroupAgreement;
import io.soakline.agreement.GroupFigures;
import io.soakline.statistics.OutputCounts;
import java.util.List;

/**
 * How far the calls of one run agree.
 *
 * @param inputs seen at all, also those that were seen once
 * @param rawOnlyInputs inputs with a single canonical output that is known in several raw forms
 */
record CallFigures(GroupFigures figures, int inputs, List<Integer> rawOnlyInputs) {

    static CallFigures of(List<OutputCounts.Input> inputs, OutputCatalog.Outputs known) {
        List<Integer> rawOnly = inputs.stream()
                .filter(input -> input.counts().size() == 1 && input.uncounted() == 0)
                .filter(input ->
                        known.hasRawForms(input.inputIndex(), input.modal().digest()))
                .map(OutputCounts.Input::inputIndex)
                .toList();
        return new CallFigures(GroupAgreement.figures(inputs, known), inputs.size(), rawOnly);
    }
}
