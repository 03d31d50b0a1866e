package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one output of a model for one input.
 *
 * @param digest over the canonical bytes of all tensors
 * @param rawDigest over the bytes as the engine gave them
 * @param tensors in the model's order
 * @param answer null where no post-processing is declared
 */
public record KnownOutput(
        OutputDigest digest,
        OutputDigest rawDigest,
        List<KnownTensor> tensors,
        @Nullable Answer answer) {

    /** The label of an output that should name a class and has no finite element. */
    public static final int NO_CLASS = -1;

    public KnownOutput {
        tensors = List.copyOf(tensors);
    }

    /**
     * The classes this output decides for: those of a declared classification; without a declaration the position of the
     * largest element, if the first tensor is a vector. Null for everything else.
     */
    public @Nullable List<Integer> labels() {
        if (answer instanceof Answer.Labels labels) {
            return labels.truncated() ? null : labels.labels();
        }
        if (!decidesByLargest()) {
            return null;
        }
        List<Integer> top = tensors.get(0).topIndices();
        return top.isEmpty() ? List.of(NO_CLASS) : top.subList(0, 1);
    }

    /**
     * By how much the least certain decision was taken: 0 where NaN or infinities leave nothing to decide by. Null without
     * a decision and with a single class.
     */
    public @Nullable Double decisionMargin() {
        if (answer instanceof Answer.Labels labels && !labels.margins().isEmpty()) {
            return Collections.min(labels.margins());
        }
        if (!decidesByLargest() || tensors.get(0).elements() < 2) {
            return null;
        }
        Double margin = tensors.get(0).margin();
        return margin == null ? 0.0 : margin;
    }

    private boolean decidesByLargest() {
        return (answer == null || answer instanceof Answer.Labels)
                && !tensors.isEmpty()
                && tensors.get(0).isVector()
                && tensors.get(0).elements() > 0;
    }
}
