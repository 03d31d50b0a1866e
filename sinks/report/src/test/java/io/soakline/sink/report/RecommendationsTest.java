package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Agreement;
import io.soakline.record.Build;
import io.soakline.record.BuildDifference;
import io.soakline.record.Factor;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecommendationsTest {

    private final SummaryBuilder builder = new SummaryBuilder(Set.of());

    private Map<String, String> configuration = Map.of();

    private void run(String id, String compiler, int build, double p99LowNanos, @Nullable Double p99HighNanos) {
        Run run = SoakRecords.run(id, compiler, SoakRecords.completed(5_000));
        run.setBuild(Build.newBuilder()
                .setBuildId(compiler + build)
                .setNumber(build)
                .setBuiltAtNanos(SoakRecords.START)
                .setSeconds(null)
                .build());
        run.setConfiguration(configuration);
        builder.accept(run);
        WindowStats window = SoakRecords.window(id, "run", 6, 5_000, VerdictState.STEADY);
        window.setLatencyQuantiles(List.of(new QuantileRecord(0.99, p99LowNanos, p99LowNanos, p99HighNanos, 100L)));
        builder.accept(window);
    }

    private Agreement rebuild(String a, String b, double bitwise, BuildDifference difference) {
        Agreement pair = SoakRecords.agreement(a, b, 1, bitwise);
        pair.setFactor(Factor.REBUILD);
        pair.setBuildDifference(difference);
        pair.setMismatchRateUpper95(0.046);
        builder.accept(pair);
        return pair;
    }

    private List<Recommendation> of(String topic) {
        return AuditScene.auditOf(builder.build(null)).recommendations().stream()
                .filter(recommendation -> recommendation.topic().equals(topic))
                .toList();
    }

    @Test
    void latency_givenAllIntervalsOfOneBelowAllOfTheOther_choosesIt() {
        run("a1", "tvm", 1, 2.0e6, 2.1e6);
        run("a2", "tvm", 2, 2.2e6, 2.3e6);
        run("b1", "autotvm", 1, 1.5e6, 1.6e6);

        assertThat(of("latency")).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isFalse();
            assertThat(choice.text()).isEqualTo("Choose autotvm for cls.onnx on host-1: its p99 is the shortest.");
            assertThat(choice.evidence())
                    .contains("shorter than tvm's by 20.0 % to 34.8 %")
                    .contains("autotvm [1.50 ms, 1.60 ms] (1 run of at least 5,000 inferences)")
                    .contains("tvm [2.00 ms, 2.30 ms] (2 runs of at least 5,000 inferences)");
        });
    }

    @Test
    void latency_givenOneRunThatReachesIntoTheOther_refuses() {
        run("a1", "tvm", 1, 1.55e6, 2.1e6);
        run("b1", "autotvm", 1, 1.5e6, 1.6e6);

        assertThat(of("latency")).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.text()).contains("autotvm, tvm has the shortest p99 cannot be said");
        });
    }

    @Test
    void latency_givenOneClearlySlower_leavesThatOutAndRefusesTheRest() {
        run("a1", "tvm", 1, 1.55e6, 1.7e6);
        run("b1", "autotvm", 1, 1.5e6, 1.6e6);
        run("c1", "onnxruntime", 1, 3.0e6, 3.1e6);

        assertThat(of("latency")).extracting(Recommendation::refused).containsExactly(false, true);
        assertThat(of("latency").get(0).text()).startsWith("Leave out onnxruntime");
    }

    @Test
    void latency_givenIntervalOpenAbove_refusesForWantOfInferences() {
        run("a1", "tvm", 1, 1.55e6, null);
        run("b1", "autotvm", 1, 1.5e6, 1.6e6);

        assertThat(of("latency")).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.text()).startsWith("The p99 of tvm cannot be compared");
        });
    }

    @Test
    void rebuilds_givenOtherSchedules_pinsTheTuningRecords() {
        run("a1", "autotvm", 1, 1.5e6, 1.6e6);
        run("a2", "autotvm", 2, 1.5e6, 1.6e6);
        run("a3", "autotvm", 3, 1.5e6, 1.6e6);
        rebuild("a1", "a2", 3.0 / 64, BuildDifference.OTHER_SCHEDULE);
        rebuild("a1", "a3", 1.0, BuildDifference.SAME_ARTEFACT);

        assertThat(of("rebuilds")).singleElement().satisfies(advice -> {
            assertThat(advice.text()).startsWith("Pin the tuning records of autotvm");
            assertThat(advice.evidence())
                    .isEqualTo(
                            "Outputs differ in 1 of 2 pairs of runs; worst autotvm build 1 and autotvm build 2, 61 of 64"
                                    + " inputs, no label changes.");
        });
    }

    @Test
    void rebuilds_givenOtherTacticsOfTensorRt_keepsTheTimingCache() {
        run("a1", "tensorrt", 1, 1.5e6, 1.6e6);
        run("a2", "tensorrt", 2, 1.5e6, 1.6e6);
        rebuild("a1", "a2", 0.2, BuildDifference.OTHER_SCHEDULE);

        assertThat(of("rebuilds"))
                .singleElement()
                .satisfies(advice -> assertThat(advice.text())
                        .startsWith("Keep the timing cache of tensorrt, or keep the built artefact"));
    }

    @Test
    void rebuilds_givenEqualOutputsOutOfATimingCache_saysNothingOfThoseWithoutOne() {
        configuration = Map.of("timing-cache", "");
        run("a1", "tensorrt", 1, 1.5e6, 1.6e6);
        configuration = Map.of("timing-cache", "tactics.cache");
        run("a2", "tensorrt", 2, 1.5e6, 1.6e6);
        run("a3", "tensorrt", 3, 1.5e6, 1.6e6);
        rebuild("a2", "a3", 1.0, BuildDifference.SAME_SCHEDULE);
        assertThat(of("rebuilds").get(0).text())
                .isEqualTo("Rebuilds of tensorrt with a timing cache can stand in for each other.");
        rebuild("a1", "a2", 1.0, BuildDifference.SAME_SCHEDULE);
        assertThat(of("rebuilds").get(0).text()).isEqualTo("Rebuilds of tensorrt can stand in for each other.");
    }

    @Test
    void rebuilds_givenSameSchedulesAndOtherOutputs_keepsTheArtefact() {
        run("a1", "autotvm", 1, 1.5e6, 1.6e6);
        run("a2", "autotvm", 2, 1.5e6, 1.6e6);
        rebuild("a1", "a2", 0.5, BuildDifference.SAME_SCHEDULE);

        assertThat(of("rebuilds").get(0).text())
                .startsWith("Keep the built artefact of autotvm: rebuilds with the same");
    }

    @Test
    void rebuilds_givenEqualOutputs_saysHowMuchThatExcludes() {
        run("a1", "tvm", 1, 1.5e6, 1.6e6);
        run("a2", "tvm", 2, 1.5e6, 1.6e6);
        rebuild("a1", "a2", 1.0, BuildDifference.SAME_ARTEFACT);

        assertThat(of("rebuilds")).singleElement().satisfies(advice -> {
            assertThat(advice.refused()).isFalse();
            assertThat(advice.evidence()).contains("64 inputs each").contains("fewer than 4.60 %");
        });
    }

    @Test
    void rebuilds_givenOneBuild_refuses() {
        run("a1", "tvm", 1, 1.5e6, 1.6e6);

        assertThat(of("rebuilds")).singleElement().satisfies(advice -> {
            assertThat(advice.refused()).isTrue();
            assertThat(advice.evidence()).contains("--builds 3");
        });
    }

    @Test
    void labels_givenFlips_askForAccuracyAgainAndNameTheInputs() {
        run("a1", "autotvm", 1, 1.5e6, 1.6e6);
        run("a2", "autotvm", 2, 1.5e6, 1.6e6);
        Agreement pair = rebuild("a1", "a2", 0.5, BuildDifference.OTHER_SCHEDULE);
        pair.setLabelFlips(List.of(3, 17));
        pair.setLabelFlipCount(2);

        assertThat(of("labels")).singleElement().satisfies(advice -> {
            assertThat(advice.text()).isEqualTo("Measure accuracy again after each change of this kind: rebuild.");
            assertThat(advice.evidence()).contains("2 of 64 inputs. Inputs 3, 17.");
        });
    }

    @Test
    void labels_givenNoneKnown_refuses() {
        run("a1", "autotvm", 1, 1.5e6, 1.6e6);
        run("a2", "autotvm", 2, 1.5e6, 1.6e6);
        rebuild("a1", "a2", 0.5, BuildDifference.OTHER_SCHEDULE).setTop1Rate(null);

        assertThat(of("labels"))
                .singleElement()
                .satisfies(advice -> assertThat(advice.refused()).isTrue());
    }

    @Test
    void spread_givenThreeBuilds_refusesWithTheInterval() {
        List<Recommendation> builds = AuditScene.auditOf(AuditScene.audit().summary()).recommendations().stream()
                .filter(recommendation -> recommendation.topic().equals("builds"))
                .toList();

        assertThat(builds).hasSize(4);
        assertThat(builds)
                .filteredOn(Recommendation::refused)
                .anySatisfy(
                        advice -> assertThat(advice.evidence())
                                .matches(
                                        "3 builds give an ICC of 0\\.\\d\\d, 95 % interval \\[0\\.\\d\\d, [01]\\.\\d\\d\\]\\..*"));
    }

    @Test
    void onTime_givenNoDeadline_namesWhatIsMissing() {
        run("a1", "tvm", 1, 1.5e6, 1.6e6);

        assertThat(of("correct and on time"))
                .singleElement()
                .satisfies(advice ->
                        assertThat(advice.evidence()).contains("--labels").contains("--deadline"));
    }

    @Test
    void all_givenAudit_sayWhatToDoFirstAndWhatCannotBeSaidLast() {
        List<Recommendation> all =
                AuditScene.auditOf(AuditScene.audit().summary()).recommendations();

        assertThat(all).extracting(Recommendation::refused).isSorted();
        assertThat(all)
                .extracting(Recommendation::text)
                .contains("Keep the thread count of onnxruntime as it was audited.")
                .anyMatch(text -> text.startsWith("Choose onnxruntime for "));
    }

    @Test
    void all_givenBrokenRun_beginWithIt() {
        builder.accept(SoakRecords.run("a", "tvm", SoakRecords.killed()));
        run("b1", "autotvm", 1, 1.5e6, 1.6e6);

        assertThat(AuditScene.auditOf(builder.build(null)).recommendations().get(0))
                .isEqualTo(Recommendation.todo(
                        "failures", "Do not release tvm.", "the run ended early (killed): signal 9"));
    }

    @Test
    void all_givenNothing_areNone() {
        assertThat(AuditScene.auditOf(builder.build(null)).recommendations()).isEmpty();
    }
}
