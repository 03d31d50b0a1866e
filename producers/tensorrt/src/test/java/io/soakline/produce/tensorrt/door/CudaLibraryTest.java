package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a real GPU, where there is one; without TensorRT: the plan is a copy on the device. */
class CudaLibraryTest {

    private static final long BYTES = 100_000;

    private final CudaLibrary cuda = new CudaLibrary();
    private String architecture = "";
    private boolean failsWhileRecording;

    @BeforeEach
    void loadCuda() throws Exception {
        String missing = NativeLibraries.ofHost().missingForCuda();
        assumeTrue(missing.isEmpty(), missing);
        NativeLibraries.ofHost().loadCuda();
        Cuda.check(cudart.cudaSetDevice(0), "use device 0");
        architecture = Objects.requireNonNull(Cuda.facts(0).get("gpuComputeCapability"))
                .replace(".", "");
    }

    private PlanExecution open(long bytes, TensorRt.RunSettings settings) throws EngineException {
        return PlanExecution.open(
                new CopyPlan(),
                cuda,
                (input, declared) -> List.of(bytes),
                settings,
                DeviceCode.compilerFor(architecture));
    }

    private static long freeBytes() throws EngineException {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            Cuda.check(cudart.cudaMemGetInfo(free, total), "say how much memory is free");
            return free.get();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, true, true", "true, true, true", "false, false, false", "true, false, false"})
    void run_bringsHomeWhatWasStaged(boolean graph, boolean spin, boolean copyOut) throws Exception {
        try (PlanExecution execution = open(BYTES, new TensorRt.RunSettings(graph, spin, copyOut))) {
            for (byte value = 1; value < 20; value++) {
                execution.input(0).put(99_999, value);
                execution.run();
                assertThat(execution.output(0).get(99_999)).isEqualTo(value);
                Execution.Phases phases = execution.phases();
                assertThat(phases.whole()).isPositive();
                assertThat(Double.isNaN(phases.compute())).isEqualTo(graph);
            }
        }
    }

    @Test
    void digest_isThatOfTheHost() throws Exception {
        String missing = NativeLibraries.ofHost().missingForNvrtc();
        assumeTrue(missing.isEmpty(), missing);
        byte[] header = {7, 8, 9};
        try (PlanExecution execution = open(BYTES, new TensorRt.RunSettings(false, true, false))) {
            ResidentDigest digest = Objects.requireNonNull(execution.digest(List.of(header)));
            for (byte value = 1; value < 20; value++) {
                execution.input(0).put(50_000, value);
                execution.run();
                digest.update();
                ByteBuffer all = ByteBuffer.allocate((int) BYTES + header.length);
                all.put(header).put(header.length, execution.output(0), 0, (int) BYTES);
                HashValue128 here = Hashing.xxh3_128().hashBytesTo128Bits(all.array());
                assertThat(List.of(digest.high(), digest.low()))
                        .isEqualTo(List.of(here.getMostSignificantBits(), here.getLeastSignificantBits()));
            }
        }
    }

    @Test
    void allocate_givenMoreThanThereIs_isRefusedWithCudasReason() {
        assertThatThrownBy(() -> cuda.allocate(1L << 50))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("CUDA refuses to allocate " + (1L << 50) + " bytes on the device: ");
    }

    @Test
    void open_andAFailedOpen_leaveTheDevicesMemoryAsItWas() throws Exception {
        TensorRt.RunSettings graph = new TensorRt.RunSettings(true, true, true);
        open(64L << 20, graph).close();
        long before = freeBytes();
        try (PlanExecution execution = open(64L << 20, graph)) {
            execution.run();
            assertThat(freeBytes()).isLessThanOrEqualTo(before - (128L << 20));
        }
        assertThat(freeBytes()).isEqualTo(before);
        failsWhileRecording = true;
        assertThatThrownBy(() -> open(64L << 20, graph)).hasMessage("fails while recording");
        assertThat(freeBytes()).isEqualTo(before);
        failsWhileRecording = false;
        open(64L << 20, graph).close();
        assertThat(freeBytes()).isEqualTo(before);
    }

    private final class CopyPlan implements Plan {

        private final Map<String, Pointer> memory = new HashMap<>();
        private List<Long> shape = List.of();
        private int enqueued;

        @Override
        public List<Tensor> tensors() {
            return List.of(
                    new Tensor("x", true, ElementType.INT8, List.of(-1L)),
                    new Tensor("y", false, ElementType.INT8, List.of(-1L)));
        }

        @Override
        public void setInputShape(String name, List<Long> extents) {
            shape = extents;
        }

        @Override
        public List<Long> outputShape(String name) {
            return shape;
        }

        @Override
        public void bind(String name, Pointer device) {
            memory.put(name, device);
        }

        @Override
        public void enqueue(CUstream_st stream) throws EngineException {
            if (++enqueued == 2 && failsWhileRecording) {
                throw new EngineException("fails while recording");
            }
            cuda.copyWithin(
                    Objects.requireNonNull(memory.get("y")),
                    Objects.requireNonNull(memory.get("x")),
                    shape.get(0),
                    stream);
        }

        @Override
        public String layers() {
            return "{}";
        }

        @Override
        public void close() {}
    }
}
