package io.soakline.variance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceComponentsTest {

    /** Mosquito wings: Sokal, Rohlf, Biometry, box 10.1. Cages as builds, females as runs, two measurements each. */
    private static final double[][][] WINGS = {
        {{58.5, 59.5}, {77.8, 80.9}, {84.0, 83.6}, {70.1, 68.3}},
        {{69.8, 69.8}, {56.0, 54.5}, {50.7, 49.3}, {63.8, 65.8}},
        {{56.6, 57.5}, {77.8, 79.2}, {69.9, 69.2}, {62.1, 64.5}}
    };

    /** Purity of batches from suppliers: Montgomery, Design and Analysis of Experiments, example 14.1. */
    private static final double[][][] PURITY = {
        {{1, -1, 0}, {-2, -3, -4}, {-2, 0, 1}, {1, 4, 0}},
        {{1, -2, -3}, {0, 4, 2}, {-1, 0, -2}, {0, 3, 2}},
        {{2, 4, 0}, {-2, 0, 2}, {1, -1, 2}, {3, 2, 1}}
    };

    /** Dyestuff: Davies, Goldsmith, Statistical Methods in Research and Production; lme4's first example. */
    private static final double[][] DYESTUFF = {
        {1545, 1440, 1440, 1520, 1580},
        {1540, 1555, 1490, 1560, 1495},
        {1595, 1550, 1605, 1510, 1560},
        {1445, 1440, 1595, 1465, 1545},
        {1595, 1630, 1515, 1635, 1625},
        {1520, 1455, 1450, 1480, 1445}
    };

    @Test
    void components_ofMosquitoWings_areThoseOfTheBook() {
        VarianceComponents wings = VarianceComponents.of(nested(WINGS));

        // Balanced and none negative, so REML is the analysis of variance: (332.838 - 191.186) / 8, (191.186 - 1.302) /
        // 2.
        assertThat(estimated(wings, "build").variance()).isCloseTo(17.7064, withPercentage(0.2));
        assertThat(estimated(wings, "run").variance()).isCloseTo(94.9424, withPercentage(0.2));
        assertThat(estimated(wings, "residual").variance()).isCloseTo(1.30167, withPercentage(0.1));
        assertThat(estimated(wings, "run").share()).isCloseTo(94.9424 / 113.9505, within(2e-3));
        assertThat(wings.mean()).isCloseTo(66.6333, within(1e-3));
    }

    @Test
    void components_ofPurity_putTheNegativeOneAtZero() {
        VarianceComponents purity = VarianceComponents.of(nested(PURITY));

        // Analysis of variance gives -0.02 for suppliers; at zero their sum of squares joins the batches'.
        double batches = ((15.05556 + 69.91667) / 11 - 63.33333 / 24) / 3;
        assertThat(estimated(purity, "build").variance()).isCloseTo(0, within(1e-4));
        assertThat(estimated(purity, "build").low()).isZero();
        assertThat(estimated(purity, "run").variance()).isCloseTo(batches, withPercentage(0.2));
        assertThat(estimated(purity, "residual").variance()).isCloseTo(63.33333 / 24, withPercentage(0.1));
    }

    @Test
    void components_ofDyestuff_areThoseOfLme4() {
        List<Observation> observations = new ArrayList<>();
        for (int batch = 0; batch < DYESTUFF.length; batch++) {
            for (double value : DYESTUFF[batch]) {
                observations.add(new Observation("b" + batch, "only", "d", "l", value));
            }
        }
        VarianceComponents dyestuff = VarianceComponents.of(observations);

        // Each batch is build and run at once: neither can be told from the other.
        assertThat(refused(dyestuff, "build")).contains("confounded with run");
        assertThat(refused(dyestuff, "run")).contains("confounded with build");
        assertThat(estimated(dyestuff, "residual").variance()).isCloseTo(2451.25, withPercentage(0.1));

        List<Observation> asDevices = observations.stream()
                .map(o -> new Observation("b", "r", o.build(), "l", o.value()))
                .toList();
        // lme4, REML: 1764.05 and 2451.25.
        assertThat(estimated(VarianceComponents.of(asDevices), "device").variance())
                .isCloseTo(1764.05, withPercentage(0.2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested", "crossed"})
    void components_ofUnbalancedData_areThoseOfBruteForce(String name) {
        VarianceComponents components = VarianceComponents.of(Golden.observations(name));

        assertThat(Golden.expected(name)).containsKeys("build", "run", "residual");
        Golden.expected(name).forEach((factor, figures) -> {
            VarianceComponents.Component.Estimated part = estimated(components, factor);
            assertThat(part.variance()).as(factor).isCloseTo(figures[0], near(figures[0]));
            assertThat(part.low()).as(factor + " low").isCloseTo(figures[1], near(figures[1]));
            assertThat(part.high()).as(factor + " high").isCloseTo(figures[2], near(figures[2]));
            assertThat(part.share()).as(factor + " share").isCloseTo(figures[3], within(3e-3));
            assertThat(part.shareLow()).as(factor + " share low").isCloseTo(figures[4], within(3e-3));
            assertThat(part.shareHigh()).as(factor + " share high").isCloseTo(figures[5], within(3e-3));
        });
    }

    @Test
    void components_doNotDependOnOrderOrUnits() {
        List<Observation> observations = Golden.observations("nested");
        List<Observation> shuffled = new ArrayList<>();
        observations.forEach(
                o -> shuffled.add(new Observation(o.build(), o.run(), o.device(), o.load(), 1e3 * o.value())));
        Collections.shuffle(shuffled, new Random(4));
        VarianceComponents.Component.Estimated one = estimated(VarianceComponents.of(observations), "run");
        VarianceComponents.Component.Estimated other = estimated(VarianceComponents.of(shuffled), "run");

        assertThat(other.variance()).isCloseTo(1e6 * one.variance(), withPercentage(0.1));
        assertThat(other.high()).isCloseTo(1e6 * one.high(), withPercentage(0.2));
        assertThat(other.share()).isCloseTo(one.share(), within(1e-3));
    }

    @Test
    void factorWithOneLevel_isRefusedByName() {
        VarianceComponents wings = VarianceComponents.of(nested(WINGS));

        assertThat(refused(wings, "device")).isEqualTo("device: one level only, not estimable");
        assertThat(refused(wings, "load")).isEqualTo("load: one level only, not estimable");
    }

    @Test
    void oneValuePerRun_leavesRunsWithoutAFigure() {
        List<Observation> observations =
                nested(WINGS).stream().filter(o -> o.load().equals("l")).toList();
        List<Observation> firsts = new ArrayList<>();
        for (int i = 0; i < observations.size(); i += 2) {
            firsts.add(observations.get(i));
        }

        VarianceComponents components = VarianceComponents.of(firsts);
        assertThat(refused(components, "run")).contains("cannot be told from the residual");
        assertThat(estimated(components, "build").levels()).isEqualTo(3);
    }

    @Test
    void hopelessData_areRefusedWithTheReason() {
        assertThat(refused(VarianceComponents.of(List.of()), "build")).contains("0 values only, 4 are needed");
        List<Observation> equal = Collections.nCopies(9, new Observation("b", "r", "d", "l", 3));
        assertThat(refused(VarianceComponents.of(equal), "residual")).contains("all values are equal");
        List<Observation> single = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            single.add(new Observation("b", "r", "d", "l", i));
        }
        assertThat(refused(VarianceComponents.of(single), "run")).isEqualTo("run: one level only, not estimable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Observation("b", "r", "d", "l", Double.NaN))
                .withMessageContaining("NaN");
    }

    @Test
    void intervals_holdTheTruthAsOftenAsTheySay() {
        VarianceSimulation.Truth truth =
                new VarianceSimulation.Truth(List.of(3, 5, 2, 4, 3, 4), 8, 1, 1, .03, .02, 0, 0, .01);
        for (String factor : List.of("build", "run", "residual")) {
            double[] figures = VarianceSimulation.coverage(truth, factor, 60, 11);

            // Three standard errors below 95 %.
            assertThat(figures[0]).as(factor).isGreaterThan(0.865);
            assertThat(figures[1]).as(factor).isGreaterThan(0.865);
            assertThat(figures[2]).as(factor).isBetween(0.7, 1.3);
        }
    }

    /** 1 %, and 1e-6 around zero: 1 per thousand as a standard deviation. */
    private static Offset<Double> near(double figure) {
        return within(Math.max(0.01 * figure, 1e-6));
    }

    private static List<Observation> nested(double[][][] values) {
        List<Observation> observations = new ArrayList<>();
        for (int build = 0; build < values.length; build++) {
            for (int run = 0; run < values[build].length; run++) {
                for (double value : values[build][run]) {
                    observations.add(new Observation("b" + build, "r" + run, "d", "l", value));
                }
            }
        }
        return observations;
    }

    private static VarianceComponents.Component component(VarianceComponents components, String factor) {
        return components.components().stream()
                .filter(part -> part.factor().equals(factor))
                .findFirst()
                .orElseThrow();
    }

    private static VarianceComponents.Component.Estimated estimated(VarianceComponents components, String factor) {
        assertThat(component(components, factor)).isInstanceOf(VarianceComponents.Component.Estimated.class);
        return (VarianceComponents.Component.Estimated) component(components, factor);
    }

    private static String refused(VarianceComponents components, String factor) {
        assertThat(component(components, factor)).isInstanceOf(VarianceComponents.Component.Refused.class);
        return ((VarianceComponents.Component.Refused) component(components, factor)).reason();
    }
}
