package io.soakline.produce.output.answer;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Classification: the position of the largest element of each row; of equal ones the first. NaN is never the largest; a row
 * of nothing else has the label -1. A row is what lies along the axis of the classes; rows follow each other row-major.
 *
 * <p>The margin is the largest minus the second largest; 0 where fewer than two elements are numbers or both are the same
 * infinity: such a label rests on nothing. At most {@value #MOST_ROWS} rows are kept.
 */
final class Labels implements AnswerRule {

    static final int MOST_ROWS = 4096;

    private final int output;
    private final int classes;
    /** Elements between two neighbours along the axis. */
    private final int step;

    private final int rows;

    Labels(OutputRule.Classification rule, List<TensorSpec> outputs) throws EngineException {
        output = rule.output().in(outputs);
        TensorSpec spec = outputs.get(output);
        int axis = rule.axisIn(spec);
        classes = Math.toIntExact(spec.shape().get(axis));
        step = Extents.product(spec.shape(), axis + 1, spec.shape().size());
        rows = spec.elements() / classes;
    }

    @Override
    public Answer answer(TensorValues values) {
        List<Integer> labels = new ArrayList<>();
        List<Double> margins = new ArrayList<>();
        for (int row = 0; row < Math.min(rows, MOST_ROWS); row++) {
            add(values, row / step * step * classes + row % step, labels, margins);
        }
        return Answer.newBuilder()
                .setKind(AnswerKind.CLASSIFICATION)
                .setLabels(labels)
                .setMargins(classes == 1 ? List.of() : margins)
                .setTruncated(rows > MOST_ROWS)
                .build();
    }

    private void add(TensorValues values, int first, List<Integer> labels, List<Double> margins) {
        int label = -1;
        double largest = Double.NaN;
        double second = Double.NaN;
        for (int c = 0; c < classes; c++) {
            double value = values.value(output, first + c * step);
            if (value > largest || (label < 0 && !Double.isNaN(value))) {
                second = largest;
                largest = value;
                label = c;
            } else if (value > second || (Double.isNaN(second) && !Double.isNaN(value))) {
                second = value;
            }
        }
        labels.add(label);
        double margin = largest == second ? 0 : largest - second;
        margins.add(Double.isNaN(margin) ? 0 : margin);
    }
}
