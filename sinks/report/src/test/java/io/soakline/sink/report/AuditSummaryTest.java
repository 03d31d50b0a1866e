package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.SelfTest;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditSummaryTest {

    private static final AuditSummary AUDIT =
            AuditScene.auditOf(AuditScene.audit().summary());

    private static BuildSummary build(String name) {
        return AUDIT.builds().stream()
                .filter(build -> build.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void builds_givenAudit_areNamedByCompilerAndNumber() {
        assertThat(AUDIT.builds())
                .extracting(BuildSummary::name)
                .containsExactly(
                        "autoscheduler build 1",
                        "autoscheduler build 2",
                        "autoscheduler build 3",
                        "autotvm build 1",
                        "autotvm build 2",
                        "autotvm build 3",
                        "onnxruntime",
                        "tvm build 1",
                        "tvm build 2",
                        "tvm build 3");
        assertThat(build("tvm build 2").runs()).containsExactly("tvm-2-1", "tvm-2-2");
        assertThat(build("tvm build 2").medianNanos()).hasSize(2);
        assertThat(build("tvm build 2").energyJoulesPerInference()).isNull();
    }

    @Test
    void searchSeed_isTheRecordsOrThatOfTheFirstBuildPlusTheRebuilds() {
        assertThat(build("autoscheduler build 3").searchSeed()).isEqualTo(93);
        assertThat(build("autotvm build 1").searchSeed()).isEqualTo(40);
        assertThat(build("autotvm build 3").searchSeed()).isEqualTo(42);
        assertThat(build("tvm build 2").searchSeed()).isNull();
    }

    @Test
    void accuracy_given62Of64_hasTheIntervalOfBlaker() {
        Accuracy accuracy = Objects.requireNonNull(build("tvm build 1").accuracy());

        // The rule itself on a grid, SciPy 1.17.1: golden/blaker-limits.csv of processors/agreement.
        assertThat(accuracy.correct()).isEqualTo(62);
        assertThat(accuracy.low95()).isCloseTo(0.89583, within(1e-5));
        assertThat(accuracy.high95()).isCloseTo(0.99442, within(1e-5));
    }

    @Test
    void levels_givenAudit_tellTheWorstComparisonOfEach() {
        assertThat(AUDIT.levels()).extracting(LevelSummary::level).containsExactly(Level.values());
        assertThat(AUDIT.levels())
                .extracting(LevelSummary::bitwiseRate)
                .containsExactly(1.0, 1.0, 3.0 / 64, null, null, 1.0 / 64);
        assertThat(AUDIT.levels().get(2)).satisfies(rebuild -> {
            assertThat(rebuild.comparisons()).isEqualTo(36);
            assertThat(rebuild.differing()).isEqualTo(61);
            assertThat(rebuild.labelFlips()).isEqualTo(1);
        });
    }

    @Test
    void matrix_givenBuildsWithTwoRuns_addsUpTheirPairs() {
        BuildMatrix matrix = AUDIT.matrices().get(0);
        int first = matrix.builds().indexOf("autotvm build 1");
        int third = matrix.builds().indexOf("autotvm build 3");

        assertThat(matrix.inputs().get(first).get(third)).isEqualTo(4 * 64);
        assertThat(matrix.inputs().get(first).get(first)).isEqualTo(64);
        assertThat(matrix.bitwiseRate().get(third).get(first)).isEqualTo(3.0 / 64);
        assertThat(matrix.labelMismatchRate().get(first).get(third)).isEqualTo(1.0 / 64);
        assertThat(matrix.bitwiseRate().get(first).get(first)).isEqualTo(1.0);
    }

    @Test
    void matrices_givenNothingCompared_areNone() {
        assertThat(AuditScene.auditOf(AuditScene.oneRun().summary()).matrices()).isEmpty();
    }

    @Test
    void spreads_givenAudit_haveBuildAndRunForEachCompiler() {
        assertThat(AUDIT.spreads())
                .extracting(CompilerSpread::compiler)
                .containsExactly("autoscheduler", "autotvm", "onnxruntime", "tvm");
        CompilerSpread autotvm = AUDIT.spreads().get(1);
        assertThat(autotvm.build().levels()).isEqualTo(3);
        assertThat(autotvm.build().percent()).as("builds were made 4 % apart").isBetween(1.0, 8.0);
        assertThat(autotvm.run().icc()).isNotNull();
        assertThat(AUDIT.spreads().get(2).build().refused()).isNotBlank();
    }

    @Test
    void headlines_givenRunWithoutLabelsAndDeadline_areUnsureOfThat() {
        List<Headline> headlines =
                AuditScene.auditOf(AuditScene.oneRun().summary()).headlines();

        assertThat(headlines).extracting(Headline::answer).containsExactly("yes", "unsure", "unsure");
        assertThat(headlines.get(1).text())
                .startsWith("The same bit for bit: call to call. Not compared: process restart, rebuild");
        assertThat(headlines.get(2).text()).contains("--deadline");
    }

    @Test
    void headlines_givenNothing_areUnsure() {
        assertThat(AuditScene.auditOf(AuditScene.empty().summary()).headlines())
                .extracting(Headline::answer)
                .containsOnly("unsure");
    }

    @Test
    void agreements_givenGroupAndPair_keepThemApartAndTheNewestOfEach() {
        SummaryBuilder builder = new SummaryBuilder(Set.of("a", "b"));
        builder.accept(SoakRecords.run("a", "tvm", null));
        builder.accept(SoakRecords.run("b", "tvm", null));
        builder.accept(group("k", 2, 0.5, "a", "b"));
        builder.accept(group("k", 1, 0.1, "a", "b"));
        builder.accept(group("wider", 1, 0.1, "a", "b", "c"));
        builder.accept(SoakRecords.agreement("a", "b", 1, 0.25));

        SoakSummary summary = builder.build(null);
        assertThat(summary.groups()).singleElement().satisfies(group -> {
            assertThat(group.scope()).isEqualTo("group");
            assertThat(group.bitwiseRate()).isEqualTo(0.5);
            assertThat(group.members()).containsExactly("a", "b");
            assertThat(group.level()).isEqualTo("L5");
        });
        assertThat(summary.agreements())
                .singleElement()
                .satisfies(pair -> assertThat(pair.scope()).isEqualTo("pair"));
    }

    private static Agreement group(String key, long asOf, double bitwise, String... members) {
        Agreement group = SoakRecords.agreement("tvm", "", asOf, bitwise);
        group.setScope(AgreementScope.GROUP);
        group.setGroupKey(key);
        group.setMembers(List.of(members));
        return group;
    }

    @Test
    void selfTests_givenOnesOfOtherEngines_keepThoseOfTheRuns() {
        SummaryBuilder builder = new SummaryBuilder(Set.of("a"));
        builder.accept(SoakRecords.run("a", "tvm", null));
        builder.accept(selfTest("e-tvm", 1, SelfTestOutcome.FAILED));
        builder.accept(selfTest("e-tvm", 2, SelfTestOutcome.PASSED));
        builder.accept(selfTest("e-other", 2, SelfTestOutcome.FAILED));

        assertThat(builder.build(null).selfTests()).singleElement().satisfies(test -> {
            assertThat(test.outcome()).isEqualTo("passed");
            assertThat(test.kind()).isEqualTo("batch_size");
        });
    }

    private static SelfTest selfTest(String engine, long at, SelfTestOutcome outcome) {
        return new SelfTest(
                engine, engine, "tvm", "a", "host-1", "m", "i", SelfTestKind.BATCH_SIZE, outcome, 64L, 3L, "", at);
    }
}
