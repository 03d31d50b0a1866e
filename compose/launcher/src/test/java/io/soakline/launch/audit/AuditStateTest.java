package io.soakline.launch.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.launch.EngineBuild;
import io.soakline.launch.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit's steps without engines: what a kill costs, wherever it comes. */
class AuditStateTest {

    private static final int ROUNDS = 2;

    @TempDir
    Path folder;

    /** Does what an audit does, and dies in the step after so many that were written down. */
    private static final class Walk {

        private final AuditFolder folder;
        private final AuditPlan plan;
        private final List<String> begun = new ArrayList<>();
        private int allowed;

        Walk(AuditFolder folder, AuditPlan plan, int allowed) {
            this.folder = folder;
            this.plan = plan;
            this.allowed = allowed;
        }

        /** @return whether it came to the end */
        boolean run() throws LaunchException {
            AuditState state = folder.read(plan.description());
            for (EngineBuild.Order order : state.missing(plan.orders())) {
                AuditState next = state.withBuild(new AuditState.BuiltEngine(
                        order.engine(), order.compiler(), order.number(), Path.of("/cache/" + order.engine()), 1));
                if (!step("build " + order.engine(), next)) {
                    return false;
                }
                state = next;
            }
            while (state.next(true, ROUNDS) != AuditState.Step.REPORT) {
                boolean round = state.next(true, ROUNDS) == AuditState.Step.ROUND;
                int number = state.rounds().size() + 1;
                AuditState next = round
                        ? state.withRound(new AuditState.Round(List.of("run-" + number), 2, true))
                        : state.withSelfTests(state.untested(), true);
                if (!step(round ? "round " + number : "self-tests", next)) {
                    return false;
                }
                state = next;
            }
            return true;
        }

        private boolean step(String what, AuditState reached) throws LaunchException {
            begun.add(what);
            if (allowed-- == 0) {
                return false;
            }
            folder.write(reached);
            return true;
        }
    }

    private AuditPlan plan() throws Exception {
        Path model = Files.writeString(folder.resolve("net.onnx"), "weights");
        return Plans.of(model, List.of("tvm"), "onnxruntime", 2, ROUNDS);
    }

    private static final List<String> STEPS =
            List.of("build onnxruntime", "build tvm-1", "build tvm-2", "round 1", "self-tests", "round 2");

    @Test
    void sound_givenWhatFailed_saysSoAndKeepsTheNotes() throws Exception {
        AuditState good = AuditState.of(plan().description()).withGolden();
        AuditState.Round cut = new AuditState.Round(List.of("a"), 1, false);

        assertThat(good.sound()).isTrue();
        assertThat(AuditState.of(plan().description()).sound()).isFalse();
        assertThat(good.withRound(cut).sound()).isFalse();
        assertThat(good.withSelfTests(List.of(), false).sound()).isFalse();
        assertThat(good.withNotes(List.of("one"))
                        .withRound(cut)
                        .withNotes(List.of("two"))
                        .notes())
                .containsExactly("one", "two");
    }

    @Test
    void run_givenNoKill_testsEnginesAfterTheFirstRound() throws Exception {
        try (AuditFolder audit = AuditFolder.open(folder.resolve("whole"), false)) {
            Walk walk = new Walk(audit, plan(), Integer.MAX_VALUE);

            assertThat(walk.run()).isTrue();
            assertThat(walk.begun).isEqualTo(STEPS);
            assertThat(audit.read(plan().description()).runIds()).containsExactly("run-1", "run-2");
        }
    }

    @Test
    void run_givenKillAtEveryPoint_repeatsOnlyTheStepThatWasCutOff() throws Exception {
        for (int done = 0; done < STEPS.size(); done++) {
            Path data = folder.resolve("killed-" + done);
            try (AuditFolder audit = AuditFolder.open(data, false)) {
                assertThat(new Walk(audit, plan(), done).run()).isFalse();
            }
            try (AuditFolder audit = AuditFolder.open(data, false)) {
                Walk second = new Walk(audit, plan(), Integer.MAX_VALUE);

                assertThat(second.run()).isTrue();
                assertThat(second.begun).isEqualTo(STEPS.subList(done, STEPS.size()));
                assertThat(audit.read(plan().description()).runIds()).containsExactly("run-1", "run-2");
            }
        }
    }

    @Test
    void run_givenAKillInEveryStart_stillComesToItsEnd() throws Exception {
        int starts = 0;
        boolean over = false;
        while (!over) {
            try (AuditFolder audit = AuditFolder.open(folder.resolve("often"), false)) {
                over = new Walk(audit, plan(), 1).run();
                starts++;
            }
        }
        assertThat(starts).isEqualTo(STEPS.size());
    }

    @Test
    void next_givenBuildThatFailed_goesOnWithTheOthersAndRetriesItAtTheNextStart() throws Exception {
        AuditState state = AuditState.of(plan().description())
                .withBuild(new AuditState.BuiltEngine("tvm-1", "tvm", 1, Path.of("/cache/tvm-1"), 1));

        assertThat(state.next(false, ROUNDS)).isEqualTo(AuditState.Step.BUILD);
        assertThat(state.next(true, ROUNDS)).isEqualTo(AuditState.Step.ROUND);
        assertThat(state.missing(plan().orders()))
                .extracting(EngineBuild.Order::engine)
                .containsExactly("onnxruntime", "tvm-2");
        assertThat(state.found(3, ROUNDS)).isEqualTo("1 of 3 builds and 0 of 2 rounds are there");
    }
}
