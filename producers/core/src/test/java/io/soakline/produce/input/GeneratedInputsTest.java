package io.soakline.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedInputsTest {

    private static final TensorSpec PICTURE = new TensorSpec("x", ElementType.FLOAT32, List.of(1L, 3L, 24L, 32L));

    @Test
    void of_givenSameSeed_givesSameDigest() {
        assertThat(GeneratedInputs.of(List.of(PICTURE), 4, 7).digest())
                .isEqualTo(GeneratedInputs.of(List.of(PICTURE), 4, 7).digest());
    }

    @Test
    void of_givenOtherSeed_givesOtherDigest() {
        assertThat(GeneratedInputs.of(List.of(PICTURE), 4, 7).digest())
                .isNotEqualTo(GeneratedInputs.of(List.of(PICTURE), 4, 8).digest());
    }

    /** The same bits on every host and Java version; runs of different hosts are compared by this digest. */
    @Test
    void of_givenSeedOne_hasTheDigestItAlwaysHad() {
        assertThat(GeneratedInputs.of(List.of(PICTURE), 2, 1).digest()).isEqualTo("2597c6281d69ea79f0f3dabe532cb346");
    }

    @Test
    void of_givenPicture_isNeitherConstantNorWhiteNoise() {
        ByteBuffer tensor = GeneratedInputs.of(List.of(PICTURE), 1, 1).input(0).get(0);
        double sum = 0;
        double squares = 0;
        double steps = 0;
        int n = 24 * 32;
        for (int i = 0; i < n; i++) {
            double value = tensor.getFloat(4 * i);
            assertThat(value).isBetween(-1.0, 1.0);
            sum += value;
            squares += value * value;
            steps += i % 32 == 0 ? 0 : Math.abs(value - tensor.getFloat(4 * i - 4));
        }
        double deviation = Math.sqrt(squares / n - sum / n * sum / n);
        assertThat(deviation).isGreaterThan(0.1);
        // Neighbours of white noise differ by 1.13 deviations on average.
        assertThat(steps / n).isLessThan(0.5 * deviation);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void of_givenAnyElementType_fillsTheWholeTensor(ElementType type) {
        TensorSpec spec = new TensorSpec("x", type, List.of(2L, 16L, 16L));
        ByteBuffer tensor = GeneratedInputs.of(List.of(spec), 1, 3).input(0).get(0);
        assertThat(tensor.capacity()).isEqualTo(spec.bytes());
        assertThat(tensor.position()).isZero();
        Set<Byte> seen = new HashSet<>();
        for (int i = 0; i < tensor.capacity(); i++) {
            seen.add(tensor.get(i));
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(type == ElementType.BOOL ? 2 : 20);
    }

    @Test
    void of_givenScalarAndVector_works() {
        InputSet inputs = GeneratedInputs.of(
                List.of(
                        new TensorSpec("a", ElementType.FLOAT32, List.of()),
                        new TensorSpec("b", ElementType.INT64, List.of(5L))),
                3,
                1);
        assertThat(inputs.size()).isEqualTo(3);
        assertThat(inputs.input(0).get(0).capacity()).isEqualTo(4);
        assertThat(inputs.input(0).get(1).getLong(0)).isBetween(0L, 99L);
    }

    @Test
    void requireFor_givenEngineOfOtherShape_saysBoth() {
        InputSet inputs = GeneratedInputs.of(List.of(PICTURE), 1, 1);
        TensorSpec other = new TensorSpec("x", ElementType.FLOAT32, List.of(1L, 3L, 224L, 224L));
        EngineManifest manifest = new EngineManifest(
                1, "net", "tvm", "1", "llvm", "net.onnx", "00", new TreeMap<>(), null, "00", List.of(other), List.of());
        assertThatThrownBy(() -> inputs.requireFor(manifest))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("[1, 3, 24, 32]")
                .hasMessageContaining("[1, 3, 224, 224]");
    }

    @Test
    void halves_givenSimpleValues_areExact() {
        assertThat(Halves.of(1f)).isEqualTo((short) 0x3c00);
        assertThat(Halves.of(-0.5f)).isEqualTo((short) 0xb800);
        assertThat(Halves.of(0x1.0p-24f)).isEqualTo((short) 1);
        assertThat(Halves.of(0f)).isZero();
    }
}
