package io.soakline.produce.output.answer;

import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.Answer;
import java.util.List;

/** Makes of outputs what they mean. */
public interface AnswerRule {

    /** The answer of one inference, of bounded size. */
    Answer answer(TensorValues values);

    /** @throws EngineException when an engine with these outputs cannot be meant */
    static AnswerRule of(OutputRule declared, List<TensorSpec> outputs) throws EngineException {
        declared.requireFor(outputs);
        if (declared instanceof OutputRule.Classification rule) {
            return new Labels(rule, outputs);
        }
        if (declared instanceof OutputRule.Segmentation rule) {
            return new Regions(rule, outputs);
        }
        if (declared instanceof Detections rule) {
            return new Boxes(rule, outputs);
        }
        return new Direction((OutputRule.Embedding) declared, outputs);
    }
}
