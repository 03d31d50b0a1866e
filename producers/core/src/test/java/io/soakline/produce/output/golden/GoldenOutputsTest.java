package io.soakline.produce.output.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.OutputDigest;
import io.soakline.record.GoldenComparison;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenOutputsTest {

    @TempDir
    Path folder;

    private static EngineManifest engine(String modelDigest, long elements) {
        TensorSpec y = new TensorSpec("y", ElementType.FLOAT32, List.of(elements));
        return new EngineManifest(
                1, "gold", "c", "1", "t", "m.onnx", modelDigest, new TreeMap<>(), null, "00", List.of(y), List.of(y));
    }

    private static List<ByteBuffer> floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return List.of(buffer.rewind());
    }

    private static OutputDigest digest(float... values) {
        OutputDigest digest = new OutputDigest(engine("m", values.length).outputs());
        digest.update(floats(values));
        return digest;
    }

    private void keep(float... values) throws EngineException {
        GoldenKeeper keeper = new GoldenKeeper(folder, engine("m", values.length), "i", List.of(4));
        assertThat(keeper.wants(4)).isTrue();
        assertThat(keeper.wants(3)).isFalse();
        keeper.keep(4, digest(values));
        assertThat(keeper.wants(4)).isFalse();
        keeper.write();
    }

    private GoldenComparison compare(float... values) throws EngineException {
        return Objects.requireNonNull(GoldenOutputs.read(folder, null).compare(4, digest(values)));
    }

    @Test
    void compare_givenSameBits_isZeroEverywhereAndCosineOne() throws Exception {
        keep(1, -2, 3, 0.1f, 5, 0);
        GoldenComparison same = compare(1, -2, 3, 0.1f, 5, -0.0f);
        assertThat(same.getDiffering()).isZero();
        assertThat(same.getMaxAbs()).isZero();
        assertThat(same.getMaxUlp()).isZero();
        assertThat(same.getL2()).isZero();
        assertThat(same.getCosine()).isEqualTo(1.0);
        assertThat(same.getTopKOverlap()).isEqualTo(1.0);
        assertThat(same.getOrigin()).isEqualTo("gold");
        assertThat(same.getExamples()).isEmpty();
        assertThat(GoldenOutputs.read(folder, null).compare(3, digest(1, 2, 3, 4, 5, 6)))
                .isNull();
    }

    @Test
    void compare_givenOneUlpInOneElement_namesItExactly() throws Exception {
        keep(1, -2, 3, 0.1f, 5, 0);
        GoldenComparison off = compare(1, -2, Math.nextUp(3f), 0.1f, 5, 0);
        assertThat(off.getDiffering()).isEqualTo(1);
        assertThat(off.getMaxUlp()).isEqualTo(1);
        assertThat(off.getMaxAbs()).isEqualTo((double) Math.nextUp(3f) - 3);
        assertThat(off.getMaxRel()).isEqualTo(((double) Math.nextUp(3f) - 3) / 3);
        assertThat(off.getL2()).isEqualTo((double) Math.nextUp(3f) - 3);
        assertThat(off.getExamples()).hasSize(1);
        assertThat(off.getExamples().get(0).getElement()).isEqualTo(2);
        assertThat(off.getExamples().get(0).getGoldenBits()).isEqualTo(0x4040_0000L);
        assertThat(off.getExamples().get(0).getBits()).isEqualTo(0x4040_0001L);
    }

    /** Expectations by NumPy 2: linalg.norm and dot in float64. */
    @Test
    void compare_givenManyDifferences_measuresThem() throws Exception {
        keep(3, 4, 0, 1, 2, -1);
        GoldenComparison off = compare(3, 5, 0.5f, 1, -2, -1);
        assertThat(off.getDiffering()).isEqualTo(3);
        assertThat(off.getMaxAbs()).isEqualTo(4.0);
        assertThat(off.getMaxRel()).isEqualTo(2.0);
        assertThat(off.getL2()).isCloseTo(Math.sqrt(1 + 0.25 + 16), within(1e-12));
        assertThat(Objects.requireNonNull(off.getL2Relative()))
                .isCloseTo(Math.sqrt(17.25) / Math.sqrt(31), within(1e-12));
        assertThat(Objects.requireNonNull(off.getCosine()))
                .isCloseTo((9 + 20 + 1 - 4 + 1) / Math.sqrt(31) / Math.sqrt(40.25), within(1e-12));
        assertThat(off.getTopKOverlap()).isEqualTo(0.8);
    }

    @Test
    void compare_givenNanAndInfinity_countsMismatchesAndMeasuresTheRest() throws Exception {
        keep(Float.NaN, Float.POSITIVE_INFINITY, 1, 2, 3, 4);
        GoldenComparison off = compare(Float.NaN, 7, 1, Float.NaN, 3, 4);
        assertThat(off.getDiffering()).isEqualTo(2);
        assertThat(off.getFiniteMismatches()).isEqualTo(2);
        assertThat(off.getMaxAbs()).isZero();
        assertThat(off.getTopKOverlap()).isNull();
    }

    @Test
    void compare_givenNothingComparable_saysNull() throws Exception {
        keep(Float.NaN);
        GoldenComparison off = compare(1);
        assertThat(off.getMaxAbs()).isNull();
        assertThat(off.getMaxRel()).isNull();
        assertThat(off.getMaxUlp()).isNull();
        assertThat(off.getL2Relative()).isNull();
        assertThat(off.getCosine()).isNull();
        assertThat(off.getFiniteMismatches()).isEqualTo(1);
    }

    @Test
    void requireFor_givenOtherModelInputsOrOutputs_refusesInOneLine() throws Exception {
        keep(1, 2);
        GoldenOutputs golden = GoldenOutputs.read(folder, null);
        golden.requireFor(engine("m", 2), "i");
        assertThatThrownBy(() -> golden.requireFor(engine("other", 2), "i"))
                .hasMessageContaining("of another model (m)");
        assertThatThrownBy(() -> golden.requireFor(engine("m", 2), "j")).hasMessageContaining("another input set (i)");
        assertThatThrownBy(() -> golden.requireFor(engine("m", 3), "i"))
                .hasMessageContaining("outputs FLOAT32 [2]")
                .hasMessageContaining("FLOAT32 [3]");
    }

    @Test
    void read_givenChangedOrMissingFiles_refusesInOneLine() throws Exception {
        assertThatThrownBy(() -> GoldenOutputs.read(folder, null)).hasMessageContaining("golden.json is missing");
        keep(1, 2);
        Path tensor = folder.resolve("probe-4-output-0.npy");
        byte[] bytes = Files.readAllBytes(tensor);
        bytes[bytes.length - 1] ^= 1;
        Files.write(tensor, bytes);
        assertThatThrownBy(() -> GoldenOutputs.read(folder, null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("input 4")
                .hasMessageContaining("it was changed, or kept under another declaration");
        Files.delete(tensor);
        assertThatThrownBy(() -> GoldenOutputs.read(folder, null)).hasMessageContaining("probe-4-output-0.npy");
        Files.writeString(folder.resolve("golden.json"), "{}");
        assertThatThrownBy(() -> GoldenOutputs.read(folder, null))
                .hasMessageContaining("does not describe golden outputs");
    }
}
