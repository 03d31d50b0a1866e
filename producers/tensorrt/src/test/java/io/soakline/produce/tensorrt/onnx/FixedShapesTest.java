package io.soakline.produce.tensorrt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InputShapes;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference: ONNX Runtime, of what it reads in the model and of what both models answer. */
class FixedShapesTest {

    private static byte[] model(String name) throws Exception {
        try (InputStream in = FixedShapesTest.class.getResourceAsStream("/models/" + name)) {
            return in.readAllBytes();
        }
    }

    private static long[] declared(byte[] model) throws Exception {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
            return ((TensorInfo)
                            session.getInputInfo().values().iterator().next().getInfo())
                    .getShape();
        }
    }

    private static float[] run(byte[] model, long[] shape) throws Exception {
        float[] input = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
        Random random = new Random(7);
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] output = new float[values.remaining()];
            values.get(output);
            return output;
        }
    }

    @ParameterizedTest
    @CsvSource({"ch_ppocr_mobile_v2.0_cls_infer.onnx,1x3x48x192", "ch_PP-OCRv3_det_infer.onnx,1x3x160x160"})
    void convert_givenOpenSizes_fixesThemAndAnswersTheSame(String name, String text) throws Exception {
        byte[] open = model(name);
        assertThat(declared(open)).contains(-1);
        byte[] fixed = FixedShapes.convert(open, InputShapes.parse(text));
        long[] shape = declared(fixed);
        assertThat(shape).hasSize(4).doesNotContain(-1);
        assertThat(run(fixed, shape)).usingComparatorWithPrecision(1e-5f).containsExactly(run(open, shape));
        assertThat(FixedShapes.convert(fixed, InputShapes.parse(""))).isSameAs(fixed);
        assertThat(declared(HalfPrecision.convert(fixed))).isEqualTo(shape);
    }

    @Test
    void convert_givenSizesThatStayOpenOrContradict_saysWhich() throws Exception {
        byte[] open = model("ch_ppocr_mobile_v2.0_cls_infer.onnx");
        assertThatThrownBy(() -> FixedShapes.convert(open, InputShapes.parse("")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("input x")
                .hasMessageContaining("--option input-shape=");
        assertThatThrownBy(() -> FixedShapes.convert(open, InputShapes.parse("1x4x48x192")))
                .isInstanceOf(EngineException.class);
    }
}
