package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link TailSimulation} with few samples; limits leave three standard errors of room. */
class TailSimulationTest {
    private static final int PANES = 360;
    private static final int PER_PANE = 1_000;

    static java.util.List<Parent> parents() {
        return Parent.all();
    }

    @ParameterizedTest
    @MethodSource("parents")
    void steadySample_isSeldomRefusedAndItsIntervalsHold(Parent parent) {
        TailSimulation.Outcome outcome = TailSimulation.run(
                Scenario.of(parent, PANES, PER_PANE), parent, 40, parent.name().hashCode());

        assertThat(outcome.refusedShare()).isLessThan(0.25);
        for (double p : new double[] {1e-6, 1e-9}) {
            assertThat(outcome.coverage(p)).isGreaterThan(0.82);
            assertThat(Math.abs(outcome.bias(p))).isLessThan(0.2);
        }
    }

    static java.util.List<Arguments> spoilt() {
        return java.util.List.of(
                spoilt("stationarity (KPSS)", () -> Scenario.ramp(0.05)),
                spoilt("identical halves (Kolmogorov-Smirnov)", () -> Scenario.step(0.03)),
                spoilt("independence (Ljung-Box, 5 lags)", () -> Scenario.wander(0.9, 0.02)),
                spoilt("independence (Ljung-Box, 5 lags)", () -> Scenario.wander(0.5, 0.03)),
                spoilt("mixture of pane states", () -> Scenario.states(0.3, 0.2)),
                spoilt("mixture of pane states", () -> Scenario.dwellingStates(0.2)),
                spoilt("second tail (widest gap)", () -> Scenario.secondTail(10.0 / PANES, 2)));
    }

    private static Arguments spoilt(String by, Supplier<Scenario.Pattern> pattern) {
        return Arguments.of(by, pattern);
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void spoiltSample_isRefusedByTheTestMadeForIt(String by, Supplier<Scenario.Pattern> pattern) {
        Parent parent = Parent.lognormal(0.08);
        Scenario scenario = Scenario.of(parent, PANES, PER_PANE).with(pattern.get());
        TailSimulation.Outcome outcome = TailSimulation.run(scenario, parent, 30, by.hashCode());

        assertThat(outcome.refusedShare()).isGreaterThanOrEqualTo(0.9);
        assertThat(outcome.failedShare(by)).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void blockMaxima_ofSteadySample_holdAsWell() {
        Parent parent = Parent.exponential();
        TailSimulation.Outcome outcome =
                TailSimulation.run(Scenario.of(parent, PANES, PER_PANE), parent, TailSimulation.MAXIMA_ONLY, 40, 12);

        assertThat(outcome.methods).containsOnlyKeys("GEV block maxima");
        assertThat(outcome.coverage(1e-9)).isGreaterThan(0.82);
    }
}
