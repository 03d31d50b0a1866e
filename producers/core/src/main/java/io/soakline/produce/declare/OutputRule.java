package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.AnswerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model's outputs mean: the post-processing after which two outputs count as the same answer. */
public sealed interface OutputRule
        permits OutputRule.Classification, OutputRule.Segmentation, OutputRule.Embedding, Detections {

    /** In the words of the log. */
    AnswerKind kind();

    /** From which Dice, F1 or cosine on two answers count as the same; null for the default of the kind. */
    @Nullable
    Double agreementThreshold();

    /** @throws EngineException when an engine with these outputs cannot be meant */
    void requireFor(List<TensorSpec> outputs) throws EngineException;

    /**
     * The class of each row is the position of the largest element along an axis.
     *
     * @param axis of the classes; null for the last
     */
    record Classification(
            OutputReference output,
            @Nullable Integer axis,
            @Nullable Double agreementThreshold) implements OutputRule {

        @Override
        public AnswerKind kind() {
            return AnswerKind.CLASSIFICATION;
        }

        /** Position of the axis in a tensor of that rank. */
        public int axisIn(TensorSpec spec) {
            return axis == null ? spec.shape().size() - 1 : axis;
        }

        @Override
        public void requireFor(List<TensorSpec> outputs) throws EngineException {
            TensorSpec spec = outputs.get(output.in(outputs));
            if (spec.shape().isEmpty() || axisIn(spec) >= spec.shape().size()) {
                throw misfit("classification along axis " + (axis == null ? "\"last\"" : axis.toString()), spec);
            }
        }
    }

    /**
     * The class of each pixel: whether one map lies above a threshold, or the largest of several maps. The last two
     * extents are height and width; the pictures of a batch are taken as stacked on each other.
     *
     * @param threshold class 1 is above it, class 0 is not; null when there is one map per class
     * @param channelAxis along which the maps of the classes lie, before the last two axes; null with a threshold
     */
    record Segmentation(
            OutputReference output,
            @Nullable Double threshold,
            @Nullable Integer channelAxis,
            @Nullable Double agreementThreshold)
            implements OutputRule {

        @Override
        public AnswerKind kind() {
            return AnswerKind.SEGMENTATION;
        }

        @Override
        public void requireFor(List<TensorSpec> outputs) throws EngineException {
            TensorSpec spec = outputs.get(output.in(outputs));
            int rank = spec.shape().size();
            if (rank < 2) {
                throw misfit("segmentation of height x width", spec);
            }
            if (channelAxis != null && channelAxis >= rank - 2) {
                throw misfit("segmentation with channelAxis " + channelAxis + " before height and width", spec);
            }
        }
    }

    /** A vector whose direction counts. */
    record Embedding(OutputReference output, @Nullable Double agreementThreshold) implements OutputRule {

        @Override
        public AnswerKind kind() {
            return AnswerKind.EMBEDDING;
        }

        @Override
        public void requireFor(List<TensorSpec> outputs) throws EngineException {
            output.in(outputs);
        }
    }

    /** One line on an output that is not as declared. */
    static EngineException misfit(String declared, TensorSpec spec) {
        return new EngineException("the declaration says " + declared + ", but output " + spec.name()
                + " of the engine is " + spec.elementType() + " " + spec.shape());
    }
}
