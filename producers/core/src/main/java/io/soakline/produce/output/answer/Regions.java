package io.soakline.produce.output.answer;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Segmentation: a class for each pixel, as run lengths row by row. With a threshold the class is 1 above it, else 0, which
 * NaN is as well; with an axis of classes it is the position of the largest element, of equal ones the first, and -1 where
 * all are NaN. What lies before height and width (and is not the axis of classes) is stacked: the height is that of all
 * pictures together.
 *
 * <p>At most {@value #MOST_RUNS} runs are kept; what comes after them is left out, and that is said.
 */
final class Regions implements AnswerRule {

    static final int MOST_RUNS = 16_384;

    private final int output;
    private final double threshold;
    private final int classes;
    /** Elements between the maps of two classes. */
    private final int step;

    private final int height;
    private final int width;

    Regions(OutputRule.Segmentation rule, List<TensorSpec> outputs) throws EngineException {
        output = rule.output().in(outputs);
        TensorSpec spec = outputs.get(output);
        List<Long> shape = spec.shape();
        int rank = shape.size();
        Integer axis = rule.channelAxis();
        Double declared = rule.threshold();
        threshold = declared == null ? Double.NaN : declared;
        classes = axis == null ? 1 : Math.toIntExact(shape.get(axis));
        step = axis == null ? 1 : Extents.product(shape, axis + 1, rank);
        width = Math.toIntExact(shape.get(rank - 1));
        height = spec.elements() / classes / width;
    }

    @Override
    public Answer answer(TensorValues values) {
        List<Integer> runs = new ArrayList<>();
        int pixels = height * width;
        int start = 0;
        int current = pixelClass(values, 0);
        for (int pixel = 1; pixel < pixels && runs.size() < 2 * MOST_RUNS; pixel++) {
            int next = pixelClass(values, pixel);
            if (next != current) {
                runs.add(current);
                runs.add(pixel - start);
                start = pixel;
                current = next;
            }
        }
        boolean truncated = runs.size() >= 2 * MOST_RUNS;
        if (!truncated) {
            runs.add(current);
            runs.add(pixels - start);
        }
        return Answer.newBuilder()
                .setKind(AnswerKind.SEGMENTATION)
                .setHeight(height)
                .setWidth(width)
                .setRunLengths(runs)
                .setTruncated(truncated)
                .build();
    }

    private int pixelClass(TensorValues values, int pixel) {
        if (!Double.isNaN(threshold)) {
            return values.value(output, pixel) > threshold ? 1 : 0;
        }
        int first = pixel / step * step * classes + pixel % step;
        int label = -1;
        double largest = Double.NaN;
        for (int c = 0; c < classes; c++) {
            double value = values.value(output, first + c * step);
            if (value > largest || (label < 0 && !Double.isNaN(value))) {
                largest = value;
                label = c;
            }
        }
        return label;
    }
}
