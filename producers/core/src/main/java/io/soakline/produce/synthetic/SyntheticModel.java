package io.soakline.produce.synthetic;

import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a synthetic engine computes: each element of an output is the mean of some bytes of an input. Where inputs and outputs
 * share their first extent, row k of the outputs depends on row k of the inputs alone, as in a batch.
 */
final class SyntheticModel {

    private final List<TensorSpec> outputs;
    private final int batch;
    private final boolean detections;

    SyntheticModel(EngineManifest manifest, boolean detections) {
        outputs = manifest.outputs();
        batch = batch(manifest);
        this.detections = detections;
    }

    private static int batch(EngineManifest manifest) {
        long first = firstExtent(manifest.inputs().get(0));
        boolean shared = manifest.inputs().stream().allMatch(t -> firstExtent(t) == first)
                && manifest.outputs().stream().allMatch(t -> firstExtent(t) == first);
        return shared ? (int) first : 1;
    }

    private static long firstExtent(TensorSpec spec) {
        return spec.shape().isEmpty() ? 1 : spec.shape().get(0);
    }

    /** Rows of a batch that are computed independently; 1 when there is no such thing. */
    int batch() {
        return batch;
    }

    /** Fills {@code to}, one array per output. */
    void compute(List<ByteBuffer> inputs, float[][] to) {
        for (int o = 0; o < to.length; o++) {
            ByteBuffer input = inputs.get(o % inputs.size());
            int perRow = to[o].length / batch;
            int bytesPerRow = input.capacity() / batch;
            for (int row = 0; row < batch; row++) {
                for (int i = 0; i < perRow; i++) {
                    to[o][row * perRow + i] = sliceMean(input, row * bytesPerRow, bytesPerRow, i, perRow);
                }
            }
            if (detections) {
                boxes(to[o], columns(outputs.get(o)));
            }
        }
    }

    /** Mean of every {@code stride}-th byte from {@code first}, in [-1, 1]: differs from input to input. */
    private static float sliceMean(ByteBuffer bytes, int offset, int size, int first, int stride) {
        long sum = 0;
        int n = 0;
        for (int at = first; at < size; at += stride) {
            sum += bytes.get(offset + at);
            n++;
        }
        return n == 0 ? 0 : sum / (128f * n);
    }

    /** Elements of a row of an output: its last extent. */
    static int columns(TensorSpec spec) {
        int rank = spec.shape().size();
        return rank == 0 ? 1 : Math.toIntExact(spec.shape().get(rank - 1));
    }

    /** Rows become x1, y1, x2, y2, score in [0, 1], class 0 to 2; further columns stay. */
    private static void boxes(float[] values, int columns) {
        for (int at = 0; columns >= 6 && at < values.length; at += columns) {
            float left = 100 * Math.abs(values[at]);
            float top = 100 * Math.abs(values[at + 1]);
            values[at] = left;
            values[at + 1] = top;
            values[at + 2] = left + 1 + 100 * Math.abs(values[at + 2]);
            values[at + 3] = top + 1 + 100 * Math.abs(values[at + 3]);
            values[at + 4] = Math.abs(values[at + 4]);
            values[at + 5] = at / columns % 3;
        }
    }
}
