package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.AnswerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Boxes with scores and classes, in no order that counts.
 *
 * @param layout where they stand
 * @param minimumScore rows below it are padding, no detections
 * @param iouThreshold from which overlap (intersection over union) two boxes of one class can be the same object
 */
public record Detections(
        DetectionLayout layout,
        double minimumScore,
        double iouThreshold,
        @Nullable Double agreementThreshold) implements OutputRule {

    public static final double DEFAULT_MINIMUM_SCORE = 0;
    public static final double DEFAULT_IOU_THRESHOLD = 0.5;

    @Override
    public AnswerKind kind() {
        return AnswerKind.DETECTIONS;
    }

    @Override
    public void requireFor(List<TensorSpec> outputs) throws EngineException {
        layout.requireFor(outputs);
    }
}
