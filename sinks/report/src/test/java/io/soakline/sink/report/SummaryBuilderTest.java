package io.soakline.sink.report;

import static io.soakline.log.ExampleRecords.deadLetter;
import static io.soakline.sink.report.SoakRecords.PANE;
import static io.soakline.sink.report.SoakRecords.START;
import static io.soakline.sink.report.SoakRecords.agreement;
import static io.soakline.sink.report.SoakRecords.alert;
import static io.soakline.sink.report.SoakRecords.completed;
import static io.soakline.sink.report.SoakRecords.killed;
import static io.soakline.sink.report.SoakRecords.pane;
import static io.soakline.sink.report.SoakRecords.run;
import static io.soakline.sink.report.SoakRecords.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.AlertState;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.SoakSummary.LedgerSummary;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SummaryBuilderTest {

    private final SummaryBuilder builder = new SummaryBuilder(Set.of());

    @Test
    void build_givenNoRecords_isInsufficient() {
        SoakSummary summary = builder.build(null);

        assertThat(summary.verdict()).isEqualTo("INSUFFICIENT");
        assertThat(summary.runs()).isEmpty();
        assertThat(ExitCode.of(summary)).isEqualTo(ExitCode.BAD_VERDICT);
    }

    @Test
    void build_givenSteadyRuns_isSteadyWithTheirFigures() {
        builder.accept(run("a", "tvm", completed(2_000)));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));
        builder.accept(pane("a", 0, 2_000, 0, 0, 0));

        SoakSummary summary = builder.build(new SoakSummary.Store("questdb", 42));

        assertThat(summary.verdict()).isEqualTo("STEADY");
        assertThat(ExitCode.of(summary)).isEqualTo(ExitCode.GOOD);
        RunSummary run = summary.runs().get(0);
        assertThat(run.inferences()).isEqualTo(2_000);
        assertThat(run.latencyNanos().p50()).isEqualTo(1_400_001);
        assertThat(run.latencyNanos().p999()).isEqualTo(2_400_000);
        assertThat(run.energyJoulesPerInference())
                .as("NaN is not a number to pass on")
                .isNull();
        assertThat(run.deadlineMisses()).isNull();
    }

    @Test
    void build_givenConditionsEnergyAndPhases_passesThemOn() {
        builder.accept(run("a", "tvm", completed(2_000)));
        WindowStats window = window("a", "run", 6, 2_000, VerdictState.STEADY);
        window.setValidity(SoakRecords.validity(ValidityState.BROKEN, ValidityState.NOT_KNOWN));
        window.setEnergy(SoakRecords.energy());
        window.setPhases(SoakRecords.phases());
        builder.accept(window);

        RunSummary run = builder.build(null).runs().get(0);

        assertThat(run.validity())
                .isEqualTo(new ValiditySummary(
                        "broken",
                        "the clock moved by 9 % of the 5 % allowed",
                        List.of(
                                new ValiditySummary.Check(
                                        "clock", "broken", 0.09, null, null, 0.05, "1.80 to 1.98 GHz"),
                                new ValiditySummary.Check(
                                        "host_neighbours",
                                        "not_known",
                                        null,
                                        null,
                                        null,
                                        1.0,
                                        "steal time is not measured"))));
        assertThat(run.energy())
                .isEqualTo(new EnergySummary(
                        "turns",
                        "",
                        0.065,
                        0.021,
                        null,
                        null,
                        6,
                        75_400.0,
                        12.0,
                        130.0,
                        0.08,
                        "energy counter and power sensor differ by 8 %"));
        assertThat(run.phases())
                .containsExactly(
                        new PhaseSummary("device", 2_000, 1.01e6, 1e6, 1.09e6, 1_200_000, 0.125),
                        new PhaseSummary("host", 2_000, 4.1e5, 4e5, 8e5, 2_700_000, 0.875));
    }

    @Test
    void build_givenNeitherConditionsNorSensors_saysSoByTheirAbsence() {
        builder.accept(run("a", "tvm", completed(2_000)));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));
        builder.accept(run("b", "tvm", null));

        assertThat(builder.build(null).runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.validity()).isNull();
            assertThat(run.energy()).isNull();
            assertThat(run.phases()).isEmpty();
        });
    }

    @Test
    void build_givenOlderAndNewerWindows_takesTheNewestOfTheWholeRun() {
        builder.accept(run("a", "tvm", null));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));
        builder.accept(window("a", "run", 5, 1_500, VerdictState.BROKEN));
        builder.accept(window("a", "1m", 7, 700, VerdictState.INSUFFICIENT));

        assertThat(builder.build(null).runs().get(0).inferences()).isEqualTo(2_000);
    }

    @Test
    void build_givenOneBadRunOfEachKind_takesTheWorst() {
        builder.accept(run("a", "tvm", completed(0)));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));
        builder.accept(run("b", "autotvm", completed(0)));
        builder.accept(window("b", "run", 6, 10, VerdictState.INSUFFICIENT));
        assertThat(builder.build(null).verdict()).isEqualTo("INSUFFICIENT");

        builder.accept(run("c", "onnxruntime", completed(0)));
        builder.accept(window("c", "run", 6, 2_000, VerdictState.DRIFTED));
        assertThat(builder.build(null).verdict()).isEqualTo("DRIFTED");

        builder.accept(run("d", "autoscheduler", completed(0)));
        builder.accept(window("d", "run", 6, 2_000, VerdictState.BROKEN));
        assertThat(builder.build(null).verdict()).isEqualTo("BROKEN");
    }

    @Test
    void build_givenKilledProducer_isBrokenWhateverItsFigures() {
        builder.accept(run("a", "tvm", killed()));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));

        SoakSummary summary = builder.build(null);

        assertThat(summary.runs().get(0).verdict())
                .isEqualTo(new Verdict("BROKEN", "the run ended early (killed): signal 9"));
        assertThat(summary.ledger().produced()).as("a dead producer cannot say").isNull();
        assertThat(ExitCode.of(summary)).isEqualTo(ExitCode.BAD_VERDICT);
    }

    @Test
    void ledger_givenLossLatenessAndCopies_closes() {
        builder.accept(run("a", "tvm", completed(1_000)));
        builder.accept(pane("a", 0, 600, 0, 0, 0));
        builder.accept(pane("a", 1, 380, 5, 7, 20));

        LedgerSummary ledger = builder.build(null).ledger();

        assertThat(ledger).isEqualTo(new LedgerSummary(1_007L, 992, 0, 992, 980, 5, 7, 15));
        assertThat(ledger.closes()).isTrue();
        assertThat(ExitCode.of(builder.build(null))).isEqualTo(ExitCode.BAD_VERDICT);
    }

    @Test
    void ledger_givenPaneWrittenAgainAfterRestart_countsItOnce() {
        builder.accept(run("a", "tvm", completed(600)));
        builder.accept(pane("a", 0, 600, 0, 0, 0));
        builder.accept(pane("a", 0, 600, 0, 0, 0));

        LedgerSummary ledger = builder.build(null).ledger();

        assertThat(ledger.paned()).isEqualTo(600);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void ledger_givenNothingOfTheEndArrived_saysSo() {
        builder.accept(run("a", "tvm", completed(1_000)));
        builder.accept(pane("a", 0, 600, 0, 0, 0));

        assertThat(builder.build(null).ledger().lost()).isEqualTo(400);
    }

    @Test
    void ledger_givenMorePanedThanAnnounced_doesNotClose() {
        LedgerSummary doubled = new LedgerSummary(600L, 1_200, 0, 1_200, 1_200, 0, 0, 0);

        assertThat(doubled.closes()).isFalse();
    }

    @Test
    void ledger_givenMalformedRecordOnInferences_countsItAndStillCloses() {
        builder.accept(run("a", "tvm", completed(600)));
        builder.accept(pane("a", 0, 600, 0, 0, 0));
        builder.accept(deadLetter("soakline.inferences", TimeUnit.NANOSECONDS.toMillis(START + PANE)));
        builder.accept(deadLetter("soakline.panes", TimeUnit.NANOSECONDS.toMillis(START + PANE)));

        LedgerSummary ledger = builder.build(null).ledger();

        assertThat(ledger.malformed()).isEqualTo(1);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void build_givenRunIds_leavesOutWhatWasBeforeAndBeside() {
        SummaryBuilder chosen = new SummaryBuilder(Set.of("b"));
        chosen.accept(run("a", "tvm", completed(600)));
        chosen.accept(pane("a", 0, 600, 0, 0, 0));
        chosen.accept(run("b", "autotvm", completed(300)));
        chosen.accept(pane("b", 0, 300, 0, 0, 0));
        chosen.accept(agreement("a", "b", 1, 0.5));
        chosen.accept(alert("old", null, AlertState.FIRING, START - 1));
        chosen.accept(alert("new", null, AlertState.FIRING, START + 1));
        chosen.accept(alert("other", "a", AlertState.FIRING, START + 1));
        chosen.accept(deadLetter("soakline.inferences", TimeUnit.NANOSECONDS.toMillis(START) - 1));

        SoakSummary summary = chosen.build(null);

        assertThat(summary.runs()).extracting(RunSummary::run).containsExactly("b");
        assertThat(summary.agreements()).isEmpty();
        assertThat(summary.alerts()).hasSize(1);
        assertThat(summary.ledger().paned()).isEqualTo(300);
        assertThat(summary.ledger().malformed()).isZero();
    }

    @Test
    void agreements_givenNewerOne_keepsTheNewestOfEachPair() {
        builder.accept(run("a", "tvm", null));
        builder.accept(run("b", "autotvm", null));
        builder.accept(agreement("a", "b", 2, 0.5));
        builder.accept(agreement("a", "b", 1, 0.1));

        assertThat(builder.build(null).agreements())
                .singleElement()
                .satisfies(pair -> assertThat(pair.bitwiseRate()).isEqualTo(0.5));
    }

    @Test
    void alerts_givenFiringThenResolved_areResolved() {
        builder.accept(run("a", "tvm", null));
        builder.accept(alert("k", "a", AlertState.FIRING, START));
        builder.accept(alert("k", "a", AlertState.RESOLVED, START + 5));

        assertThat(builder.build(null).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.state()).isEqualTo("resolved");
            assertThat(alert.since()).isEqualTo("2023-11-14T22:13:20Z");
        });
    }

    @Test
    void alerts_givenFiringTwice_countIt() {
        builder.accept(run("a", "tvm", null));
        builder.accept(alert("k", "a", AlertState.PENDING, START));
        builder.accept(alert("k", "a", AlertState.FIRING, START + 1));
        builder.accept(alert("k", "a", AlertState.FIRING, START + 2));
        builder.accept(alert("k", "a", AlertState.RESOLVED, START + 3));
        builder.accept(alert("k", "a", AlertState.FIRING, START + 4));
        builder.accept(alert("k", "a", AlertState.RESOLVED, START + 3));

        assertThat(builder.build(null).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.state()).isEqualTo("firing");
            assertThat(alert.fired()).isEqualTo(2);
            assertThat(alert.firedAt()).isEqualTo("2023-11-14T22:13:20.000000004Z");
            assertThat(alert.resolvedAt()).isNull();
        });
    }

    @Test
    void alerts_givenPendingThatWentAway_didNotFire() {
        builder.accept(run("a", "tvm", null));
        builder.accept(alert("k", "a", AlertState.PENDING, START));
        builder.accept(alert("k", "a", AlertState.RESOLVED, START + 3));

        assertThat(builder.build(null).alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.fired()).isZero());
    }

    @Test
    void build_givenWindowsOfEnginesAndDevices_keepsThemApartFromRuns() {
        builder.accept(run("a", "tvm", completed(2_000)));
        builder.accept(window("a", "run", 6, 2_000, VerdictState.STEADY));
        WindowStats engine = window("engine/e/host-1", "all", 7, 9_000, VerdictState.BROKEN);
        engine.setScope(WindowScope.ENGINE);
        engine.setEngineName("cls-tvm");
        builder.accept(engine);
        WindowStats sameId = window("a", "all", 8, 9_000, VerdictState.BROKEN);
        sameId.setScope(WindowScope.DEVICE);
        builder.accept(sameId);

        SoakSummary summary = builder.build(null);

        assertThat(summary.verdict()).isEqualTo("STEADY");
        assertThat(summary.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.inferences()).isEqualTo(2_000));
        assertThat(summary.merged())
                .extracting(SoakSummary.MergedSummary::scope)
                .containsExactlyInAnyOrder("engine", "device");
    }
}
