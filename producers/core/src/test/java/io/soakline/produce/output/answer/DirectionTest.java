package io.soakline.produce.output.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.declare.OutputRule;
import io.soakline.record.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectionTest {

    private static Answer answer(Tensors tensors) throws Exception {
        return AnswerRule.of(new OutputRule.Embedding(new OutputReference(null, 0), null), tensors.outputs())
                .answer(tensors);
    }

    @Test
    void answer_givenVector_isTheVector() throws Exception {
        assertThat(answer(new Tensors().with(List.of(1L, 3L), 0.5, -1, 2)).getEmbedding())
                .containsExactly(0.5f, -1f, 2f);
    }

    @Test
    void answer_givenLongVector_isEmptyAndSaysSo() throws Exception {
        Answer answer = answer(new Tensors().with(List.of(4097L), new double[4097]));
        assertThat(answer.getEmbedding()).isEmpty();
        assertThat(answer.getTruncated()).isTrue();
    }
}
