package io.soakline.produce.tensorrt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.soakline.produce.engine.EngineException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References: ONNX Runtime's run of both models on the CPU, and its conversion of single values. */
class HalfPrecisionTest {

    private static byte[] model(String name) throws Exception {
        try (InputStream in = HalfPrecisionTest.class.getResourceAsStream("/models/" + name)) {
            return in.readAllBytes();
        }
    }

    private static float[] run(byte[] model, float[] input, long... shape) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            assertThat(((TensorInfo) result.get(0).getInfo()).type.name()).isEqualTo("FLOAT");
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] output = new float[values.remaining()];
            values.get(output);
            return output;
        }
    }

    @ParameterizedTest
    @CsvSource({"ch_ppocr_mobile_v2.0_cls_infer.onnx,48,192,0.02", "ch_PP-OCRv3_det_infer.onnx,160,160,0.05"})
    void convert_givenDemoModel_answersNearlyTheSameInHalfTheBytes(String name, int height, int width, double most)
            throws Exception {
        byte[] whole = model(name);
        byte[] half = HalfPrecision.convert(whole);
        assertThat((double) half.length).isLessThan(0.62 * whole.length);
        float[] input = new float[3 * height * width];
        Random random = new Random(7);
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        float[] expected = run(whole, input, 1, 3, height, width);
        float[] actual = run(half, input, 1, 3, height, width);
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        System.out.println(name + ": largest difference " + difference);
        assertThat(difference).isLessThan(most).isPositive();
    }

    @Test
    void parse_givenDemoModel_writesTheSameBytes() throws Exception {
        byte[] whole = model("ch_ppocr_mobile_v2.0_cls_infer.onnx");
        assertThat(ProtoMessage.parse(whole).toBytes()).isEqualTo(whole);
    }

    @Test
    void convert_givenUnknownOperator_namesItAndTheNode() {
        ProtoMessage node = new ProtoMessage().add(2, "boxes").add(3, "nms").add(4, "NonMaxSuppression");
        byte[] model =
                new ProtoMessage().add(7, new ProtoMessage().add(1, node)).toBytes();
        assertThatThrownBy(() -> HalfPrecision.convert(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("operator NonMaxSuppression (node \"nms\")")
                .hasMessageContaining("precision=fp32");
    }

    @Test
    void convert_givenWeightBeyondHalf_namesTheTensor() {
        byte[] big = {0, 0, (byte) 0x80, 0x47}; // 65536
        ProtoMessage tensor = new ProtoMessage().add(2, 1).add(8, "w").add(9, big);
        byte[] model =
                new ProtoMessage().add(7, new ProtoMessage().add(5, tensor)).toBytes();
        assertThatThrownBy(() -> HalfPrecision.convert(model)).hasMessageContaining("tensor w holds 65536.0");
    }

    @Test
    void convert_givenCutFile_saysSoInOneLine() {
        assertThatThrownBy(() -> HalfPrecision.convert(new byte[] {0x3a, 100, 1}))
                .isInstanceOf(EngineException.class)
                .message()
                .contains("complete ONNX model")
                .doesNotContain("\n");
    }

    @Test
    void half_agreesWithOnnxRuntimeOnEveryHalfAndBetween() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            float exact = Fp16Conversions.fp16ToFloat((short) bits);
            float next = Fp16Conversions.fp16ToFloat((short) (bits + 1));
            float middle = bits + 1 == 0x7c00 ? 65520f : (exact + next) / 2;
            assertThat(Half.of(exact)).isEqualTo((short) bits);
            assertThat(Half.of(-exact)).isEqualTo((short) (bits | 0x8000));
            assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(Half.of(middle)).as("tie to even").isEqualTo((short) (bits + (bits & 1)));
        }
        assertThat(Half.of(Float.NaN) & 0x7fff).isGreaterThan(0x7c00);
        assertThat(Half.of(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
    }
}
