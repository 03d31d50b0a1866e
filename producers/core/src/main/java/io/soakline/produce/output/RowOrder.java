package io.soakline.produce.output;

import io.soakline.produce.declare.DetectionLayout;
import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Brings rows whose order means nothing into one order: that of their bytes, see {@link OutputDigest}. */
final class RowOrder {

    private final int rows;
    private final List<Part> parts;

    /**
     * What a row has in one tensor.
     *
     * @param offset of the tensor's first element, bytes
     * @param width of a row, bytes
     */
    private record Part(int offset, int width) {

        int compare(byte[] bytes, int one, int other) {
            int a = offset + one * width;
            int b = offset + other * width;
            return Arrays.compareUnsigned(bytes, a, a + width, bytes, b, b + width);
        }

        void permute(byte[] bytes, Integer[] order) {
            byte[] before = Arrays.copyOfRange(bytes, offset, offset + order.length * width);
            for (int i = 0; i < order.length; i++) {
                System.arraycopy(before, order[i] * width, bytes, offset + i * width, width);
            }
        }
    }

    private RowOrder(int rows, List<Part> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    /** @param offsets of the outputs' first elements in the bytes that will be sorted */
    static RowOrder of(DetectionLayout layout, List<TensorSpec> outputs, int[] offsets) throws EngineException {
        int rows = layout.rows(outputs);
        List<Part> parts = new ArrayList<>();
        for (OutputReference reference : layout.outputs()) {
            int output = reference.in(outputs);
            parts.add(new Part(offsets[output], outputs.get(output).bytes() / rows));
        }
        return new RowOrder(rows, parts);
    }

    /** @return whether any row moved */
    boolean sort(byte[] bytes) {
        if (isSorted(bytes)) {
            return false;
        }
        Integer[] order = IntStream.range(0, rows).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (one, other) -> compare(bytes, one, other));
        parts.forEach(part -> part.permute(bytes, order));
        return true;
    }

    private boolean isSorted(byte[] bytes) {
        for (int row = 1; row < rows; row++) {
            if (compare(bytes, row - 1, row) > 0) {
                return false;
            }
        }
        return true;
    }

    private int compare(byte[] bytes, int one, int other) {
        for (Part part : parts) {
            int order = part.compare(bytes, one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
