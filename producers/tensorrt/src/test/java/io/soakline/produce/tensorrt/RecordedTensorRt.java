package io.soakline.produce.tensorrt;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.ResidentDigest;
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
import org.jspecify.annotations.Nullable;

/** The door without a GPU: builds write what was recorded, and an execution multiplies its input by 2. */
public final class RecordedTensorRt implements TensorRt {

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

    String version = "11.2.1";

    String gpu = "recorded";

    /** Whether outputs can be digested where they are. */
    boolean digests = true;

    int builds;

    Execution.Phases phases = new Execution.Phases(1000, 5000, 2000, 8000);

    /** Writes an ONNX model with an empty graph. */
    public static void writeModel(Path file) throws IOException {
        Files.write(file, EMPTY_MODEL);
    }

    /** Builds with it. */
    public EngineBuilder builder() {
        return new TensorRtBuilder(() -> this);
    }

    /** Runs with it. */
    public EngineProvider provider() {
        return new TensorRtProvider(() -> this);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Map<String, String> device() {
        return Map.of("gpu", gpu, "gpuComputeCapability", "9.0");
    }

    @Override
    public void build(byte[] model, Settings settings, Path plan, Consumer<String> log) throws EngineException {
        builds++;
        LOG.forEach(log);
        try {
            Files.write(plan, new byte[] {1, 2, 3});
        } catch (IOException e) {
            throw new EngineException("cannot write " + plan, e);
        }
    }

    @Override
    public Execution open(Path plan, ShapeResolver shapes, RunSettings settings) {
        return new Doubling();
    }

    private final class Doubling implements Execution {

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
        public @Nullable ResidentDigest digest(List<byte[]> headers) throws EngineException {
            if (!digests) {
                throw new EngineException("no CUDA compiler here");
            }
            return new HostHash(headers);
        }

        @Override
        public void run() {
            for (int i = 0; i < 8; i++) {
                output.putFloat(4 * i, 2 * input.getFloat(4 * i));
            }
        }

        @Override
        public Phases phases() {
            return phases;
        }

        @Override
        public String layers() {
            return LAYERS;
        }

        @Override
        public void close() {}

        /** What a device would give. */
        private final class HostHash implements ResidentDigest {

            private final byte[] header;
            private HashValue128 value = new HashValue128(0, 0);

            HostHash(List<byte[]> headers) {
                header = headers.get(0);
            }

            @Override
            public void update() {
                ByteBuffer all = ByteBuffer.allocate(header.length + 32);
                all.put(header).put(header.length, output, 0, 32);
                value = Hashing.xxh3_128().hashBytesTo128Bits(all.array());
            }

            @Override
            public long high() {
                return value.getMostSignificantBits();
            }

            @Override
            public long low() {
                return value.getLeastSignificantBits();
            }
        }
    }
}
