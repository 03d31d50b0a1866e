package io.soakline.flow;

import io.soakline.log.Digests;
import io.soakline.record.Answer;
import io.soakline.record.AnswerKind;
import io.soakline.record.ElementDifference;
import io.soakline.record.GoldenComparison;
import io.soakline.record.OutputSketch;
import io.soakline.record.Run;
import io.soakline.record.TensorSketch;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An output of one float vector, and what a producer says of it on the log. */
final class TestOutput {

    private static final int WHOLE = 256;
    private static final int ROW = 6;

    private final float[] values;
    private final boolean detections;
    private final OutputDigest digest;
    private final OutputDigest rawDigest;

    private TestOutput(float[] values, boolean detections) {
        this.values = values;
        this.detections = detections;
        digest = hash(detections ? sorted() : values, true);
        rawDigest = hash(values, false);
    }

    static TestOutput of(float... values) {
        return new TestOutput(values.clone(), false);
    }

    /** Scores whose largest is that of the class. */
    static TestOutput ofClass(int label, int classes) {
        float[] scores = new float[classes];
        for (int i = 0; i < classes; i++) {
            scores[i] = (float) Math.sin(1 + i) / 8;
        }
        scores[label] = 0.75f;
        return new TestOutput(scores, false);
    }

    /** Rows of class, score and corners; in any order they are the same. */
    static TestOutput ofDetections(float[]... rows) {
        float[] all = new float[ROW * rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, ROW * i, ROW);
        }
        return new TestOutput(all, true);
    }

    /** The same with some bits of one element the other way round. */
    TestOutput flipped(int element, int bits) {
        float[] changed = values.clone();
        changed[element] = Float.intBitsToFloat(Float.floatToRawIntBits(changed[element]) ^ bits);
        return new TestOutput(changed, detections);
    }

    TestOutput with(int element, float value) {
        float[] changed = values.clone();
        changed[element] = value;
        return new TestOutput(changed, detections);
    }

    OutputDigest digest() {
        return digest;
    }

    OutputDigest rawDigest() {
        return rawDigest;
    }

    boolean isFinite() {
        return count(value -> !Float.isFinite(value)) == 0;
    }

    private float[] sorted() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i += ROW) {
            rows.add(Arrays.copyOfRange(values, i, i + ROW));
        }
        rows.sort(Comparator.comparing(Arrays::toString));
        float[] all = new float[values.length];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, ROW * i, ROW);
        }
        return all;
    }

    /** FNV-1a over the bits, from two starts. */
    private static OutputDigest hash(float[] values, boolean canonical) {
        long high = 0xcbf29ce484222325L;
        long low = 0x9e3779b97f4a7c15L;
        for (float value : values) {
            int bits = canonical ? canonicalBits(value) : Float.floatToRawIntBits(value);
            high = (high ^ bits) * 0x100000001b3L;
            low = (low ^ bits) * 0x100000001b3L;
        }
        return new OutputDigest(high, low);
    }

    private static int canonicalBits(float value) {
        return value == 0 ? 0 : Float.floatToIntBits(value);
    }

    /** @param golden that it is compared with; null where the input is no probe */
    OutputSketch sketch(Run run, int input, @Nullable TestOutput golden) {
        List<Integer> top = IntStream.range(0, values.length)
                .boxed()
                .filter(i -> Float.isFinite(values[i]))
                .sorted(Comparator.comparing((Integer i) -> -values[i]).thenComparing(i -> i))
                .limit(5)
                .toList();
        TensorSketch tensor = TensorSketch.newBuilder()
                .setName("output")
                .setElementType("FLOAT32")
                .setShape(List.of((long) values.length))
                .setTopIndices(top)
                .setTopValues(top.stream().map(i -> (double) values[i]).toList())
                .setMargin(top.size() < 2 ? null : Double.valueOf(values[top.get(0)] - values[top.get(1)]))
                .setNanCount(count(Float::isNaN))
                .setInfinityCount(count(Float::isInfinite))
                .setNegativeZeroCount(count(value -> value == 0 && Float.floatToRawIntBits(value) != 0))
                .setSubnormalCount(0)
                .setNorm(Math.sqrt(doubles().stream()
                        .filter(Double::isFinite)
                        .mapToDouble(v -> v * v)
                        .sum()))
                .setValues(values.length <= WHOLE ? doubles() : List.of())
                .build();
        return OutputSketch.newBuilder()
                .setRunId(run.getRunId())
                .setModelDigest(run.getModelDigest())
                .setInputSetDigest(run.getInputSetDigest())
                .setInputIndex(input)
                .setDigest(Digests.of(digest().high(), digest().low()))
                .setRawDigest(Digests.of(rawDigest().high(), rawDigest().low()))
                .setTensors(List.of(tensor))
                .setAnswer(detections ? detections() : null)
                .setGolden(golden == null ? null : compared(golden))
                .build();
    }

    private interface FloatTest {
        boolean is(float value);
    }

    private long count(FloatTest test) {
        return IntStream.range(0, values.length).filter(i -> test.is(values[i])).count();
    }

    private List<Double> doubles() {
        return IntStream.range(0, values.length)
                .mapToObj(i -> (double) values[i])
                .toList();
    }

    private Answer detections() {
        List<io.soakline.record.Detection> found = new ArrayList<>();
        float[] rows = sorted();
        for (int i = 0; i < rows.length; i += ROW) {
            found.add(new io.soakline.record.Detection(
                    (int) rows[i], rows[i + 1], rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5]));
        }
        return Answer.newBuilder()
                .setKind(AnswerKind.DETECTIONS)
                .setDetections(found)
                .build();
    }

    /** ULPs are right between values of one sign. */
    private GoldenComparison compared(TestOutput golden) {
        List<ElementDifference> differences = IntStream.range(0, values.length)
                .filter(i -> canonicalBits(values[i]) != canonicalBits(golden.values[i]))
                .mapToObj(i -> new ElementDifference(
                        0,
                        (long) i,
                        canonicalBits(golden.values[i]) & 0xFFFFFFFFL,
                        canonicalBits(values[i]) & 0xFFFFFFFFL))
                .toList();
        return GoldenComparison.newBuilder()
                .setGoldenDigest(
                        Digests.of(golden.digest().high(), golden.digest().low()))
                .setOrigin("golden engine")
                .setDiffering((long) differences.size())
                .setMaxAbs(IntStream.range(0, values.length)
                        .filter(i -> Float.isFinite(values[i]) && Float.isFinite(golden.values[i]))
                        .mapToDouble(i -> Math.abs((double) values[i] - golden.values[i]))
                        .max()
                        .orElse(0))
                .setMaxRel(null)
                .setMaxUlp(differences.stream()
                        .mapToLong(each -> Math.abs(each.getBits() - each.getGoldenBits()))
                        .max()
                        .orElse(0))
                .setL2(0)
                .setL2Relative(null)
                .setCosine(null)
                .setTopKOverlap(null)
                .setFiniteMismatches(IntStream.range(0, values.length)
                        .filter(i -> Float.isFinite(values[i]) != Float.isFinite(golden.values[i]))
                        .count())
                .setExamples(differences.stream().limit(8).toList())
                .build();
    }
}
