package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.AlertState;
import io.soakline.record.Factor;
import io.soakline.record.Severity;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.GateCheck.Outcome;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    /** Two steady runs; the p99 of both is 1.8 ms, from 1.79 ms to 1.81 ms. */
    private static SummaryBuilder steady() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        for (String compiler : new String[] {"tvm", "autotvm"}) {
            builder.accept(SoakRecords.run(compiler, compiler, SoakRecords.completed(2_000)));
            builder.accept(SoakRecords.window(compiler, "run", 6, 2_000, VerdictState.STEADY));
            builder.accept(SoakRecords.pane(compiler, 0, 2_000, 0, 0, 0));
        }
        return builder;
    }

    private static GateRules p99(long nanos) {
        return new GateRules(nanos, null, null, null, null, null, null, null, null);
    }

    private static GateResult judge(SummaryBuilder builder, GateRules rules) {
        return Gate.judge(builder.build(null), rules, FailOn.DEFAULT);
    }

    private static GateCheck last(GateResult result) {
        return result.checks().get(result.checks().size() - 1);
    }

    @Test
    void judge_givenSteadyRunsAndNoRules_passes() {
        GateResult result = judge(steady(), GateRules.NONE);

        assertThat(result.passed()).isTrue();
        assertThat(result.checks())
                .allSatisfy(check -> assertThat(check.outcome()).isEqualTo(Outcome.PASSED));
        assertThat(result.checks()).extracting(GateCheck::rule).contains("nothing is lost", "no run drifted");
    }

    @ParameterizedTest
    @CsvSource({"1811000,PASSED,true", "1800000,NOT_JUDGED,false", "1789000,FAILED,false"})
    void rule_givenInterval_isJudgedOnlyWhenAllOfItLiesOnOneSide(long limit, Outcome outcome, boolean passed) {
        GateResult result = judge(steady(), p99(limit));

        assertThat(last(result).outcome()).isEqualTo(outcome);
        assertThat(result.passed()).isEqualTo(passed);
        assertThat(last(result).line()).contains("1.80 ms [1.79 ms, 1.81 ms], n 2,000");
    }

    @Test
    void rule_givenSeveralRuns_tellsTheWorst() {
        SummaryBuilder builder = steady();
        WindowStats slow = SoakRecords.window("autotvm", "run", 7, 2_000, VerdictState.STEADY);
        slow.setTop1Accuracy(0.5);
        builder.accept(slow);

        GateResult result = judge(builder, new GateRules(null, null, null, null, null, null, null, 0.98, null));

        assertThat(last(result)).satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(check.engine()).isEqualTo("cls-autotvm");
            assertThat(check.measured()).isEqualTo(0.5);
            assertThat(check.limit()).isEqualTo(0.98);
        });
    }

    @Test
    void rule_givenNothingToJudgeBy_failsUnlessThatIsAllowed() {
        GateRules energy = new GateRules(null, null, null, null, null, null, null, null, 0.5);

        assertThat(judge(steady(), energy).passed()).isFalse();
        assertThat(last(judge(steady(), energy)).line())
                .startsWith("not judged  energy per inference at most 0.5000 J: cls-")
                .contains("offers no energy reading");
        Set<FailOn> lenient = EnumSet.copyOf(FailOn.DEFAULT);
        lenient.remove(FailOn.UNJUDGED);
        GateResult allowed = Gate.judge(steady().build(null), energy, lenient);
        assertThat(allowed.passed()).isTrue();
        assertThat(last(allowed).line()).endsWith("(not asked for)");
    }

    @Test
    void misses_givenNoneInManyInferences_passByTheirUpperBound() {
        SummaryBuilder builder = steady();
        for (String run : new String[] {"tvm", "autotvm"}) {
            WindowStats window = SoakRecords.window(run, "run", 7, 2_000, VerdictState.STEADY);
            window.setDeadlineNanos(5_000_000L);
            window.setDeadlineMisses(0L);
            window.setDeadlineMissRateUpper95(0.0015);
            builder.accept(window);
        }

        assertThat(last(judge(builder, misses(5_000_000L, 0.002))).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(last(judge(builder, misses(5_000_000L, 0.001))).outcome()).isEqualTo(Outcome.NOT_JUDGED);
        assertThat(last(judge(builder, misses(4_000_000L, 0.002))).detail())
                .contains("soaked with a deadline of 5.00 ms, not 4.00 ms");
    }

    private static GateRules misses(long deadline, double rate) {
        return new GateRules(null, null, null, null, deadline, rate, null, null, null);
    }

    @Test
    void judge_givenNoRun_failsForWantOfWhatWasShown() {
        GateResult result = judge(new SummaryBuilder(Set.of()), p99(1));

        assertThat(result.passed()).isFalse();
        assertThat(result.checks())
                .filteredOn(check -> check.rule().equals("every run can be judged"))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.line()).isEqualTo("failed      every run can be judged: there is no run"));
    }

    @ParameterizedTest
    @CsvSource({"DRIFTED,DRIFTED,false", "DRIFTED,BROKEN,true", "BROKEN,BROKEN,false", "INSUFFICIENT,LOST,true"})
    void judge_givenVerdictOfOneRun_failsOnlyForWhatIsAskedFor(VerdictState state, FailOn cause, boolean passed) {
        SummaryBuilder builder = steady();
        builder.accept(SoakRecords.window("tvm", "run", 7, 2_000, state));

        assertThat(Gate.judge(builder.build(null), GateRules.NONE, EnumSet.of(cause))
                        .passed())
                .isEqualTo(passed);
    }

    @Test
    void judge_givenAlertThatCameAndWent_failsOnlyWhenAlertsAreAskedFor() {
        SummaryBuilder builder = steady();
        builder.accept(SoakRecords.alert("k", "tvm", AlertState.FIRING, SoakRecords.START));
        assertThat(judge(builder, GateRules.NONE).passed()).isFalse();
        builder.accept(SoakRecords.alert("k", "tvm", AlertState.RESOLVED, SoakRecords.START + 1));

        assertThat(judge(builder, GateRules.NONE).passed()).isTrue();
        assertThat(Gate.judge(builder.build(null), GateRules.NONE, EnumSet.of(FailOn.ALERTS))
                        .passed())
                .isFalse();
    }

    @Test
    void judge_givenAlertForInformationOnly_passes() {
        SummaryBuilder builder = steady();
        var info = SoakRecords.alert("k", "tvm", AlertState.FIRING, SoakRecords.START);
        info.setSeverity(Severity.INFO);
        builder.accept(info);

        assertThat(judge(builder, GateRules.NONE).passed()).isTrue();
    }

    @Test
    void judge_givenLoss_fails() {
        SummaryBuilder builder = steady();
        builder.accept(SoakRecords.run("tvm", "tvm", SoakRecords.completed(2_005)));

        assertThat(judge(builder, GateRules.NONE).passed()).isFalse();
        assertThat(Gate.judge(builder.build(null), GateRules.NONE, EnumSet.noneOf(FailOn.class))
                        .passed())
                .isTrue();
    }

    private static GateResult conditions(@Nullable ValidityRecord ofTvm, Set<FailOn> failOn) {
        SummaryBuilder builder = steady();
        for (String run : new String[] {"tvm", "autotvm"}) {
            WindowStats window = SoakRecords.window(run, "run", 7, 2_000, VerdictState.STEADY);
            window.setValidity(
                    run.equals("tvm") ? ofTvm : SoakRecords.validity(ValidityState.KEPT, ValidityState.KEPT));
            builder.accept(window);
        }
        return Gate.judge(builder.build(null), GateRules.NONE, failOn);
    }

    @ParameterizedTest
    @CsvSource({
        "KEPT,KEPT,PASSED,true,true",
        "KEPT,NOT_KNOWN,NOT_JUDGED,true,false",
        "BROKEN,NOT_KNOWN,FAILED,false,false"
    })
    void conditions_givenStatesOfOneRun_failByWhatIsBroken(
            ValidityState clock, ValidityState neighbours, Outcome outcome, boolean alone, boolean withUnjudged) {
        ValidityRecord validity = SoakRecords.validity(clock, neighbours);

        GateResult result = conditions(validity, EnumSet.of(FailOn.CONDITIONS));

        assertThat(last(result).rule()).isEqualTo("conditions are kept");
        assertThat(last(result).outcome()).isEqualTo(outcome);
        assertThat(last(result).detail())
                .isEqualTo(outcome == Outcome.PASSED ? "2 runs" : "1 of 2: cls-tvm, " + validity.getReason());
        assertThat(result.passed()).isEqualTo(alone);
        assertThat(conditions(validity, EnumSet.of(FailOn.CONDITIONS, FailOn.UNJUDGED))
                        .passed())
                .isEqualTo(withUnjudged);
    }

    @Test
    void conditions_givenOneReasonOfManyEngines_sayItOnce() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        for (String compiler : new String[] {"a", "b", "c", "d"}) {
            builder.accept(SoakRecords.run(compiler, compiler, SoakRecords.completed(2_000)));
        }

        GateResult result = Gate.judge(builder.build(null), GateRules.NONE, EnumSet.of(FailOn.CONDITIONS));

        assertThat(last(result).detail())
                .isEqualTo("4 of 4: cls-a, cls-b, cls-c and 1 more, no conditions were recorded");
    }

    @Test
    void conditions_givenNoneRecorded_areNotJudged() {
        GateResult result = conditions(null, EnumSet.of(FailOn.CONDITIONS, FailOn.UNJUDGED));

        assertThat(result.passed()).isFalse();
        assertThat(last(result).line())
                .isEqualTo("not judged  conditions are kept: 1 of 2: cls-tvm, no conditions were recorded");
    }

    @Test
    void conditions_givenNoRun_areNotJudged() {
        GateResult result =
                Gate.judge(new SummaryBuilder(Set.of()).build(null), GateRules.NONE, EnumSet.of(FailOn.CONDITIONS));

        assertThat(last(result).line()).isEqualTo("not judged  conditions are kept: there is no run (not asked for)");
    }

    @Test
    void conditions_givenBrokenOnes_closeNoGateThatDoesNotAskForThem() {
        GateResult result =
                conditions(SoakRecords.validity(ValidityState.BROKEN, ValidityState.BROKEN), FailOn.DEFAULT);

        assertThat(result.passed()).isTrue();
        assertThat(result.checks()).extracting(GateCheck::rule).doesNotContain("conditions are kept");
    }

    private static SummaryBuilder rebuilt(int differing, @Nullable Integer flips) {
        SummaryBuilder builder = steady();
        builder.accept(SoakRecords.run("again", "tvm", SoakRecords.completed(0)));
        var pair = SoakRecords.agreement("tvm", "again", 1, 1 - differing / 64.0);
        pair.setFactor(Factor.REBUILD);
        pair.setLabelFlipCount(flips);
        pair.setTop1Rate(null);
        builder.accept(pair);
        return builder;
    }

    private static GateRules rebuilds(@Nullable Double bitwise, @Nullable Long flips) {
        return new GateRules(null, null, null, null, null, null, null, null, null, bitwise, flips);
    }

    @ParameterizedTest
    @CsvSource({"0,0,PASSED,PASSED", "1,0,FAILED,PASSED", "61,2,FAILED,FAILED"})
    void rebuilds_givenPairOfBuilds_areHeldToBothLimits(int differing, int flips, Outcome bitwise, Outcome labels) {
        SummaryBuilder builder = rebuilt(differing, flips);

        assertThat(last(judge(builder, rebuilds(1.0, null))).outcome()).isEqualTo(bitwise);
        assertThat(last(judge(builder, rebuilds(null, 0L))).outcome()).isEqualTo(labels);
        assertThat(last(judge(builder, rebuilds(null, 2L))).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void rebuilds_givenNoPairOrNoLabels_areNotJudged() {
        assertThat(last(judge(steady(), rebuilds(1.0, null)))).satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(Outcome.NOT_JUDGED);
            assertThat(check.line()).contains("--builds 2 or more");
        });
        assertThat(last(judge(rebuilt(0, null), rebuilds(null, 0L))).outcome()).isEqualTo(Outcome.NOT_JUDGED);
    }
}
