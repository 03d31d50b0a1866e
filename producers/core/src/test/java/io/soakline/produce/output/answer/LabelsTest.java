package io.soakline.produce.output.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.declare.OutputRule;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private static Answer answer(@Nullable Integer axis, Tensors tensors) throws Exception {
        return AnswerRule.of(new OutputRule.Classification(new OutputReference(null, 0), axis, null), tensors.outputs())
                .answer(tensors);
    }

    @Test
    void answer_givenRows_labelsEachByItsLargestWithMargin() throws Exception {
        Answer answer = answer(null, new Tensors().with(List.of(2L, 3L), 0.1, 0.7, 0.2, 5, 2, 4));
        assertThat(answer.getKind()).isEqualTo(AnswerKind.CLASSIFICATION);
        assertThat(answer.getLabels()).containsExactly(1, 0);
        assertThat(answer.getMargins()).containsExactly(0.7 - 0.2, 1.0);
        assertThat(answer.getTruncated()).isFalse();
    }

    @Test
    void answer_givenOtherAxis_walksAlongIt() throws Exception {
        // [1, 2 classes, 3 pixels]: classes are three elements apart.
        Answer answer = answer(1, new Tensors().with(List.of(1L, 2L, 3L), 1, 5, 2, 4, 0, 3));
        assertThat(answer.getLabels()).containsExactly(1, 0, 1);
        assertThat(answer.getMargins()).containsExactly(3.0, 5.0, 1.0);
    }

    @Test
    void answer_givenTiesNanAndInfinity_isDefined() throws Exception {
        double nan = Double.NaN;
        double infinity = Double.POSITIVE_INFINITY;
        Answer answer = answer(
                null,
                new Tensors()
                        .with(List.of(5L, 3L), 2, 2, 1, nan, 1, nan, nan, nan, nan, infinity, infinity, 0, nan, 3, 5));
        assertThat(answer.getLabels()).containsExactly(0, 1, -1, 0, 2);
        assertThat(answer.getMargins()).containsExactly(0.0, 0.0, 0.0, 0.0, 2.0);
    }

    @Test
    void answer_givenOneClass_hasNoMargins() throws Exception {
        Answer answer = answer(null, new Tensors().with(List.of(2L, 1L), 4, 5));
        assertThat(answer.getLabels()).containsExactly(0, 0);
        assertThat(answer.getMargins()).isEmpty();
    }

    @Test
    void answer_givenMoreRowsThanAreKept_saysSo() throws Exception {
        Answer answer = answer(null, new Tensors().with(List.of(5000L, 1L), new double[5000]));
        assertThat(answer.getLabels()).hasSize(4096);
        assertThat(answer.getTruncated()).isTrue();
    }
}
