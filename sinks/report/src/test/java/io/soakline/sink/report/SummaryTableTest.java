package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.Run;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTableTest {

    private static SummaryBuilder fourEngines() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        List<String> compilers = List.of("tvm", "autotvm", "autoscheduler", "onnxruntime");
        for (String compiler : compilers) {
            builder.accept(SoakRecords.run(compiler, compiler, SoakRecords.completed(1_234_567)));
            builder.accept(SoakRecords.window(compiler, "run", 6, 1_234_567, VerdictState.STEADY));
            builder.accept(SoakRecords.pane(compiler, 0, 1_234_567, 0, 0, 0));
            compilers.stream()
                    .takeWhile(other -> !other.equals(compiler))
                    .forEach(other -> builder.accept(SoakRecords.agreement(other, compiler, 1, 0.046875)));
        }
        return builder;
    }

    @Test
    void render_givenFourEngines_fitsTheTerminal() {
        String text = SummaryTable.render(fourEngines().build(new SoakSummary.Store("questdb", 9_876)), false);

        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SummaryTable.COLUMNS));
        assertThat(text)
                .startsWith("✔ STEADY  4 runs of cls.onnx on host-1")
                .contains("onnxruntime")
                .contains("1,234,567  1.40 ms  1.80 ms  2.40 ms  3.90 ms  4.10 %    100 %  98.4 %  ✔ STEADY")
                .contains("4.69 %")
                .contains("Alerts: none.")
                .contains("lost 0; the sums close.")
                .contains("Store: 9,876 points in questdb.")
                .doesNotContain("\u001b");
    }

    @Test
    void render_givenLongNamesThatDifferInTheMiddle_tellsThemApart() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        List<String> precisions = List.of("fp32", "fp16", "int8");
        for (String precision : precisions) {
            Run run = SoakRecords.run(precision, "tensorrt", SoakRecords.completed(1_000));
            run.setEngineName("classifier-" + precision + "-build1");
            builder.accept(run);
            builder.accept(SoakRecords.window(precision, "run", 6, 1_000, VerdictState.STEADY));
        }

        List<String> lines =
                SummaryTable.render(builder.build(null), false).lines().toList();

        precisions.forEach(precision -> assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("class").contains(precision.substring(2) + "-build1")));
    }

    @Test
    void render_givenTooFewSamples_refusesInsteadOfANumber() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        builder.accept(SoakRecords.run("a", "tvm", SoakRecords.completed(500)));
        builder.accept(SoakRecords.window("a", "run", 6, 500, VerdictState.INSUFFICIENT));
        builder.accept(SoakRecords.pane("a", 0, 500, 0, 0, 0));

        String text = SummaryTable.render(builder.build(null), false);

        assertThat(text).contains("n small").contains("? tvm: because of 500").contains("Store: none.");
    }

    @Test
    void render_givenTrouble_saysEachThing() {
        SummaryBuilder builder = fourEngines();
        builder.accept(SoakRecords.run("killed", "tvm", SoakRecords.killed()));
        builder.accept(SoakRecords.run("short", "autotvm", SoakRecords.completed(10)));
        builder.accept(ExampleRecords.deadLetter("soakline.inferences", 1));
        builder.accept(SoakRecords.alert("k", "killed", AlertState.FIRING, SoakRecords.START));

        String text = SummaryTable.render(builder.build(null).withNotes(List.of("tensorrt was not built")), false);

        assertThat(text)
                .startsWith("✘ BROKEN")
                .contains("the run ended early (killed): signal 9")
                .contains("firing engine-crashed, cls-tvm, since 2023-11-14T22:13:20Z")
                .contains("10 inferences were measured and never arrived")
                .contains("1 record could not be read")
                .contains("how much it produced is not known")
                .contains("Note: tensorrt was not built");
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SummaryTable.COLUMNS));
    }

    @Test
    void render_givenAlertThatCameAndWent_saysItsSizeItsTimesAndItsCause() {
        SummaryBuilder builder = fourEngines();
        Alert firing = SoakRecords.alert("k", "tvm", AlertState.FIRING, SoakRecords.START);
        firing.setKind("latency-drift");
        firing.setSize(1.31);
        firing.setSizeLow(1.24);
        firing.setSizeHigh(1.39);
        firing.setUnit("times the p50 of the reference");
        firing.setEvidence("p50 rose from 1.40 ms to 1.83 ms");
        firing.setCauses(List.of(new CauseRecord("CPU_PRESSURE", "some tasks waited 41 % of the time")));
        builder.accept(firing);
        Alert resolved = SoakRecords.alert("k", "tvm", AlertState.RESOLVED, SoakRecords.START + 90_000_000_000L);
        resolved.setKind("latency-drift");
        builder.accept(resolved);

        String text = SummaryTable.render(builder.build(null), false);

        assertThat(text)
                .contains("Alerts: 0 firing, 1 fired and resolved")
                .contains("  resolved latency-drift, cls-tvm, 1.31 [1.24, 1.39] times the p50 of the reference, fired")
                .contains("resolved after 1 min 30 s")
                .contains("    p50 rose from 1.40 ms to 1.83 ms")
                .contains("    cause: CPU pressure, some tasks waited 41 % of the time");
    }

    @Test
    void render_givenFiguresOfPredictability_showsOnlyColumnsThatAnyRunHas() {
        SummaryBuilder builder = fourEngines();
        WindowStats window = SoakRecords.window("tvm", "run", 7, 1_234_567, VerdictState.STEADY);
        window.setPwcet(new PwcetRecord(
                "Ljung-Box, lag 3: 31.4 above 29.1", "GPD", null, null, null, 320L, List.of(), List.of(), List.of()));
        window.setSlowestCauses(Map.of("HARNESS_PAUSE", 3L, "CPU_PRESSURE", 12L));
        window.setDeadlineNanos(3_000_000L);
        window.setDeadlineMisses(7L);
        window.setLongestMissRun(2L);
        builder.accept(window);

        String text = SummaryTable.render(builder.build(null), false);

        assertThat(text)
                .contains("p99, 95 % interval")
                .contains("[1.79 ms, 1.81 ms]")
                .contains("7 (2 in a row)")
                .contains("refused")
                .contains("No pWCET estimate for tvm: Ljung-Box, lag 3: 31.4 above 29.1.")
                .contains("put down to CPU pressure (12), harness pause (3).")
                .doesNotContain("modes", "p99.99", "reference");
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SummaryTable.COLUMNS));
    }

    @Test
    void render_givenPwcetWithLevelsWithheld_showsTheRarestThatIsGiven() {
        SummaryBuilder builder = fourEngines();
        WindowStats window = SoakRecords.window("tvm", "run", 7, 1_234_567, VerdictState.STEADY);
        window.setPwcet(new PwcetRecord(
                null,
                "GPD",
                0.01,
                -0.1,
                0.1,
                320L,
                List.of(new PwcetLevel(1e-6, 2.1e6, 2.0e6, 2.3e6), new PwcetLevel(1e-7, 2.2e6, 2.1e6, 2.6e6)),
                List.of("1e-8: beyond what 320 exceedances carry"),
                List.of()));
        builder.accept(window);

        assertThat(SummaryTable.render(builder.build(null), false)).contains("1e-07: ≤ 2.60 ms");
    }

    @Test
    void render_givenColour_changesNothingButTheColour() {
        SoakSummary summary = fourEngines().build(null);

        String coloured = SummaryTable.render(summary, true);

        assertThat(coloured).contains("\u001b[32m✔ STEADY\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(SummaryTable.render(summary, false));
    }

    private static ValidityRecord neighbours(double percentOfTime) {
        ValidityRecord broken = SoakRecords.validity(ValidityState.NOT_KNOWN, ValidityState.BROKEN);
        ValidityCheck check = broken.getChecks().get(1);
        check.setValue(percentOfTime);
        check.setEvidence("the core was taken away for " + percentOfTime + " % of the time");
        return broken;
    }

    private static WindowStats with(String runId, Consumer<WindowStats> change) {
        WindowStats window = SoakRecords.window(runId, "run", 7, 5_000, VerdictState.STEADY);
        change.accept(window);
        return window;
    }

    @Test
    void render_givenBrokenConditions_saysThemWithTheWorstRun() {
        SummaryBuilder builder = fourEngines();
        builder.accept(with("tvm", window -> window.setValidity(neighbours(21.0))));
        builder.accept(with("autotvm", window -> window.setValidity(neighbours(84.5))));
        builder.accept(with(
                "onnxruntime",
                window -> window.setValidity(SoakRecords.validity(ValidityState.KEPT, ValidityState.KEPT))));

        assertThat(SummaryTable.render(builder.build(null), false)).contains("""
                        Conditions of the measurement: BROKEN in 2 of 4 runs
                          ✘ host neighbours of autotvm, tvm, worst autotvm: the core was taken away for 84.5 % of the time
                          ? not known: clock of autotvm, tvm
                          ? not recorded: autoscheduler
                        """);
    }

    @Test
    void render_givenVerdictThatNamesBrokenConditions_saysThemOnceBelow() {
        SummaryBuilder builder = fourEngines();
        builder.accept(with("tvm", window -> {
            ValidityRecord broken = neighbours(21.0);
            broken.setReason("host neighbours: the core was taken away for 21.0 % of the time");
            window.setValidity(broken);
            window.setVerdict(new VerdictRecord(
                    VerdictState.INSUFFICIENT, "too short; conditions broken: " + broken.getReason()));
        }));

        assertThat(SummaryTable.render(builder.build(null), false))
                .contains("  ? tvm: too short; conditions broken\n")
                .contains("  ✘ host neighbours of tvm: the core was taken away for 21.0 % of the time\n");
    }

    @Test
    void render_givenNothingOfConditionsEnergyOrPhases_hasNoLineForThem() {
        SummaryBuilder builder = fourEngines();
        for (String run : List.of("tvm", "autotvm", "autoscheduler", "onnxruntime")) {
            builder.accept(with(
                    run, window -> window.setValidity(SoakRecords.validity(ValidityState.KEPT, ValidityState.KEPT))));
        }

        assertThat(SummaryTable.render(builder.build(null), false))
                .doesNotContain("Conditions", "energy", "Energy", "varies with");
    }

    @Test
    void render_givenEnergyAndPhases_showsThemAndWhyOneIsMissing() {
        SummaryBuilder builder = fourEngines();
        builder.accept(with("tvm", window -> {
            window.setEnergy(SoakRecords.energy());
            window.setPhases(SoakRecords.phases());
        }));
        EnergyRecord none = SoakRecords.energy();
        none.setMethod(EnergyMethod.NONE);
        none.setGrossJoulesPerInference(null);
        none.setNetJoulesPerInference(null);
        none.setReason("not attributable: another process computes on the GPU");
        none.setDoubt(null);
        builder.accept(with("autotvm", window -> window.setEnergy(none)));

        assertThat(SummaryTable.render(builder.build(null), false))
                .containsPattern("energy, time \\(p50\\)  energy gross  net of idle   device    host  varies with")
                .containsPattern("\ntvm +65.0 mJ +21.0 mJ  1.00 ms  400 µs  host 87.5 %\n")
                .contains("  Energy of autotvm: not attributable: another process computes on the GPU")
                .contains("▲ Energy is in doubt, most of tvm: energy counter and power sensor differ by 8 %");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void render_givenWidth_fitsIt(int columns) {
        for (ReportData data : List.of(AuditScene.audit(), AuditScene.onGpu(), AuditScene.largeOutputs())) {
            assertThat(SummaryTable.render(data.summary(), false, columns).lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void render_givenNarrowTerminal_leavesOutColumnsOnlyWhereNeeded() {
        SoakSummary summary = AuditScene.audit().summary();

        assertThat(SummaryTable.render(summary, false, 80)).contains(" max ").doesNotContain(" CV ");
        assertThat(SummaryTable.render(summary, false, 120)).contains(" p99.9 ", " CV ", " max abs");
    }

    @Test
    void render_givenAudit_fitsTheTerminalAndSaysWhatDiffers() {
        String text = SummaryTable.render(AuditScene.audit().summary(), false);

        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SummaryTable.COLUMNS));
        assertThat(text)
                .contains("autotvm b2 r1")
                .containsPattern("autotvm b1 r1 +autotvm b3 r1 +L2 rebuild +64 +4.69 % +98.4 % +1 ")
                .contains("more pairs in the JSON and the report")
                .contains("✘ self-test thread count of onnxruntime: 12 of 64 comparisons differ; input 3 gave")
                .containsPattern("tvm b1 r2 .* 96  95.8 %, ≥ 95.5 %");
    }

    @Test
    void render_givenGroup_hasALineForIt() {
        SummaryBuilder builder = fourEngines();
        Agreement group = SoakRecords.agreement("all of cls.onnx", "", 1, 0.25);
        group.setScope(AgreementScope.GROUP);
        group.setGroupKey("k");
        group.setEngineA("cls.onnx on host-1");
        group.setMembers(List.of("tvm", "autotvm"));
        group.setKappa(0.97);
        group.setLabelFlipCount(2);
        builder.accept(group);

        assertThat(SummaryTable.render(builder.build(null), false))
                .contains(
                        "  L5 compiler, compilers on host-1: 2 runs, 64 inputs, bitwise 25.0 %, kappa 0.970, 2 label flips");
    }
}
