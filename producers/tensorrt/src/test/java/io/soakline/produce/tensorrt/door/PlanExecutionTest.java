package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.engine.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanExecutionTest {

    private static final List<byte[]> HEADERS = List.of(new byte[] {1, 2, 3});
    private static final TensorRt.RunSettings GRAPH = new TensorRt.RunSettings(true, true, true);
    private static final TensorRt.RunSettings RESIDENT = new TensorRt.RunSettings(false, false, false);

    private final SimulatedGpu gpu = new SimulatedGpu();
    private final SimulatedPlan plan = new SimulatedPlan(gpu);

    private PlanExecution open(Plan of, TensorRt.RunSettings settings) throws EngineException {
        return PlanExecution.open(
                of, gpu, (input, declared) -> List.of(8L, declared[1]), settings, resource -> new BytePointer(1));
    }

    @Test
    void open_bindsInputsFirstAndGivesOutputsTheirShape() throws Exception {
        try (PlanExecution execution = open(plan, TensorRt.RunSettings.PLAIN)) {
            assertThat(execution.inputs()).containsExactly(new TensorSpec("x", ElementType.INT8, List.of(8L, 64L)));
            assertThat(execution.outputs()).containsExactly(new TensorSpec("y", ElementType.INT8, List.of(8L, 64L)));
            assertThat(gpu.spinning).containsExactly(true, true, true, true);
        }
        assertThat(gpu.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"false, true, true", "true, true, true", "false, false, false", "true, false, false"})
    void run_computesAnewEachTime(boolean graph, boolean spin, boolean copyOut) throws Exception {
        try (PlanExecution execution = open(plan, new TensorRt.RunSettings(graph, spin, copyOut))) {
            for (byte value = 1; value < 4; value++) {
                execution.input(0).put(100, value);
                execution.run();
                assertThat(execution.output(0).get(100)).isEqualTo((byte) (value + 1));
            }
        }
        assertThat(gpu.held()).isZero();
    }

    @Test
    void phases_areBetweenTheEventsOfTheLastRun() throws Exception {
        try (PlanExecution execution = open(plan, TensorRt.RunSettings.PLAIN)) {
            execution.run();
            execution.run();
            assertThat(execution.phases()).isEqualTo(new Execution.Phases(1_000, 5_000, 1_000, 7_000));
        }
    }

    @Test
    void phases_givenGraph_areTheWholeAlone() throws Exception {
        try (PlanExecution execution = open(plan, GRAPH)) {
            execution.run();
            assertThat(execution.phases()).isEqualTo(new Execution.Phases(Double.NaN, Double.NaN, Double.NaN, 7_000));
        }
    }

    @Test
    void phases_givenResidentOutputs_leaveOutTheCopy() throws Exception {
        try (PlanExecution execution = open(plan, RESIDENT)) {
            execution.run();
            execution.output(0);
            assertThat(execution.phases()).isEqualTo(new Execution.Phases(1_000, 5_000, 0, 6_000));
            assertThat(gpu.spinning).containsOnly(false);
        }
    }

    @Test
    void open_givenOutputOfUnknownShape_refusesItAndGivesEverythingBack() {
        plan.outputShape = List.of(8L, -1L);
        assertThatThrownBy(() -> open(plan, TensorRt.RunSettings.PLAIN))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("shape of output y depends on the values of the input");
        assertThat(gpu.held()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void open_givenAnyRefusedCall_givesEverythingBack(boolean graph) throws Exception {
        gpu.giveBack(plan);
        int refused = 0;
        for (int call = 1; ; call++) {
            SimulatedPlan fresh = new SimulatedPlan(gpu);
            gpu.refuse(call);
            try {
                open(fresh, new TensorRt.RunSettings(graph, true, true)).close();
                break;
            } catch (EngineException e) {
                refused++;
                assertThat(e).hasMessageStartingWith("refused to");
                assertThat(gpu.held())
                        .as("after call %d: %s", call, e.getMessage())
                        .isZero();
                assertThat(gpu.records()).as("still recording a graph").isFalse();
            }
        }
        assertThat(gpu.held()).isZero();
        // A stream, four events, the tensors, a shape, and for each tensor two memories and a binding; with a graph
        // twice its three operations, one wait, and three calls that make it.
        assertThat(refused).isEqualTo(graph ? 13 + 10 : 13);
    }

    @Test
    void run_givenAnyRefusedCall_saysSoAndTheNextRunIsRight() throws Exception {
        try (PlanExecution execution = open(plan, TensorRt.RunSettings.PLAIN)) {
            for (int call = 1; call <= 8; call++) {
                gpu.refuse(call);
                assertThatThrownBy(execution::run).hasMessageStartingWith("refused to");
                execution.input(0).put(0, (byte) call);
                execution.run();
                assertThat(execution.output(0).get(0)).isEqualTo((byte) (call + 1));
            }
        }
        assertThat(gpu.held()).isZero();
    }

    @Test
    void digest_hashesHeadersAndOutputsInOrder() throws Exception {
        try (PlanExecution execution = open(plan, RESIDENT)) {
            ResidentDigest digest = Objects.requireNonNull(execution.digest(HEADERS));
            execution.run();
            digest.update();
            assertThat(gpu.launched).containsExactly("blockSums", "chain");
        }
        assertThat(gpu.held()).isZero();
    }

    @Test
    void digest_givenSmallOutputs_leavesThemToTheHost() throws Exception {
        try (PlanExecution execution = PlanExecution.open(
                plan, gpu, (input, declared) -> List.of(1L, declared[1]), TensorRt.RunSettings.PLAIN, resource -> {
                    throw new EngineException("not asked for");
                })) {
            assertThat(execution.digest(HEADERS)).isNull();
        }
    }

    @Test
    void digest_givenAnyRefusedCall_givesBackWhatItTook() throws Exception {
        try (PlanExecution execution = open(plan, RESIDENT)) {
            int before = gpu.held();
            // The module, two functions, three memories, sixteen pinned bytes, and the header.
            for (int call = 1; call <= 8; call++) {
                gpu.refuse(call);
                assertThatThrownBy(() -> execution.digest(HEADERS)).hasMessageStartingWith("refused to");
                assertThat(gpu.held()).as("after call %d", call).isEqualTo(before);
            }
            gpu.refuse(9);
            assertThat(execution.digest(HEADERS)).isNotNull();
        }
        assertThat(gpu.held()).isZero();
    }

    @Test
    void close_twice_givesBackOnce() throws Exception {
        PlanExecution execution = open(plan, GRAPH);
        execution.close();
        execution.close();
        assertThat(gpu.held()).isZero();
    }
}
