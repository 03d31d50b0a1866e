package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.BuildDifference;
import io.soakline.record.Factor;
import io.soakline.record.Run;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTraitsTest {

    private static Run run(String runId, Consumer<Run> with) {
        Run run = TestRecords.run(runId, "device-1", "autotvm");
        run.setEngineId("engine");
        run.setArtefactDigest("artefact");
        run.setScheduleDigest("schedule");
        run.setConfiguration(Map.of("opt-level", "3", "seed", "1", "trials", "64"));
        run.setDevice(Map.of("architecture", "amd64", "cpuModel", "EPYC", "kernel", "6.1"));
        with.accept(run);
        return run;
    }

    private static RunTraits traits(String runId, Consumer<Run> with) {
        return traits(run(runId, with), true);
    }

    private static RunTraits traits(Run run, boolean described) {
        return new RunTraits(
                run.getRunId(), run.getDeviceId(), run.getEngineId(), run.getCompiler(), described ? run : null);
    }

    private static final RunTraits FIRST = traits("run-1", run -> {});

    private static Factor factor(Consumer<Run> with) {
        Factor factor = FIRST.factorTo(traits("run-2", with));
        assertThat(traits("run-2", with).factorTo(FIRST))
                .as("whichever comes first")
                .isEqualTo(factor);
        return factor;
    }

    @Test
    void factor_givenWhatDiffers_isTheFarthestReaching() {
        assertThat(factor(run -> {})).isEqualTo(Factor.PROCESS);
        Consumer<Run> rebuilt = run -> run.setArtefactDigest("other");
        assertThat(factor(rebuilt)).isEqualTo(Factor.REBUILD);
        assertThat(factor(run -> run.setEngineId("other schedule"))).isEqualTo(Factor.REBUILD);
        Consumer<Run> moved = rebuilt.andThen(run -> run.setDeviceId("device-2"));
        assertThat(factor(moved)).isEqualTo(Factor.DEVICE);
        Consumer<Run> elsewhere = moved.andThen(run -> run.setDevice(Map.of("architecture", "aarch64")));
        assertThat(factor(elsewhere)).isEqualTo(Factor.ARCHITECTURE);
        assertThat(factor(elsewhere.andThen(run -> run.setCompiler("onnxruntime"))))
                .isEqualTo(Factor.COMPILER);
    }

    @Test
    void factor_givenOtherOptions_isTheCompilerUnlessTheyOnlySayHowToSearch() {
        Consumer<Run> rebuilt = run -> run.setArtefactDigest("other");
        assertThat(factor(rebuilt.andThen(run -> {
                    run.setConfigurationDigest("other");
                    run.setConfiguration(Map.of("opt-level", "3", "seed", "2", "trials", "128"));
                })))
                .isEqualTo(Factor.REBUILD);
        Consumer<Run> half = rebuilt.andThen(run -> {
            run.setConfigurationDigest("other");
            run.setConfiguration(Map.of("opt-level", "3", "precision", "fp16"));
        });
        assertThat(factor(half)).as("another precision is no rebuild").isEqualTo(Factor.COMPILER);
        assertThat(factor(rebuilt.andThen(run -> run.setCompilerVersion("2")))).isEqualTo(Factor.COMPILER);
        assertThat(factor(
                        half.andThen(run -> run.setArtefactDigest(FIRST.build().artefactDigest()))))
                .as("the options changed nothing")
                .isEqualTo(Factor.PROCESS);
        assertThat(factor(rebuilt.andThen(run -> {
                    run.setDeviceId("device-2");
                    run.setTarget("cuda -arch=sm_87");
                })))
                .as("engines for two devices have two targets")
                .isEqualTo(Factor.DEVICE);
        assertThat(traits("run-2", half).recipe()).isNotEqualTo(FIRST.recipe()).startsWith("autotvm@");
        assertThat(traits("run-2", rebuilt).recipe()).isEqualTo(FIRST.recipe());
    }

    @Test
    void factor_givenDevices_isToldByTheProcessorNotByTheSystem() {
        Consumer<Run> moved = run -> run.setDeviceId("device-2");
        assertThat(factor(moved.andThen(
                        run -> run.setDevice(Map.of("architecture", "amd64", "cpuModel", "EPYC", "kernel", "5.4")))))
                .isEqualTo(Factor.DEVICE);
        assertThat(factor(moved.andThen(
                        run -> run.setDevice(Map.of("architecture", "amd64", "cpuModel", "Xeon", "kernel", "6.1")))))
                .isEqualTo(Factor.ARCHITECTURE);
        assertThat(factor(moved.andThen(run -> run.setDevice(Map.of()))))
                .as("nothing is known of it")
                .isEqualTo(Factor.DEVICE);
    }

    private static @Nullable BuildDifference difference(Consumer<Run> with) {
        RunTraits other = traits("run-2", with);
        assertThat(other.buildDifferenceTo(FIRST)).isEqualTo(FIRST.buildDifferenceTo(other));
        return FIRST.buildDifferenceTo(other);
    }

    /** ONNX Runtime's artefact is the model: two providers make two engines of it. */
    @Test
    void buildDifference_givenAModelThatIsCompiledWhenItIsLoaded_isToldFromTheOptions() {
        Consumer<Run> model = run -> run.setArtefactDigest(run.getModelDigest());
        RunTraits onCpu = traits("run-1", model);
        assertThat(onCpu.factorTo(traits("run-2", model))).isEqualTo(Factor.PROCESS);
        RunTraits onGpu = traits("run-2", model.andThen(run -> {
            run.setConfigurationDigest("other");
            run.setConfiguration(Map.of("opt-level", "3", "provider", "tensorrt"));
        }));
        assertThat(onCpu.factorTo(onGpu)).isEqualTo(Factor.COMPILER);
        assertThat(onCpu.buildDifferenceTo(onGpu)).isEqualTo(BuildDifference.OTHER_CONFIGURATION);
    }

    @Test
    void buildDifference_givenRunRecords_isToldFromThem() {
        assertThat(difference(run -> run.setScheduleDigest("other")))
                .as("the bytes decide")
                .isEqualTo(BuildDifference.SAME_ARTEFACT);
        Consumer<Run> rebuilt = run -> run.setArtefactDigest("other");
        assertThat(difference(rebuilt)).isEqualTo(BuildDifference.SAME_SCHEDULE);
        Consumer<Run> seed = rebuilt.andThen(run -> {
            run.setConfigurationDigest("other");
            run.setConfiguration(Map.of("opt-level", "3", "seed", "2", "trials", "128"));
        });
        assertThat(difference(seed)).as("searched otherwise").isEqualTo(BuildDifference.SAME_SCHEDULE);
        Consumer<Run> schedule = seed.andThen(run -> run.setScheduleDigest("other"));
        assertThat(difference(schedule)).isEqualTo(BuildDifference.OTHER_SCHEDULE);
        Consumer<Run> level = schedule.andThen(run -> run.setConfiguration(Map.of("opt-level", "2")));
        assertThat(difference(level)).isEqualTo(BuildDifference.OTHER_CONFIGURATION);
        assertThat(difference(schedule.andThen(run -> run.setTarget("llvm -mcpu=znver3"))))
                .isEqualTo(BuildDifference.OTHER_CONFIGURATION);
        assertThat(difference(level.andThen(run -> run.setCompiler("tvm")))).isEqualTo(BuildDifference.OTHER_COMPILER);
        assertThat(difference(run -> run.setCompilerVersion("2"))).isEqualTo(BuildDifference.OTHER_COMPILER);
    }

    @Test
    void buildDifference_givenNoSchedules_takesTheConfiguration() {
        Run plain = run("run-1", run -> run.setScheduleDigest(null));
        Run rebuilt = Run.newBuilder(plain).setArtefactDigest("other").build();
        assertThat(traits(plain, true).buildDifferenceTo(traits(rebuilt, true)))
                .as("the compiler has no choice")
                .isEqualTo(BuildDifference.SAME_SCHEDULE);
        assertThat(difference(run -> {
                    run.setArtefactDigest("other");
                    run.setScheduleDigest(null);
                }))
                .as("known of one alone")
                .isNull();
    }

    @Test
    void buildDifference_givenRunThatIsNotDescribed_isUnknown() {
        RunTraits unknown = traits(run("run-2", run -> {}), false);
        assertThat(FIRST.buildDifferenceTo(unknown)).isNull();
        assertThat(GroupKey.placesOf(unknown)).isEmpty();
    }

    @Test
    void places_givenDescribedRun_areOneOfEachFactor() {
        List<GroupKey.Place> places = GroupKey.placesOf(FIRST);
        assertThat(places)
                .extracting(place -> place.key().toString())
                .containsExactly(
                        "PROCESS/engine/artefact/device-1",
                        "REBUILD/" + FIRST.recipe() + "/device-1",
                        "DEVICE/engine/artefact/amd64, EPYC",
                        "ARCHITECTURE/" + FIRST.recipe(),
                        "COMPILER/device-1");
    }
}
