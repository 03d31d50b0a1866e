package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rests on the panes of a window one by one: steadiness and averaging; and rules of other tools. */
class SeriesTest {

    private static final int SAMPLES = 300;

    // Steadiness

    @ParameterizedTest
    @ValueSource(ints = {12, 30, 60, 360})
    void steadyState_givenNoiseAlone_isSteadyFromTheFirst(int n) {
        for (int seed = 0; seed < SAMPLES; seed++) {
            assertThat(steady(noise(seed, n)).pane()).as("seed %d", seed).isBetween(0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 30, 60, 360})
    void steadyState_givenOneOddPane_isNotMisled(int n) {
        int misled = 0;
        for (int seed = 0; seed < SAMPLES; seed++) {
            double[] medians = noise(seed, n);
            medians[1 + seed % (n - 1)] *= 1.5;
            int first = steady(medians).pane();
            misled += first == 0 || first == 1 ? 0 : 1;
        }
        assertThat(misled).isLessThanOrEqualTo(SAMPLES / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 30, 60, 360})
    void steadyState_givenWarmUp_beginsAfterIt(int n) {
        for (int seed = 0; seed < SAMPLES; seed++) {
            double[] three = noise(seed, n);
            three[0] *= 1.2;
            three[1] *= 1.15;
            three[2] *= 1.1;
            assertThat(steady(three).pane()).as("seed %d", seed).isBetween(3, 4);
            double[] one = noise(seed, n);
            one[0] *= 1.3;
            assertThat(steady(one).pane()).as("seed %d", seed).isBetween(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 360})
    void steadyState_givenRampOrLateStep_isRefused(int n) {
        for (int seed = 0; seed < SAMPLES; seed++) {
            double[] ramp = noise(seed, n);
            double[] step = noise(seed, n);
            for (int i = 0; i < n; i++) {
                ramp[i] *= 1 + 0.1 * i / n;
                step[i] *= i < 0.8 * n ? 1 : 1.05;
            }
            assertThat(steady(ramp).fromNanos()).as("seed %d", seed).isNull();
            assertThat(steady(step).fromNanos()).as("seed %d", seed).isNull();
            assertThat(steady(step).reason()).contains("moved by +");
        }
    }

    @Test
    void steadyState_givenFewPanesOrZeros_isRefusedWithReason() {
        assertThat(steady(new double[0]).reason()).isEqualTo("0 panes, steadiness needs 12");
        assertThat(steady(noise(1, 11)).reason()).isEqualTo("11 panes, steadiness needs 12");
        assertThat(steady(new double[20]).reason()).contains("is 0");
        double[] equal = new double[12];
        java.util.Arrays.fill(equal, 2e6);
        assertThat(steady(equal)).isEqualTo(new SteadyState(1_000L, 0, 12, ""));
    }

    private static SteadyState steady(double[] medians) {
        return SteadyState.of(
                LongStream.range(0, medians.length).map(i -> 1_000 + 10 * i).toArray(), medians);
    }

    /** 0.3 % about 2 ms. */
    private static double[] noise(int seed, int n) {
        Random random = new Random(seed);
        double[] medians = new double[n];
        for (int i = 0; i < n; i++) {
            medians[i] = 2e6 * Math.exp(0.003 * random.nextGaussian());
        }
        return medians;
    }

    // Averaging

    @Test
    void averaging_givenIndependentPanes_fallsAsOneOverN() {
        double slopes = 0;
        for (int seed = 0; seed < 40; seed++) {
            Averaging averaging = Averaging.of(noise(seed, 3_600));
            assertThat(averaging.blocks()).extracting(Averaging.Block::panes).containsExactly(1, 6, 36, 360);
            assertThat(averaging.blocks()).extracting(Averaging.Block::blocks).containsExactly(3_600, 600, 100, 10);
            assertThat(averaging.blocks().get(1).varianceRatio()).isCloseTo(1 / 6.0, within(0.05));
            slopes += Objects.requireNonNull(averaging.slope()) / 40;
        }
        assertThat(slopes).isCloseTo(-1, within(0.02));
    }

    @Test
    void averaging_givenASlowWave_doesNotHelp() {
        double[] means = new double[3_600];
        for (int i = 0; i < means.length; i++) {
            means[i] = 2e6 * (1 + 0.1 * Math.sin(i / 2_000.0));
        }
        assertThat(Averaging.of(means).slope()).isCloseTo(0, within(0.05));
    }

    /** NumPy 2.4.6: numpy.var(numpy.arange(30).reshape(5, 6).mean(axis=1), ddof=1) / numpy.var(numpy.arange(30), ddof=1). */
    @Test
    void averaging_givenARamp_agreesWithNumPy() {
        double[] ramp = new double[30];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        assertThat(Averaging.of(ramp).blocks().get(1)).isEqualTo(new Averaging.Block(6, 5, 90.0 / 77.5));
    }

    @Test
    void averaging_givenFewOrEqualPanes_saysNothing() {
        assertThat(Averaging.of(new double[0])).isEqualTo(new Averaging(0, List.of(), null));
        assertThat(Averaging.of(new double[100])).isEqualTo(new Averaging(100, List.of(), null));
        assertThat(Averaging.of(noise(1, 29)).blocks()).hasSize(1);
        assertThat(Averaging.of(noise(1, 29)).slope()).isNull();
    }

    @Test
    void window_givenItsPanesInAnyOrder_isTheSame() {
        List<PaneSummary> panes = new ArrayList<>();
        double[] levels = noise(4, 60);
        levels[0] *= 1.4;
        for (int i = 0; i < levels.length; i++) {
            panes.add(pane(i, levels[i]));
        }
        panes.add(Pane.empty(6_000, 6_010, null).summary());
        PaneSummary window = Pane.combined(panes);
        WindowStatistics inOrder = WindowStatistics.of(window, panes);
        assertThat(inOrder.steadyState().fromNanos()).isEqualTo(10);
        assertThat(inOrder.averaging().panes()).isEqualTo(60);
        Collections.shuffle(panes, new Random(1));
        WindowStatistics shuffled = WindowStatistics.of(Pane.combined(panes), panes);
        assertThat(shuffled.averaging()).isEqualTo(inOrder.averaging());
        assertThat(shuffled.steadyState()).isEqualTo(inOrder.steadyState());
    }

    private static PaneSummary pane(int number, double level) {
        Pane pane = Pane.empty(10L * number, 10L * number + 10, null);
        for (int i = 0; i < 50; i++) {
            pane.accept(50L * number + i, number, 0, (long) (level * (1 + 0.001 * (i - 25))), 0, 0, 0, 0);
        }
        return pane.summary();
    }
}
