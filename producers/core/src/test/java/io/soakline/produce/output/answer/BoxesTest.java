package io.soakline.produce.output.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.declare.DetectionLayout;
import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.OutputReference;
import io.soakline.record.Answer;
import io.soakline.record.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxesTest {

    private static final OutputReference FIRST = new OutputReference(null, 0);
    private static final List<String> COLUMNS = List.of("class", "x1", "y1", "x2", "y2", "ignored", "score");

    private static Answer answer(DetectionLayout layout, Tensors tensors) throws Exception {
        return AnswerRule.of(new Detections(layout, 0.25, 0.5, null), tensors.outputs())
                .answer(tensors);
    }

    private static Detection detection(int classId, double score, double x1, double y1, double x2, double y2) {
        return new Detection(classId, (float) score, (float) x1, (float) y1, (float) x2, (float) y2);
    }

    @Test
    void answer_givenRowsInAnyOrder_sortsByClassThenScoreThenCorners() throws Exception {
        Tensors tensors = new Tensors()
                .with(
                        List.of(1L, 5L, 7L),
                        2,
                        0,
                        0,
                        1,
                        1,
                        99,
                        0.5,
                        1,
                        3,
                        0,
                        4,
                        1,
                        99,
                        0.9,
                        1,
                        2,
                        0,
                        4,
                        1,
                        99,
                        0.9,
                        0,
                        0,
                        0,
                        0,
                        0,
                        99,
                        0.2,
                        0,
                        0,
                        0,
                        0,
                        0,
                        99,
                        Double.NaN);
        assertThat(answer(new DetectionLayout.Rows(FIRST, COLUMNS), tensors).getDetections())
                .containsExactly(
                        detection(1, 0.9, 2, 0, 4, 1), detection(1, 0.9, 3, 0, 4, 1), detection(2, 0.5, 0, 0, 1, 1));
    }

    @Test
    void answer_givenTensorsOfTheirOwn_joinsThemByRow() throws Exception {
        Tensors tensors = new Tensors()
                .with(List.of(1L, 2L, 4L), 1, 2, 3, 4, 5, 6, 7, 8)
                .with(List.of(1L, 2L), 0.3, 0.8)
                .with(List.of(2L), 7, 3);
        DetectionLayout layout = new DetectionLayout.Tensors(
                FIRST,
                List.of("y1", "x1", "y2", "x2"),
                new OutputReference(null, 1),
                new OutputReference("output2", -1));
        assertThat(answer(layout, tensors).getDetections())
                .containsExactly(detection(3, 0.8, 6, 5, 8, 7), detection(7, 0.3, 2, 1, 4, 3));
    }

    @Test
    void answer_givenMoreThanAreKept_keepsTheLargestScores() throws Exception {
        double[] rows = new double[1500 * 5];
        for (int i = 0; i < 1500; i++) {
            rows[5 * i + 4] = 0.3 + i / 10_000.0;
        }
        DetectionLayout layout = new DetectionLayout.Rows(FIRST, List.of("x1", "y1", "x2", "y2", "score"));
        Answer answer = answer(layout, new Tensors().with(List.of(1500L, 5L), rows));
        assertThat(answer.getTruncated()).isTrue();
        assertThat(answer.getDetections()).hasSize(1000);
        assertThat(answer.getDetections().get(999).getScore()).isEqualTo((float) (0.3 + 500 / 10_000.0));
    }
}
