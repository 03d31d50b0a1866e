package io.soakline.launch.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditEstimateTest {

    private static final int AT_A_TIME = 2;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private AuditPlan plan;

    @BeforeEach
    void plan() throws Exception {
        Path model = Files.writeString(folder.resolve("net.onnx"), "weights");
        plan = Plans.of(model, List.of("tvm", "autotvm"), "onnxruntime", 2, 2);
    }

    private static AuditState built(AuditState state, String engine, String compiler, double seconds) {
        return state.withBuild(new AuditState.BuiltEngine(engine, compiler, 1, Path.of("/cache"), seconds));
    }

    private AuditState allBuilt() throws Exception {
        AuditState state = built(AuditState.of(plan.description()), "onnxruntime", "onnxruntime", 2);
        state = built(built(state, "tvm-1", "tvm", 40), "autotvm-1", "autotvm", 100);
        return built(built(state, "tvm-2", "tvm", 40), "autotvm-2", "autotvm", 100);
    }

    private AuditEstimate of(AuditState state, AuditEstimate.Now now) {
        return AuditEstimate.of(plan, state, now, AT_A_TIME);
    }

    @Test
    void of_givenNothingDone_countsRoundsAndTestsAndSaysThatItIsMore() throws Exception {
        AuditEstimate estimate = of(AuditState.of(plan.description()), AuditEstimate.Now.BETWEEN);

        // 2 rounds of 5 engines x 20 s and a start of 10 s, 5 self-tests of 10 s.
        assertThat(estimate).isEqualTo(new AuditEstimate(Duration.ofSeconds(270), true));
        assertThat(estimate.text()).isEqualTo("more than 4 min 30 s left");
    }

    @Test
    void of_givenTheFirstBuildOfEachCompiler_countsTheOthersAsLong() throws Exception {
        AuditState state = built(AuditState.of(plan.description()), "onnxruntime", "onnxruntime", 2);
        state = built(built(state, "tvm-1", "tvm", 40), "autotvm-1", "autotvm", 100);

        // One more of tvm, two at a time, and one of autotvm, which measures and has the machine for itself.
        assertThat(of(state, AuditEstimate.Now.BETWEEN))
                .isEqualTo(new AuditEstimate(Duration.ofSeconds(20 + 100 + 270), false));
    }

    @Test
    void of_givenABuildThatRuns_takesWhatItSaysOfItself() throws Exception {
        AuditState state = built(AuditState.of(plan.description()), "onnxruntime", "onnxruntime", 2);
        state = built(built(built(state, "tvm-1", "tvm", 40), "tvm-2", "tvm", 40), "autotvm-1", "autotvm", 100);
        Set<String> running = Set.of("autotvm-2");

        assertThat(of(state, new AuditEstimate.Now(running, Duration.ofSeconds(70), Duration.ZERO)))
                .isEqualTo(new AuditEstimate(Duration.ofSeconds(70 + 270), false));
        assertThat(of(state, new AuditEstimate.Now(running, null, Duration.ZERO))
                        .atLeast())
                .isTrue();
    }

    @Test
    void of_givenARoundThatIsOver_takesTheNextForAsLong() throws Exception {
        AuditState state = allBuilt().withRound(new AuditState.Round(List.of("a"), 150, true));
        state = state.withSelfTests(state.builds(), true);

        assertThat(of(state, AuditEstimate.Now.BETWEEN)).isEqualTo(new AuditEstimate(Duration.ofSeconds(150), false));
        assertThat(of(state, new AuditEstimate.Now(Set.of(), null, Duration.ofSeconds(60))))
                .isEqualTo(new AuditEstimate(Duration.ofSeconds(90), false));
        assertThat(of(state, new AuditEstimate.Now(Set.of(), null, Duration.ofSeconds(170)))
                        .left())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void of_givenEverythingDone_isNothing() throws Exception {
        AuditState state = allBuilt()
                .withRound(new AuditState.Round(List.of("a"), 150, true))
                .withRound(new AuditState.Round(List.of("b"), 140, true));

        assertThat(of(state.withSelfTests(state.builds(), true), AuditEstimate.Now.BETWEEN))
                .isEqualTo(new AuditEstimate(Duration.ZERO, false));
    }
}
