package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.tensorrt.door.Execution;
import io.soakline.produce.tensorrt.door.TensorRt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The door without a GPU: builds write what was recorded, and an execution multiplies its input by 2. */
final class RecordedTensorRt implements TensorRt {

    /** An ONNX model with an empty graph. */
    static final byte[] EMPTY_MODEL = {0x3a, 0};

    static final String LAYERS = """
            {"Layers": [{"Name": "conv1", "LayerType": "CaskConvolution",
              "Inputs": [{"Name": "x", "Dimensions": [2, 4], "Format": "Row major linear FP32"}],
              "Outputs": [{"Name": "y", "Dimensions": [2, 4], "Format": "Row major linear FP32"}],
              "TacticName": "sm80_xmma_fprop_a", "TacticValue": "0x12", "StreamId": 0, "Metadata": "one"}],
             "Bindings": ["x", "y"]}
            """;

    static final List<String> LOG = List.of(
            "*************** Autotuning format combination: Float(4,1) -> Float(4,1) ***************",
            "--------------- Timing Runner: conv1 (CaskConvolution[0x80000009])",
            "Tactic Name: sm80_xmma_fprop_a Tactic: 0x12 Time: 0.0100",
            "Tactic Name: sm80_xmma_fprop_b Tactic: 0x13 Time: 0.0101",
            "conv1 (CaskConvolution[0x80000009]) profiling completed. Fastest Tactic: 0x12 Time: 0.0100",
            "--------------- Timing Runner: fc (CaskGemm[0x80000010])",
            "Tactic Name: sm80_gemm_a Tactic: 0x22 Time: 0.0200",
            "Tactic Name: sm80_gemm_b Tactic: 0x23 Time: 0.0300");

    @Override
    public String version() {
        return "11.2.1";
    }

    @Override
    public Map<String, String> device() {
        return Map.of("gpu", "recorded", "gpuComputeCapability", "9.0");
    }

    @Override
    public void build(byte[] model, Settings settings, Path plan, Consumer<String> log) throws EngineException {
        LOG.forEach(log);
        try {
            Files.write(plan, new byte[] {1, 2, 3});
        } catch (IOException e) {
            throw new EngineException("cannot write " + plan, e);
        }
    }

    @Override
    public Execution open(Path plan, ShapeResolver shapes, boolean graph, boolean spin) {
        return new Doubling();
    }

    private static final class Doubling implements Execution {

        private final ByteBuffer input = ByteBuffer.allocateDirect(32).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteBuffer output = ByteBuffer.allocateDirect(32).order(ByteOrder.LITTLE_ENDIAN);

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(2L, 4L)));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(2L, 4L)));
        }

        @Override
        public ByteBuffer input(int index) {
            return input;
        }

        @Override
        public ByteBuffer output(int index) {
            return output;
        }

        @Override
        public void run() {
            for (int i = 0; i < 8; i++) {
                output.putFloat(4 * i, 2 * input.getFloat(4 * i));
            }
        }

        @Override
        public Phases phases() {
            return new Phases(1000, 5000, 2000, 8000);
        }

        @Override
        public String layers() {
            return LAYERS;
        }

        @Override
        public void close() {}
    }
}
