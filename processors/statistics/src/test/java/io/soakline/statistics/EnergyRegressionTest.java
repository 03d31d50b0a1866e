package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.EnergyRegression.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnergyRegressionTest {

    private static final double IDLE = 70;
    private static final double[] PARTS = {0.08, 0.2, 0.0};

    static Stream<Arguments> golden() {
        return Golden.rows("energy-regression.csv").stream().map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void of_givenPanes_isWhatSciPySays(String[] row) {
        double[] joules = TrendTest.doubles(row[2]);
        double[] flat = TrendTest.doubles(row[4]);
        int engines = flat.length / joules.length;
        double[][] inferences = new double[joules.length][];
        Arrays.setAll(inferences, pane -> Arrays.copyOfRange(flat, pane * engines, (pane + 1) * engines));
        EnergyRegression regression = EnergyRegression.of(joules, TrendTest.doubles(row[3]), inferences);
        assertThat(regression.refused()).isNull();
        assertThat(regression.conditionIndex()).isCloseTo(Double.parseDouble(row[1]), within(1e-9));
        List<Estimate> all = new ArrayList<>();
        all.add(regression.idleWatts());
        all.addAll(regression.joulesPerInference());
        double[] parts = TrendTest.doubles(row[5]);
        double[] lows = TrendTest.doubles(row[6]);
        double[] highs = TrendTest.doubles(row[7]);
        for (int i = 0; i < parts.length; i++) {
            assertThat(all.get(i).value()).as("part %d", i).isCloseTo(parts[i], within(1e-8));
            assertThat(all.get(i).low()).as("low %d", i).isCloseTo(lows[i], within(1e-8));
            assertThat(all.get(i).high()).as("high %d", i).isCloseTo(highs[i], within(1e-8));
        }
    }

    /** Panes of a device that draws 70 W idle, and what its engines add. */
    private static EnergyRegression simulate(Random random, int panes, double noise) {
        double[] joules = new double[panes];
        double[] seconds = new double[panes];
        double[][] inferences = new double[panes][PARTS.length];
        for (int pane = 0; pane < panes; pane++) {
            seconds[pane] = 10;
            joules[pane] = IDLE * 10 + noise * random.nextGaussian();
            for (int engine = 0; engine < PARTS.length; engine++) {
                inferences[pane][engine] = random.nextInt(4_000);
                joules[pane] += PARTS[engine] * inferences[pane][engine];
            }
        }
        return EnergyRegression.of(joules, seconds, inferences);
    }

    @Test
    void of_givenSimulatedDevice_holdsTheTruthInNineteenOfTwenty() {
        Random random = new Random(11);
        int rounds = 1_000;
        int held = 0;
        for (int round = 0; round < rounds; round++) {
            EnergyRegression regression = simulate(random, 60, 30);
            for (int engine = 0; engine < PARTS.length; engine++) {
                Estimate estimate = regression.joulesPerInference().get(engine);
                assertThat(estimate.value()).isBetween(estimate.low(), estimate.high());
                assertThat(estimate.low()).isNotNegative();
                held += estimate.low() <= PARTS[engine] && PARTS[engine] <= estimate.high() ? 1 : 0;
            }
        }
        assertThat((double) held / rounds / PARTS.length).isBetween(0.94, 0.98);
    }

    @Test
    void of_givenEnginesThatDoAlwaysTheSame_refuses() {
        double[] joules = new double[40];
        double[] seconds = new double[40];
        double[][] inferences = new double[40][];
        Random random = new Random(1);
        for (int pane = 0; pane < 40; pane++) {
            joules[pane] = 1_000 + random.nextGaussian();
            seconds[pane] = 10;
            inferences[pane] = new double[] {1_000 + random.nextInt(5), 2_000 + random.nextInt(5)};
        }
        EnergyRegression constant = EnergyRegression.of(joules, seconds, inferences);
        assertThat(constant.refused()).contains("hardly change from pane to pane");
        assertThat(constant.joulesPerInference()).isEmpty();
        assertThat(constant.idleWatts()).isNull();
        for (double[] pane : inferences) {
            pane[0] = 200 + random.nextInt(1_000);
            pane[1] = 2 * pane[0];
        }
        assertThat(EnergyRegression.of(joules, seconds, inferences).refused()).contains("change together");
    }

    @Test
    void of_givenTooFewPanesOrAnEngineThatNeverRan_refuses() {
        assertThat(simulate(new Random(1), 9, 1).refused()).isEqualTo("9 panes, 10 are needed");
        assertThat(simulate(new Random(1), 10, 1).refused()).isNull();
        assertThat(EnergyRegression.of(new double[20], new double[20], new double[20][2])
                        .refused())
                .contains("no inference");
        assertThat(EnergyRegression.of(new double[0], new double[0], new double[0][])
                        .refused())
                .contains("0 panes");
        assertThatThrownBy(() -> EnergyRegression.of(new double[3], new double[2], new double[3][1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void difference_givenCounterAndPower_isFlaggedAboveFivePerCent() {
        assertThat(new EnergyCheck(100, 96).difference()).isEqualTo(0.04);
        assertThat(new EnergyCheck(100, 96).isDoubtful()).isFalse();
        assertThat(new EnergyCheck(96, 101.1).isDoubtful()).isTrue();
        // A counter that was found at 187 J while the power added up to 327 J.
        assertThat(new EnergyCheck(187, 327).difference()).isCloseTo(0.428, within(1e-3));
        assertThat(new EnergyCheck(0, 0).difference()).isNull();
        assertThat(new EnergyCheck(Double.NaN, 10).isDoubtful()).isFalse();
    }
}
