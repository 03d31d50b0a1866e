package io.soakline.produce.output;

import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.TensorSketch;
import java.util.ArrayList;
import java.util.List;

/**
 * One tensor in a few hundred bytes: largest values, unusual values, norm, extremes and sum of the finite ones, and the whole
 * tensor or a sketch of it. All sums are taken in the order of the tensor, so that equal bits give equal sums.
 */
final class TensorDescription {

    /** Tensors of up to this many elements are given whole. */
    static final int WHOLE_UP_TO_ELEMENTS = 256;

    private TensorDescription() {}

    static TensorSketch of(OutputDigest digest, int output) {
        TensorSpec spec = digest.outputs().get(output);
        int elements = spec.elements();
        boolean whole = elements <= WHOLE_UP_TO_ELEMENTS;
        List<Double> values = new ArrayList<>();
        CountSketch sketch = new CountSketch();
        TopValues top = new TopValues(OutputDigest.LARGEST);
        double sum = 0;
        double sumOfSquares = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < elements; i++) {
            double value = digest.value(output, i);
            if (whole) {
                values.add(value);
            }
            if (Double.isFinite(value)) {
                sum += value;
                sumOfSquares += value * value;
                minimum = Math.min(minimum, value);
                maximum = Math.max(maximum, value);
                top.offer(i, value);
                sketch.add(i, value);
            }
        }
        boolean anyFinite = minimum <= maximum;
        UnusualValues unusual = digest.unusual(output);
        return TensorSketch.newBuilder()
                .setName(spec.name())
                .setElementType(spec.elementType().name())
                .setShape(spec.shape())
                .setTopIndices(top.indices())
                .setTopValues(top.values())
                .setMargin(top.margin())
                .setNanCount(unusual.nan)
                .setInfinityCount(unusual.infinity)
                .setNegativeZeroCount(unusual.negativeZero)
                .setSubnormalCount(digest.subnormals(output))
                .setNorm(Math.sqrt(sumOfSquares))
                .setCountSketch(whole ? List.of() : buckets(sketch))
                .setCountSketchVersion(CountSketch.VERSION)
                .setValues(values)
                .setMinimum(anyFinite ? minimum : null)
                .setMaximum(anyFinite ? maximum : null)
                .setSum(sum)
                .setLadder(MantissaLadder.of(digest, output))
                .setBlockDigests(BlockDigests.of(digest, output))
                .build();
    }

    private static List<Double> buckets(CountSketch sketch) {
        List<Double> buckets = new ArrayList<>(CountSketch.BUCKETS);
        for (int i = 0; i < CountSketch.BUCKETS; i++) {
            buckets.add(sketch.bucket(i));
        }
        return buckets;
    }
}
