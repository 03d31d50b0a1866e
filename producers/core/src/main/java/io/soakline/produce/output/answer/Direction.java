package io.soakline.produce.output.answer;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import java.util.ArrayList;
import java.util.List;

/** Embedding: the vector as it is, when it has at most {@value #MOST_ELEMENTS} elements; the whole output is one vector. */
final class Direction implements AnswerRule {

    static final int MOST_ELEMENTS = 4096;

    private final int output;
    private final int elements;

    Direction(OutputRule.Embedding rule, List<TensorSpec> outputs) throws EngineException {
        output = rule.output().in(outputs);
        elements = outputs.get(output).elements();
    }

    @Override
    public Answer answer(TensorValues values) {
        List<Float> vector = new ArrayList<>();
        boolean truncated = elements > MOST_ELEMENTS;
        for (int i = 0; !truncated && i < elements; i++) {
            vector.add((float) values.value(output, i));
        }
        return Answer.newBuilder()
                .setKind(AnswerKind.EMBEDDING)
                .setEmbedding(vector)
                .setTruncated(truncated)
                .build();
    }
}
