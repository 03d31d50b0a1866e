package io.soakline.flow;

import io.soakline.agreement.GroupAgreement;
import io.soakline.agreement.GroupFigures;
import io.soakline.agreement.OutputLookup;
import io.soakline.record.RawForm;
import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the calls of one run agree.
 *
 * @param inputs seen at all, also those that were seen once
 * @param rawOnly inputs with a single canonical output that came in several raw forms, and that output
 * @param whose see {@link RawForms}
 */
record CallFigures(GroupFigures figures, int inputs, SortedMap<Integer, OutputDigest> rawOnly, List<RawForm> whose) {

    static CallFigures of(List<OutputCounts.Input> inputs, OutputLookup known, RawForms rawForms) {
        SortedMap<Integer, OutputDigest> rawOnly = new TreeMap<>();
        inputs.stream()
                .filter(input -> input.counts().size() == 1 && input.uncounted() == 0)
                .filter(input ->
                        rawForms.differ(input.inputIndex(), input.modal().digest()))
                .forEach(input -> rawOnly.put(input.inputIndex(), input.modal().digest()));
        return new CallFigures(GroupAgreement.figures(inputs, known), inputs.size(), rawOnly, rawForms.whose(rawOnly));
    }
}
