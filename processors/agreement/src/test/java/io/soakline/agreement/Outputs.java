package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes outputs as the producer describes them, and keeps them for lookup. */
final class Outputs implements OutputLookup {

    private record Place(int inputIndex, OutputDigest digest) {}

    private final Map<Place, KnownOutput> known = new HashMap<>();

    @Override
    public @Nullable KnownOutput output(int inputIndex, OutputDigest digest) {
        return known.get(new Place(inputIndex, digest));
    }

    OutputDigest put(int inputIndex, KnownOutput output) {
        known.put(new Place(inputIndex, output.digest()), output);
        return output.digest();
    }

    /** One vector of float32, held whole. */
    static KnownOutput whole(double... values) {
        return output(tensor("FLOAT32", List.of(1L, (long) values.length), true, values), null);
    }

    /** One vector of float32, sketched. */
    static KnownOutput sketched(double... values) {
        return output(tensor("FLOAT32", List.of(1L, (long) values.length), false, values), null);
    }

    static KnownOutput answering(Answer answer, double... values) {
        return output(tensor("FLOAT32", List.of(1L, (long) values.length), true, values), answer);
    }

    static KnownOutput output(KnownTensor tensor, @Nullable Answer answer) {
        return output(List.of(tensor), answer);
    }

    /** The digest of whatever is given: unequal for unequal outputs, as far as a test can tell. */
    static KnownOutput output(List<KnownTensor> tensors, @Nullable Answer answer) {
        OutputDigest digest =
                new OutputDigest(tensors.hashCode(), 31L * tensors.toString().hashCode());
        return new KnownOutput(digest, digest, tensors, answer);
    }

    static KnownTensor tensor(String elementType, List<Long> shape, boolean whole, double... values) {
        List<Integer> top = IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]))
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .limit(5)
                .toList();
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return new KnownTensor(
                elementType,
                shape,
                top,
                top.stream().map(i -> values[i]).toList(),
                top.size() < 2 ? null : Double.valueOf(values[top.get(0)] - values[top.get(1)]),
                Arrays.stream(values).filter(Double::isNaN).count(),
                Arrays.stream(values).filter(Double::isInfinite).count(),
                Math.sqrt(Arrays.stream(finite).map(v -> v * v).sum()),
                finite.length == 0
                        ? null
                        : Double.valueOf(Arrays.stream(finite).min().orElseThrow()),
                finite.length == 0
                        ? null
                        : Double.valueOf(Arrays.stream(finite).max().orElseThrow()),
                1,
                whole ? List.of() : list(ReferenceCountSketch.of(values)),
                whole ? list(values) : List.of(),
                List.of(),
                List.of());
    }

    /** The same tensor, of which the ladder is known as well. */
    static KnownTensor withLadder(KnownTensor tensor, KnownTensor.LadderStep... ladder) {
        return with(tensor, List.of(ladder), tensor.blockDigests());
    }

    static KnownTensor withBlocks(KnownTensor tensor, long... blocks) {
        List<OutputDigest> digests = Arrays.stream(blocks)
                .mapToObj(block -> new OutputDigest(0, block))
                .toList();
        return with(tensor, tensor.ladder(), digests);
    }

    private static KnownTensor with(
            KnownTensor tensor, List<KnownTensor.LadderStep> ladder, List<OutputDigest> blockDigests) {
        return new KnownTensor(
                tensor.elementType(),
                tensor.shape(),
                tensor.topIndices(),
                tensor.topValues(),
                tensor.margin(),
                tensor.nanCount(),
                tensor.infinityCount(),
                tensor.norm(),
                tensor.minimum(),
                tensor.maximum(),
                tensor.countSketchVersion(),
                tensor.countSketch(),
                tensor.values(),
                ladder,
                blockDigests);
    }

    static List<Double> list(double... values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return Collections.unmodifiableList(list);
    }
}
