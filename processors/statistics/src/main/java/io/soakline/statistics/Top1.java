package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accuracy of a classifier against expected labels. */
public final class Top1 {

    private Top1() {}

    /**
     * Share of inputs whose most frequent output has the expected label.
     *
     * @param labels expected label by input index; a negative one is not known
     * @return null when no input with a label was seen, or when an output that is needed is not known
     */
    public static @Nullable Double accuracy(
            List<OutputCounts.Input> inputs, List<Integer> labels, AnswerLabels answers) {
        int judged = 0;
        int right = 0;
        for (OutputCounts.Input input : inputs) {
            Integer expected = expected(labels, input.inputIndex());
            if (expected == null || input.counts().isEmpty()) {
                continue;
            }
            Integer answer = answers.label(input.inputIndex(), input.modal().digest());
            if (answer == null) {
                return null;
            }
            judged++;
            right += answer.equals(expected) ? 1 : 0;
        }
        return judged == 0 ? null : Double.valueOf((double) right / judged);
    }

    /** Null when there is none. */
    static @Nullable Integer expected(List<Integer> labels, int inputIndex) {
        if (inputIndex >= labels.size() || labels.get(inputIndex) < 0) {
            return null;
        }
        return labels.get(inputIndex);
    }
}
