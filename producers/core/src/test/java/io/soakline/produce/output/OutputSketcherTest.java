package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.LadderStep;
import io.soakline.record.OutputSketch;
import io.soakline.record.TensorSketch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputSketcherTest {

    private static TensorSketch sketch(float... values) {
        ByteBuffer tensor = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            tensor.putFloat(value);
        }
        TensorSpec spec = new TensorSpec("logits", ElementType.FLOAT32, List.of((long) values.length));
        OutputDigest digest = new OutputDigest(List.of(spec));
        digest.update(List.of(tensor));
        OutputSketch sketch = new OutputSketcher("run", "model", "inputs", null, null).sketch(3, digest);
        assertThat(sketch.getInputIndex()).isEqualTo(3);
        return sketch.getTensors().get(0);
    }

    @Test
    void sketch_givenFewElements_holdsThemWholeWithTopFiveAndMargin() {
        TensorSketch sketch = sketch(0.5f, 3, -1, 2.25f, 8, 7, Float.NaN);
        assertThat(sketch.getTopIndices()).containsExactly(4, 5, 1, 3, 0);
        assertThat(sketch.getTopValues()).containsExactly(8.0, 7.0, 3.0, 2.25, 0.5);
        assertThat(sketch.getMargin()).isEqualTo(1.0);
        assertThat(sketch.getNanCount()).isEqualTo(1);
        assertThat(sketch.getValues()).hasSize(7);
        assertThat(sketch.getCountSketch()).isEmpty();
        assertThat(sketch.getNorm()).isCloseTo(Math.sqrt(0.25 + 9 + 1 + 5.0625 + 64 + 49), within(1e-12));
    }

    @Test
    void sketch_givenEqualLargest_namesTheFirstAndMarginZero() {
        TensorSketch sketch = sketch(1, 5, 5);
        assertThat(sketch.getTopIndices()).containsExactly(1, 2, 0);
        assertThat(sketch.getMargin()).isZero();
    }

    @Test
    void sketch_givenOnlyNan_hasNoTopAndNoMargin() {
        TensorSketch sketch = sketch(Float.NaN);
        assertThat(sketch.getTopIndices()).isEmpty();
        assertThat(sketch.getMargin()).isNull();
        assertThat(sketch.getNorm()).isZero();
    }

    @Test
    void sketch_givenManyElements_holdsCountSketchInstead() {
        TensorSketch sketch = sketch(new float[257]);
        assertThat(sketch.getValues()).isEmpty();
        assertThat(sketch.getCountSketch()).hasSize(64);
        assertThat(sketch.getCountSketchVersion()).isEqualTo(1);
    }

    @Test
    void countSketch_givenOneChangedElement_isExactlyThatFarAway() {
        Random random = new Random(5);
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        float[] changed = values.clone();
        changed[617] += 0.25f;
        double distance =
                distance(sketch(values).getCountSketch(), sketch(changed).getCountSketch());
        assertThat(distance).isCloseTo((double) changed[617] - values[617], within(1e-12));
    }

    /** Standard deviation of the squared distance is sqrt(2/64) = 0.18: five of them. */
    @Test
    void countSketch_givenManyChangedElements_estimatesTheirDistance() {
        Random random = new Random(6);
        float[] values = new float[5000];
        float[] changed = new float[5000];
        double squared = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
            changed[i] = values[i] + (float) random.nextGaussian() * 0.01f;
            squared += ((double) changed[i] - values[i]) * ((double) changed[i] - values[i]);
        }
        double distance =
                distance(sketch(values).getCountSketch(), sketch(changed).getCountSketch());
        assertThat(distance * distance / squared).isBetween(0.1, 1.9);
    }

    /** Part of the format: a change here needs a new version number. Checked against SplitMix64 in Python. */
    @Test
    void countSketch_version1_putsElementsWhereItAlwaysDid() {
        CountSketch sketch = new CountSketch();
        for (int i = 0; i < 8; i++) {
            sketch.add(i, 1 << i);
        }
        StringBuilder placed = new StringBuilder();
        for (int b = 0; b < CountSketch.BUCKETS; b++) {
            if (sketch.bucket(b) != 0) {
                placed.append(b).append(':').append((long) sketch.bucket(b)).append(' ');
            }
        }
        assertThat(placed.toString()).isEqualTo("4:-64 13:128 26:-1 33:2 35:32 48:-16 54:4 56:8 ");
    }

    private static double distance(List<Double> one, List<Double> other) {
        double squared = 0;
        for (int i = 0; i < one.size(); i++) {
            squared += (one.get(i) - other.get(i)) * (one.get(i) - other.get(i));
        }
        return Math.sqrt(squared);
    }

    @Test
    void sketch_givenUnusualValues_takesExtremesAndSumOfTheFiniteOnes() {
        TensorSketch sketch = sketch(Float.NaN, 3, -1, Float.NEGATIVE_INFINITY, 0.5f);
        assertThat(sketch.getMinimum()).isEqualTo(-1.0);
        assertThat(sketch.getMaximum()).isEqualTo(3.0);
        assertThat(sketch.getSum()).isEqualTo(2.5);
        TensorSketch nothing = sketch(Float.NaN);
        assertThat(nothing.getMinimum()).isNull();
        assertThat(nothing.getMaximum()).isNull();
        assertThat(nothing.getSum()).isZero();
    }

    @Test
    void ladder_givenSmallDifference_isEqualOnceRoundedAndStraddlesNearEdges() {
        TensorSketch one = sketch(1.3f, -0.7f, 0);
        TensorSketch other = sketch(Math.nextUp(1.3f), -0.7f, -0.0f);
        assertThat(one.getLadder()).extracting(LadderStep::getMantissaBits).containsExactly(12, 8, 4);
        assertThat(other.getLadder()).isEqualTo(one.getLadder());
        assertThat(one.getLadder()).extracting(LadderStep::getStraddles).containsExactly(0, 0, 0);
        // 1 + 1/32 is the edge between two cells of 4 bits.
        assertThat(sketch(1 + 1 / 32f).getLadder().get(2).getStraddles()).isEqualTo(1);
        assertThat(sketch(1.35f, -0.7f, 0).getLadder().get(0).getDigest())
                .isNotEqualTo(one.getLadder().get(0).getDigest());
        assertThat(one.getBlockDigests()).isEmpty();
    }

    private static List<Integer> ladderBits(ElementType type, int elements) {
        TensorSpec spec = new TensorSpec("y", type, List.of((long) elements));
        OutputDigest digest = new OutputDigest(List.of(spec));
        digest.update(List.of(ByteBuffer.allocate(spec.bytes())));
        return MantissaLadder.of(digest, 0).stream()
                .map(LadderStep::getMantissaBits)
                .toList();
    }

    @Test
    void ladder_hasAFineStepWhereTheTensorIsNotGivenWholeAndItsElementsAreLonger() {
        assertThat(ladderBits(ElementType.FLOAT32, 256)).containsExactly(12, 8, 4);
        assertThat(ladderBits(ElementType.FLOAT32, 257)).containsExactly(17, 12, 8, 4);
        assertThat(ladderBits(ElementType.FLOAT64, 4096)).containsExactly(17, 12, 8, 4);
        assertThat(ladderBits(ElementType.FLOAT64, 4097)).isEmpty();
        assertThat(ladderBits(ElementType.FLOAT16, 257)).containsExactly(12, 8, 4);
        assertThat(ladderBits(ElementType.INT32, 257)).isEmpty();
    }

    @Test
    void ladder_givenElementThatDiffersByLessThanTheDefaultTolerance_isEqualFromTheFineStepOn() {
        float[] values = new float[1000];
        Arrays.fill(values, 1.3f);
        TensorSketch one = sketch(values);
        values[77] = Math.nextUp(1.3f);
        TensorSketch near = sketch(values);
        values[77] = 1.3f * (1 + 2e-5f);
        TensorSketch far = sketch(values);
        assertThat(near.getLadder()).isEqualTo(one.getLadder());
        assertThat(far.getLadder().get(0).getDigest())
                .isNotEqualTo(one.getLadder().get(0).getDigest());
        assertThat(far.getLadder().get(1).getDigest())
                .isEqualTo(one.getLadder().get(1).getDigest());
    }

    @Test
    void blockDigests_givenOneChangedElementOfALargeTensor_sayWhere() {
        float[] values = new float[6400];
        TensorSketch before = sketch(values);
        assertThat(before.getLadder()).isEmpty();
        values[3217] = 1;
        TensorSketch after = sketch(values);
        assertThat(after.getBlockDigests()).hasSize(64);
        for (int block = 0; block < 64; block++) {
            boolean same = after.getBlockDigests()
                    .get(block)
                    .equals(before.getBlockDigests().get(block));
            assertThat(same).isEqualTo(block != 32);
        }
    }
}
