package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accuracy of a classifier whose answer is the largest element of its output. */
public final class Top1 {

    private Top1() {}

    /**
     * Share of inputs whose most frequent output has the expected label.
     *
     * @param labels expected class by input index
     * @return null when no input with a label was seen, or when an output that is needed is not known
     */
    public static @Nullable Double accuracy(
            List<OutputCounts.Input> inputs, List<Integer> labels, Agreement.Outputs outputs) {
        int judged = 0;
        int right = 0;
        for (OutputCounts.Input input : inputs) {
            if (input.inputIndex() >= labels.size() || input.counts().isEmpty()) {
                continue;
            }
            Integer answer = outputs.top1(input.inputIndex(), input.modal().digest());
            if (answer == null) {
                return null;
            }
            judged++;
            right += answer.equals(labels.get(input.inputIndex())) ? 1 : 0;
        }
        return judged == 0 ? null : Double.valueOf((double) right / judged);
    }
}
