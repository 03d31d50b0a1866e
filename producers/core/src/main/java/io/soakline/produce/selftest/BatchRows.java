package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows of tensors along their first axis: one row is one case of a batch. */
final class BatchRows {

    private BatchRows() {}

    /** The first extent that all inputs and outputs of an engine share; 0 when there is none. */
    static int batch(EngineManifest engine) {
        List<Long> firsts = Stream.concat(engine.inputs().stream(), engine.outputs().stream())
                .map(spec -> spec.shape().isEmpty() ? 0L : spec.shape().get(0))
                .distinct()
                .toList();
        return firsts.size() == 1 ? Math.toIntExact(firsts.get(0)) : 0;
    }

    /** What one row consists of. */
    static List<TensorSpec> rowSpecs(List<TensorSpec> specs) {
        return specs.stream()
                .map(s -> new TensorSpec(
                        s.name(),
                        s.elementType(),
                        s.shape().subList(1, s.shape().size())))
                .toList();
    }

    /** Whether two engines take and give rows of one kind, whatever their outputs are called. */
    static boolean sameRows(EngineManifest one, EngineManifest other) {
        return forms(one.inputs()).equals(forms(other.inputs()))
                && forms(one.outputs()).equals(forms(other.outputs()));
    }

    private static List<String> forms(List<TensorSpec> specs) {
        return rowSpecs(specs).stream()
                .map(s -> s.elementType() + " " + s.shape())
                .toList();
    }

    /** Row {@code row} of tensors; shares their memory. */
    static List<ByteBuffer> row(List<ByteBuffer> tensors, List<TensorSpec> rowSpecs, int row) {
        List<ByteBuffer> rows = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            int bytes = rowSpecs.get(i).bytes();
            rows.add(tensors.get(i).slice(row * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        return rows;
    }

    /** A batch that consists of one row so many times. */
    static List<ByteBuffer> repeated(List<ByteBuffer> row, int batch) {
        List<ByteBuffer> tensors = new ArrayList<>();
        for (ByteBuffer part : row) {
            int bytes = part.capacity();
            ByteBuffer tensor = ByteBuffer.allocateDirect(bytes * batch).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < batch; r++) {
                tensor.put(r * bytes, part, 0, bytes);
            }
            tensors.add(tensor);
        }
        return tensors;
    }
}
