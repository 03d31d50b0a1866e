package io.soakline.produce.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.InputFacts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputScanTest {

    private static final TensorSpec THREE = new TensorSpec("x", ElementType.FLOAT32, List.of(3L));

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer;
    }

    private static InputFacts facts(ByteBuffer... inputs) {
        List<List<ByteBuffer>> all = new ArrayList<>();
        for (ByteBuffer input : inputs) {
            all.add(List.of(input));
        }
        return InputScan.of(List.of(THREE), all);
    }

    @Test
    void of_countsWhatCannotStandForRealInputs() {
        assertThat(facts(floats(1, 2, 3), floats(2, 2, 2), floats(0, 0, 0), floats(1, 2, 3), floats(1, Float.NaN, 3)))
                .isEqualTo(new InputFacts(4, 2, 1, 1));
        assertThat(facts(floats(Float.NEGATIVE_INFINITY, 1, Float.NaN))).isEqualTo(new InputFacts(1, 0, 0, 1));
        assertThat(facts(floats(Float.MAX_VALUE, Float.MIN_VALUE, 0))).isEqualTo(new InputFacts(1, 0, 0, 0));
    }

    @Test
    void of_givenNegativeZeros_callsThemConstantAndNotZero() {
        assertThat(facts(floats(-0f, -0f, -0f))).isEqualTo(new InputFacts(1, 1, 0, 0));
    }

    @Test
    void of_givenOneElement_neverCallsItConstant() {
        TensorSpec one = new TensorSpec("x", ElementType.INT64, List.of(1L));
        ByteBuffer seven =
                ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).putLong(7);
        assertThat(InputScan.of(List.of(one), List.of(List.of(seven)))).isEqualTo(new InputFacts(1, 0, 0, 0));
    }

    @Test
    void of_givenSeveralTensors_asksAllOfThem() {
        TensorSpec bytes = new TensorSpec("m", ElementType.UINT8, List.of(2L));
        List<TensorSpec> both = List.of(THREE, bytes);
        ByteBuffer mask = ByteBuffer.allocateDirect(2).put((byte) 0).put((byte) 0xff);
        ByteBuffer none = ByteBuffer.allocateDirect(2);
        assertThat(InputScan.of(both, List.of(List.of(floats(0, 0, 0), mask), List.of(floats(0, 0, 0), none))))
                .isEqualTo(new InputFacts(2, 1, 1, 0));
    }

    @Test
    void of_generatedInputs_findsNothingWrong() {
        InputSet generated = GeneratedInputs.of(List.of(THREE), 16, 1);
        assertThat(generated.facts()).isEqualTo(new InputFacts(16, 0, 0, 0));
    }
}
