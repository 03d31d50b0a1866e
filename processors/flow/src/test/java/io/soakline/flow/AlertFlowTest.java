package io.soakline.flow;

import static io.soakline.flow.TestRecords.ended;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.AlertRule;
import io.soakline.flow.policy.DriftPolicy;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The alerts about runs, from panes on the log to alerts on the log. */
class AlertFlowTest {

    private static final long START = 1_000 * PaneSource.PANE;
    private static final AlertState FIRING = AlertState.FIRING;
    private static final AlertState RESOLVED = AlertState.RESOLVED;

    private final FlowPolicy policy = FlowPolicy.DEFAULT.withRule(
            AlertKind.POWER_BUDGET,
            FlowPolicy.DEFAULT.rule(AlertKind.POWER_BUDGET).withLimit(10_000.0));
    private WindowDriver driver = new WindowDriver(FlowSettings.defaults("test").withPolicy(policy));
    private final Run run = run("run-1", "device-1", "tvm");
    private final PaneSource source = new PaneSource(run, START, 1);

    private void use(FlowPolicy other) {
        driver = new WindowDriver(FlowSettings.defaults("test").withPolicy(other));
    }

    private static Consumer<PaneSource> trouble(AlertKind kind) {
        return switch (kind) {
            case DEADLINE_MISSES -> panes -> panes.misses = 0.1;
            case REPEATABILITY_BROKEN -> panes -> panes.differing = true;
            case NON_FINITE_OUTPUT -> panes -> panes.nonFinite = 3;
            case THROTTLING -> panes -> panes.throttled = 0.2;
            case POWER_BUDGET -> panes -> panes.milliwatts = 12_000;
            case TELEMETRY_LOST -> panes -> panes.lost = 5;
            default -> throw new IllegalArgumentException(kind.id());
        };
    }

    private static void calm(PaneSource panes) {
        panes.misses = 0;
        panes.differing = false;
        panes.throttled = 0;
        panes.milliwatts = 8_000;
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertKind.class,
            names = {
                "DEADLINE_MISSES",
                "REPEATABILITY_BROKEN",
                "NON_FINITE_OUTPUT",
                "THROTTLING",
                "POWER_BUDGET",
                "TELEMETRY_LOST"
            })
    void alert_givenTroubleOfEachKind_firesOnceAndOnlyForIt(AlertKind kind) {
        driver.describe(run);
        driver.steps(5, source);
        assertThat(driver.alerts()).isEmpty();
        trouble(kind).accept(source);
        driver.steps(6, source);
        List<Alert> alerts = driver.alerts(kind.id());
        assertThat(driver.alerts()).as("only this kind").hasSameSizeAs(alerts);
        Alert first = alerts.get(0);
        assertThat(first.getState()).isEqualTo(FIRING);
        assertThat(first.getAlertKey()).isEqualTo(kind.id() + "/run-1");
        assertThat(first.getSeverity()).isEqualTo(policy.rule(kind).severity());
        assertThat(first.getUnit()).isEqualTo(kind.unit());
        assertThat(first.getDeviceId()).isEqualTo("device-1");
        assertThat(first.getGroup()).isEqualTo("device-1");
        assertThat(first.getSize()).isPositive();
        assertThat(alerts).extracting(Alert::getSinceNanos).containsOnly(first.getSinceNanos());
        assertThat(driver.replay().differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertKind.class,
            names = {"DEADLINE_MISSES", "REPEATABILITY_BROKEN", "NON_FINITE_OUTPUT", "THROTTLING", "POWER_BUDGET"})
    void alert_givenTroubleThatGoes_isResolvedOnce(AlertKind kind) {
        driver.describe(run);
        driver.steps(5, source);
        trouble(kind).accept(source);
        driver.steps(3, source);
        calm(source);
        driver.steps(80, source);
        List<AlertState> states = driver.states(kind.id());
        assertThat(states.get(0)).isEqualTo(FIRING);
        assertThat(states.get(states.size() - 1)).isEqualTo(RESOLVED);
        assertThat(states.stream().filter(RESOLVED::equals)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertKind.class,
            names = {"DEADLINE_MISSES", "THROTTLING", "POWER_BUDGET"})
    void alert_givenRunThatEnds_isResolvedAndSaysSo(AlertKind kind) {
        driver.describe(run);
        trouble(kind).accept(source);
        driver.steps(6, source);
        driver.describe(ended(run, source.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(source);
        List<Alert> alerts = driver.alerts(kind.id());
        Alert last = alerts.get(alerts.size() - 1);
        assertThat(last.getState()).isEqualTo(RESOLVED);
        assertThat(last.getEvidence()).endsWith("the run ended while it was so");
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertKind.class,
            names = {"REPEATABILITY_BROKEN", "NON_FINITE_OUTPUT", "TELEMETRY_LOST"})
    void alert_givenWhatTheRunsEndDoesNotChange_staysUntilTheNextRun(AlertKind kind) {
        driver.describe(run);
        trouble(kind).accept(source);
        driver.steps(3, source);
        driver.describe(ended(run, source.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(source);
        assertThat(driver.states(kind.id())).doesNotContain(RESOLVED);
        driver.restart();
        Run next = run("run-2", "device-1", "tvm");
        next.setEngineId(run.getEngineId());
        driver.describe(next);
        driver.step(new PaneSource(next, source.nextStartNanos, 3));
        List<Alert> alerts = driver.alerts(kind.id());
        assertThat(alerts.get(alerts.size() - 1).getState()).isEqualTo(RESOLVED);
        assertThat(alerts.get(alerts.size() - 1).getEvidence()).endsWith("run run-2 of the engine goes on without it");
    }

    @Test
    void alert_givenKindThatIsSwitchedOff_staysQuietAndEndsWhatFires() {
        driver.describe(run);
        source.throttled = 0.5;
        driver.steps(3, source);
        assertThat(driver.states("throttling")).containsExactly(FIRING);
        AlertRule off = policy.rule(AlertKind.THROTTLING).withOn(false);
        WindowDriver quiet =
                new WindowDriver(FlowSettings.defaults("test").withPolicy(policy.withRule(AlertKind.THROTTLING, off)));
        quiet.describe(run);
        quiet.steps(3, source);
        assertThat(quiet.alerts()).isEmpty();
    }

    @Test
    void coreContention_givenThreePanesInARow_firesSaysHowMuchAndResolves() {
        driver.describe(run);
        source.waitPercent = 0.4;
        driver.steps(3, source);
        source.waitPercent = 50;
        driver.steps(6, source);
        source.waitPercent = 0.4;
        driver.steps(10, source);
        List<Alert> alerts = driver.alerts("core-contention");
        assertThat(alerts).extracting(Alert::getState).containsExactly(AlertState.PENDING, FIRING, RESOLVED);
        Alert fired = alerts.get(1);
        assertThat(fired.getSize()).isEqualTo(50);
        assertThat(fired.getUpdatedAtNanos()).isEqualTo(START + 6 * PaneSource.PANE);
        assertThat(fired.getEvidence())
                .isEqualTo("the engine waited for its core for 50 % of the time in the last pane; in the quieter panes"
                        + " before: 0.4 %");
        assertThat(fired.getCauseHint()).contains("taskset");
        assertThat(alerts.get(2).getEvidence()).contains("the core is the engine's again");
        assertThat(driver.replay().differences()).isEmpty();
    }

    @Test
    void coreContention_givenRunThatBeginsInIt_firesAllTheSameAndEndsWithTheRun() {
        driver.describe(run);
        source.waitPercent = 50;
        driver.steps(4, source);
        assertThat(driver.states("core-contention")).containsExactly(AlertState.PENDING, FIRING);
        driver.describe(ended(run, source.nextStartNanos, 1L, RunExit.COMPLETED));
        driver.end(source);
        assertThat(driver.states("core-contention")).endsWith(RESOLVED);
    }

    @Test
    void coreContention_givenOnePaneInThree_saysNothing() {
        driver.describe(run);
        for (int i = 0; i < 10; i++) {
            source.waitPercent = i % 3 == 2 ? 50 : 0.4;
            driver.step(source);
        }
        assertThat(driver.states("core-contention")).doesNotContain(FIRING);
    }

    @Test
    void pending_givenRestartInTheMiddle_goesOn() {
        use(policy.withRule(
                AlertKind.THROTTLING, policy.rule(AlertKind.THROTTLING).withPendingFor(Duration.ofSeconds(50))));
        driver.describe(run);
        source.throttled = 0.5;
        driver.steps(3, source);
        driver.restart();
        driver.steps(2, source);
        assertThat(driver.states("throttling")).containsExactly(AlertState.PENDING);
        driver.takeAndLose();
        driver.step(source);
        assertThat(driver.states("throttling")).containsExactly(AlertState.PENDING, FIRING);
        Alert firing = driver.alerts("throttling").get(1);
        assertThat(firing.getSinceNanos()).isEqualTo(START + PaneSource.PANE);
        assertThat(firing.getUpdatedAtNanos() - firing.getSinceNanos())
                .isEqualTo(Duration.ofSeconds(50).toNanos());
    }

    @Test
    void pending_givenTroubleThatDoesNotLast_neverFires() {
        use(policy.withRule(
                AlertKind.THROTTLING, policy.rule(AlertKind.THROTTLING).withPendingFor(Duration.ofMinutes(5))));
        driver.describe(run);
        source.throttled = 0.5;
        driver.steps(3, source);
        source.throttled = 0;
        driver.steps(20, source);
        assertThat(driver.states("throttling")).containsExactly(AlertState.PENDING, RESOLVED);
        assertThat(driver.alerts("throttling").get(1).getEvidence()).endsWith("it did not last and never fired");
    }

    @Test
    void alert_givenGapInTheData_isNotResolvedByIt() {
        driver.describe(run);
        source.throttled = 0.5;
        driver.steps(3, source);
        source.nextStartNanos += 1000 * PaneSource.PANE;
        driver.step(source);
        assertThat(driver.states("throttling")).containsExactly(FIRING);
    }

    @Test
    void flapping_givenTroubleThatComesAndGoes_isHeldDown() {
        use(FlowPolicy.DEFAULT.withRule(
                AlertKind.THROTTLING,
                FlowPolicy.DEFAULT.rule(AlertKind.THROTTLING).withResolveAfter(Duration.ZERO)));
        driver.describe(run);
        for (int i = 0; i < 40; i++) {
            source.throttled = i % 8 == 0 ? 0.9 : 0;
            driver.step(source);
        }
        assertThat(driver.states("throttling").size())
                .as("five times it came, and only the first was taken back")
                .isLessThanOrEqualTo(3);
        assertThat(driver.states("throttling")).startsWith(FIRING, RESOLVED, FIRING);
    }

    @Test
    void crash_givenNewRunOfTheEngine_isResolvedByItsFirstMeasuredPane() {
        driver.describe(run);
        driver.steps(2, source);
        driver.describe(ended(run, source.nextStartNanos, null, RunExit.KILLED));
        driver.end(source);
        Alert crash = driver.alerts("engine-crashed").get(0);
        assertThat(crash.getAlertKey()).isEqualTo("engine-crashed/engine of run-1/device-1");
        assertThat(crash.getRunId()).isEqualTo("run-1");
        assertThat(crash.getEvidence()).contains("run run-1 ended as KILLED: signal 9");
        driver.restart();
        Run other = run("run-9", "device-1", "tvm");
        driver.describe(other);
        driver.step(new PaneSource(other, source.nextStartNanos, 3));
        assertThat(driver.states("engine-crashed")).as("another engine").containsExactly(FIRING);
        Run next = run("run-2", "device-1", "tvm");
        next.setEngineId(run.getEngineId());
        driver.describe(next);
        driver.step(new PaneSource(next, source.nextStartNanos, 3));
        assertThat(driver.states("engine-crashed")).containsExactly(FIRING, RESOLVED);
        assertThat(driver.replay().isEqual()).isTrue();
    }

    @Test
    void crash_givenCrashLoop_isHeldDown() {
        String engine = run.getEngineId();
        long start = START;
        for (int i = 0; i < 6; i++) {
            Run each = run("run-" + i, "device-1", "tvm");
            each.setEngineId(engine);
            PaneSource panes = new PaneSource(each, start, i);
            driver.describe(each);
            driver.step(panes);
            driver.describe(ended(each, panes.nextStartNanos, null, RunExit.KILLED));
            driver.end(panes);
            start = panes.nextStartNanos;
        }
        assertThat(driver.states("engine-crashed").stream().filter(RESOLVED::equals))
                .as("after the first crash it looked over, then not any more")
                .hasSize(1);
        assertThat(driver.alerts("engine-crashed")
                        .get(driver.alerts("engine-crashed").size() - 1)
                        .getRunId())
                .as("the last record names the last run that crashed")
                .isEqualTo("run-5");
    }

    @Test
    void crash_givenEndThatIsKnownLate_isTold() {
        driver.describe(run);
        driver.step(source);
        driver.end(source);
        assertThat(driver.alerts()).isEmpty();
        driver.describe(ended(run, source.nextStartNanos, null, RunExit.KILLED));
        driver.waitForEnds();
        assertThat(driver.states("engine-crashed")).containsExactly(FIRING);
    }

    @Test
    void alerts_givenDriftSwitchedOff_areNotAboutDrift() {
        DriftPolicy drift = policy.drift();
        use(policy.withDrift(new DriftPolicy(
                drift.level().withOn(false),
                drift.spread().withOn(false),
                drift.tail().withOn(false),
                drift.periodic().withOn(false),
                1,
                null,
                1,
                60)));
        driver.describe(run);
        driver.steps(70, source);
        source.level = 2;
        driver.steps(20, source);
        assertThat(driver.alerts()).isEmpty();
    }

    @Test
    void deadline_givenCauseOfTheSlowest_namesIt() {
        driver.describe(run);
        driver.steps(5, source);
        source.misses = 0.3;
        source.cause = "HARNESS_PAUSE";
        driver.steps(6, source);
        assertThat(driver.alerts("deadline-misses").get(0).getCauses())
                .extracting("cause")
                .contains("HARNESS_PAUSE");
        assertThat(driver.lastWindow(run, "1m").getSlowestCauses()).containsEntry("HARNESS_PAUSE", 6L * 32);
    }
}
