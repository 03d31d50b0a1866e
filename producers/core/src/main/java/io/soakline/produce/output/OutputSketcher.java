package io.soakline.produce.output;

import io.soakline.log.Digests;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.OutputSketch;
import io.soakline.record.TensorSketch;
import java.util.ArrayList;
import java.util.List;

/** Describes outputs in a few hundred bytes: largest values, unusual values, norm, and a sketch or the whole tensor. */
public final class OutputSketcher {

    /** Tensors of up to this many elements are given whole. */
    static final int WHOLE_UP_TO_ELEMENTS = 256;

    private static final int TOP = 5;

    private final String modelDigest;
    private final String inputSetDigest;

    public OutputSketcher(String modelDigest, String inputSetDigest) {
        this.modelDigest = modelDigest;
        this.inputSetDigest = inputSetDigest;
    }

    /** Sketch of the outputs that {@code digest} saw last, which answer input {@code inputIndex}. */
    public OutputSketch sketch(int inputIndex, OutputDigest digest) {
        List<TensorSketch> tensors = new ArrayList<>();
        for (int i = 0; i < digest.outputs().size(); i++) {
            tensors.add(tensor(digest, i));
        }
        return OutputSketch.newBuilder()
                .setModelDigest(modelDigest)
                .setInputSetDigest(inputSetDigest)
                .setInputIndex(inputIndex)
                .setDigest(Digests.of(digest.high(), digest.low()))
                .setRawDigest(Digests.of(digest.rawHigh(), digest.rawLow()))
                .setTensors(tensors)
                .build();
    }

    private static TensorSketch tensor(OutputDigest digest, int output) {
        TensorSpec spec = digest.outputs().get(output);
        int elements = spec.elements();
        boolean whole = elements <= WHOLE_UP_TO_ELEMENTS;
        List<Double> values = new ArrayList<>();
        CountSketch sketch = new CountSketch();
        TopValues top = new TopValues(TOP);
        double sumOfSquares = 0;
        for (int i = 0; i < elements; i++) {
            double value = digest.value(output, i);
            if (whole) {
                values.add(value);
            }
            if (Double.isFinite(value)) {
                sumOfSquares += value * value;
                top.offer(i, value);
                sketch.add(i, value);
            }
        }
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
                .setSubnormalCount(unusual.subnormal)
                .setNorm(Math.sqrt(sumOfSquares))
                .setCountSketch(whole ? List.of() : buckets(sketch))
                .setCountSketchVersion(CountSketch.VERSION)
                .setValues(values)
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
