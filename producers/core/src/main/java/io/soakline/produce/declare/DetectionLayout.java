package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where the parts of a detection stand: one tensor of rows, or one tensor for each part. */
public sealed interface DetectionLayout {

    /** Words for the columns of a row. */
    List<String> COLUMNS = List.of("x1", "y1", "x2", "y2", "score", "class", "ignored");

    /** Words for the columns of a tensor of boxes. */
    List<String> CORNERS = List.of("x1", "y1", "x2", "y2");

    /** Outputs that hold the parts, each once. Row k of all of them is one detection. */
    List<OutputReference> outputs();

    /** Detections that an engine with these outputs gives at most. */
    default int rows(List<TensorSpec> outputs) throws EngineException {
        TensorSpec first = outputs.get(outputs().get(0).in(outputs));
        int rank = first.shape().size();
        return Math.toIntExact(first.shape().get(rank - 2));
    }

    void requireFor(List<TensorSpec> outputs) throws EngineException;

    /** A row for each detection: {@code [rows, columns]}, with leading extents of 1. */
    record Rows(OutputReference output, List<String> columns) implements DetectionLayout {

        public Rows {
            columns = List.copyOf(columns);
        }

        @Override
        public List<OutputReference> outputs() {
            return List.of(output);
        }

        @Override
        public void requireFor(List<TensorSpec> outputs) throws EngineException {
            requireRows(outputs.get(output.in(outputs)), columns.size());
        }
    }

    /**
     * Boxes {@code [rows, 4]}, scores {@code [rows]} and classes {@code [rows]}, with leading or trailing extents of 1.
     *
     * @param boxColumns order of the corners in a box
     * @param classes null when there is one class, 0
     */
    record Tensors(
            OutputReference boxes,
            List<String> boxColumns,
            OutputReference scores,
            @Nullable OutputReference classes) implements DetectionLayout {

        public Tensors {
            boxColumns = List.copyOf(boxColumns);
        }

        @Override
        public List<OutputReference> outputs() {
            List<OutputReference> all = new ArrayList<>(List.of(boxes, scores));
            if (classes != null) {
                all.add(classes);
            }
            return all;
        }

        @Override
        public void requireFor(List<TensorSpec> outputs) throws EngineException {
            requireRows(outputs.get(boxes.in(outputs)), boxColumns.size());
            TreeSet<Integer> distinct = new TreeSet<>();
            for (OutputReference reference : outputs()) {
                int position = reference.in(outputs);
                if (!distinct.add(position)) {
                    throw new EngineException("the declaration names output "
                            + outputs.get(position).name()
                            + " twice; boxes, scores and classes are outputs of their own, or columns of one");
                }
                TensorSpec spec = outputs.get(position);
                if (!reference.equals(boxes) && spec.elements() != rows(outputs)) {
                    throw OutputRule.misfit("one element for each of " + rows(outputs) + " boxes", spec);
                }
            }
        }
    }

    private static void requireRows(TensorSpec spec, int columns) throws EngineException {
        int rank = spec.shape().size();
        boolean fits = rank >= 2
                && spec.shape().get(rank - 1) == columns
                && spec.elements() == spec.shape().get(rank - 2) * columns;
        if (!fits) {
            throw OutputRule.misfit("rows of " + columns + " columns", spec);
        }
    }
}
