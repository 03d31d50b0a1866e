package io.soakline.produce.output.answer;

import io.soakline.produce.declare.DetectionLayout;
import io.soakline.produce.declare.Detections;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import io.soakline.record.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Detections: every row whose score is a number of at least the declared one, sorted by class, then score falling, then
 * corners: in no order of the engine's. Of more than {@value #MOST} those with the largest scores are kept.
 */
final class Boxes implements AnswerRule {

    static final int MOST = 1000;

    private static final Comparator<Detection> BY_CORNERS = Comparator.comparing(Detection::getX1)
            .thenComparing(Detection::getY1)
            .thenComparing(Detection::getX2)
            .thenComparing(Detection::getY2);
    private static final Comparator<Detection> BY_SCORE =
            Comparator.comparing(Detection::getScore).reversed().thenComparing(BY_CORNERS);
    private static final Comparator<Detection> CANONICAL =
            Comparator.comparing(Detection::getClassId).thenComparing(BY_SCORE);

    private final int rows;
    private final double minimumScore;
    private final Column score;
    private final Column label;
    private final List<Column> corners;

    /**
     * Where one part of all detections stands.
     *
     * @param output -1 when it stands nowhere: then it is 0
     */
    private record Column(int output, int first, int step) {

        static final Column ABSENT = new Column(-1, 0, 0);

        double of(TensorValues values, int row) {
            return output < 0 ? 0 : values.value(output, first + row * step);
        }
    }

    Boxes(Detections rule, List<TensorSpec> outputs) throws EngineException {
        DetectionLayout layout = rule.layout();
        rows = layout.rows(outputs);
        minimumScore = rule.minimumScore();
        if (layout instanceof DetectionLayout.Rows table) {
            int output = table.output().in(outputs);
            score = column(output, table.columns(), "score");
            label = column(output, table.columns(), "class");
            corners = corners(output, table.columns());
        } else {
            DetectionLayout.Tensors parts = (DetectionLayout.Tensors) layout;
            score = new Column(parts.scores().in(outputs), 0, 1);
            label = parts.classes() == null
                    ? Column.ABSENT
                    : new Column(parts.classes().in(outputs), 0, 1);
            corners = corners(parts.boxes().in(outputs), parts.boxColumns());
        }
    }

    private static Column column(int output, List<String> columns, String name) {
        int at = columns.indexOf(name);
        return at < 0 ? Column.ABSENT : new Column(output, at, columns.size());
    }

    private static List<Column> corners(int output, List<String> columns) {
        return DetectionLayout.CORNERS.stream()
                .map(name -> column(output, columns, name))
                .toList();
    }

    @Override
    public Answer answer(TensorValues values) {
        List<Detection> found = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            // False for NaN.
            if (score.of(values, row) >= minimumScore) {
                found.add(detection(values, row));
            }
        }
        boolean truncated = found.size() > MOST;
        if (truncated) {
            found.sort(BY_SCORE.thenComparing(Detection::getClassId));
            found = new ArrayList<>(found.subList(0, MOST));
        }
        found.sort(CANONICAL);
        return Answer.newBuilder()
                .setKind(AnswerKind.DETECTIONS)
                .setDetections(found)
                .setTruncated(truncated)
                .build();
    }

    private Detection detection(TensorValues values, int row) {
        return Detection.newBuilder()
                .setClassId((int) Math.round(label.of(values, row)))
                .setScore((float) score.of(values, row))
                .setX1((float) corners.get(0).of(values, row))
                .setY1((float) corners.get(1).of(values, row))
                .setX2((float) corners.get(2).of(values, row))
                .setY2((float) corners.get(3).of(values, row))
                .build();
    }
}
