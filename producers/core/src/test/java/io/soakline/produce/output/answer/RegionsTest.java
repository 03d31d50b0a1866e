package io.soakline.produce.output.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.declare.OutputRule;
import io.soakline.record.Answer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegionsTest {

    private static Answer answer(@Nullable Double threshold, @Nullable Integer axis, Tensors tensors) throws Exception {
        return AnswerRule.of(
                        new OutputRule.Segmentation(new OutputReference(null, 0), threshold, axis, null),
                        tensors.outputs())
                .answer(tensors);
    }

    @Test
    void answer_givenThreshold_isRunsOfWhatLiesAboveIt() throws Exception {
        Answer answer =
                answer(0.3, null, new Tensors().with(List.of(1L, 1L, 2L, 3L), 0, 0.3, 0.31, 0.9, Double.NaN, 0));
        assertThat(answer.getHeight()).isEqualTo(2);
        assertThat(answer.getWidth()).isEqualTo(3);
        assertThat(answer.getRunLengths()).containsExactly(0, 2, 1, 2, 0, 2);
    }

    @Test
    void answer_givenChannelAxis_isTheLargestMapOfEachPixel() throws Exception {
        Answer answer = answer(
                null,
                1,
                new Tensors().with(List.of(1L, 3L, 1L, 3L), 5, 0, Double.NaN, 4, 6, Double.NaN, 1, 2, Double.NaN));
        assertThat(answer.getRunLengths()).containsExactly(0, 1, 1, 1, -1, 1);
    }

    @Test
    void answer_givenBatch_stacksThePictures() throws Exception {
        Answer answer = answer(null, 1, new Tensors().with(List.of(2L, 2L, 1L, 2L), 1, 0, 0, 1, 0, 0, 9, 9));
        assertThat(answer.getHeight()).isEqualTo(2);
        assertThat(answer.getRunLengths()).containsExactly(0, 1, 1, 3);
    }

    @Test
    void answer_givenAnyMap_hasRunsThatSumToItsPixels() throws Exception {
        Random random = new Random(4);
        double[] map = random.doubles(40 * 50).toArray();
        Answer answer = answer(0.5, null, new Tensors().with(List.of(40L, 50L), map));
        int pixel = 0;
        for (int i = 0; i < answer.getRunLengths().size(); i += 2) {
            for (int k = 0; k < answer.getRunLengths().get(i + 1); k++) {
                assertThat(answer.getRunLengths().get(i)).isEqualTo(map[pixel++] > 0.5 ? 1 : 0);
            }
        }
        assertThat(pixel).isEqualTo(map.length);
    }

    @Test
    void answer_givenMoreRunsThanAreKept_saysSo() throws Exception {
        double[] board = new double[40_000];
        for (int i = 0; i < board.length; i += 2) {
            board[i] = 1;
        }
        Answer answer = answer(0.5, null, new Tensors().with(List.of(200L, 200L), board));
        assertThat(answer.getTruncated()).isTrue();
        assertThat(answer.getRunLengths()).hasSize(2 * 16_384);
    }
}
