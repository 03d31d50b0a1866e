package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PwcetTest {
    private static final Parent PARENT = Parent.exponential();

    @Test
    void estimate_ofSteadySample_holdsTheTruthAndRises() {
        PwcetResult result = estimate(Scenario.of(PARENT, 360, 1_000), 1);

        PwcetResult.Estimated estimated = estimated(result);
        assertThat(estimated.method()).isEqualTo("GPD peaks over threshold");
        assertThat(estimated.sampleSize()).isEqualTo(400);
        assertThat(estimated.levels())
                .extracting(PwcetResult.Level::exceedanceProbability)
                .containsExactly(1e-6, 1e-7, 1e-8, 1e-9);
        double before = 0;
        for (PwcetResult.Level level : estimated.levels()) {
            assertThat(level.nanos()).isGreaterThan(before).isBetween(level.low(), level.high());
            assertThat(PARENT.exceeded(level.exceedanceProbability())).isBetween(level.low(), level.high());
            before = level.nanos();
        }
        assertThat(estimated.checks()).allMatch(Check::passed).hasSizeGreaterThanOrEqualTo(12);
        assertThat(estimated.withheld()).isEmpty();
    }

    @Test
    void estimate_isTheSameTwice() {
        TailSample sample = Scenario.of(PARENT, 200, 1_000).draw(new Random(8));

        assertThat(Pwcet.estimate(sample, PwcetSettings.DEFAULT))
                .isEqualTo(Pwcet.estimate(sample, PwcetSettings.DEFAULT));
    }

    @Test
    void estimate_ofBursts_takesOneEventPerPane() {
        PwcetResult result = estimate(Scenario.of(PARENT, 360, 1_000).with(Scenario.bursts(8)), 2);

        assertThat(result.method()).isEqualTo("GEV block maxima");
        assertThat(check(result, "extremal index").statistic()).isBetween(0.05, 0.3);
        PwcetResult.Level first = estimated(result).levels().get(0);
        // Eight inferences share each event, so the level of 1e-6 is that of events at 1.25e-7.
        assertThat(PARENT.exceeded(1e-6 / 8)).isBetween(first.low(), first.high());
    }

    @Test
    void positions_giveTheIndexOfFerroAndSegers() {
        Scenario singles = Scenario.of(PARENT, 360, 1_000);

        assertThat(index(singles.draw(new Random(9)), 1_000)).isGreaterThan(0.85);
        assertThat(index(singles.with(Scenario.bursts(4)).draw(new Random(9)), 1))
                .isBetween(0.15, 0.45);
    }

    @Test
    void estimate_ofTooFewPanes_isRefused() {
        assertRefused(estimate(Scenario.of(PARENT, 60, 1_000), 3), "panes: 60 is below the limit 120");
    }

    @Test
    void estimate_ofNothing_isRefused() {
        TailSample nothing = new TailSample(new double[0], new long[0], new double[0][], 0);

        assertRefused(Pwcet.estimate(nothing, PwcetSettings.DEFAULT), "panes: 0 is below the limit 120");
    }

    @Test
    void estimate_ofEqualValues_isRefusedByTheirLikeness() {
        double[] maxima = new double[200];
        Arrays.fill(maxima, 5e6);
        long[] sizes = new long[200];
        Arrays.fill(sizes, 100);
        double[][] slowest = new double[200][32];
        Arrays.stream(slowest).forEach(list -> Arrays.fill(list, 5e6));

        assertRefused(
                Pwcet.estimate(new TailSample(maxima, sizes, slowest, 20_000), PwcetSettings.DEFAULT),
                "distinct maxima");
    }

    @Test
    void estimate_ofShortPanes_isRefused() {
        assertRefused(estimate(Scenario.of(PARENT, 360, 40), 4), "inferences per pane: 40 is below the limit 100");
    }

    @Test
    void estimate_withoutLists_isRefused() {
        TailSample full = Scenario.of(PARENT, 360, 1_000).draw(new Random(5));
        TailSample bare = new TailSample(full.blockMaxima(), full.blockSizes(), new double[360][0], full.inferences());

        assertRefused(Pwcet.estimate(bare, PwcetSettings.DEFAULT), "slow inferences known: 0");
    }

    @Test
    void levels_beyondWhatTheSampleCarries_areWithheldWithTheReason() {
        PwcetResult.Estimated small = estimated(estimate(Scenario.of(PARENT, 200, 100), 15));

        assertThat(small.withheld())
                .extracting(PwcetResult.Withheld::exceedanceProbability)
                .containsExactly(1e-9);
        assertThat(small.withheld().get(0).reason()).contains("20000 inferences");

        PwcetResult.Estimated heavy = estimated(estimate(Scenario.of(Parent.pareto(0.6), 360, 1_000), 7));
        assertThat(heavy.levels())
                .extracting(PwcetResult.Level::exceedanceProbability)
                .containsExactly(1e-6);
        assertThat(heavy.withheld()).hasSize(3).allMatch(level -> level.reason().contains("3600000"));
    }

    @Test
    void knownAbove_isTheDeepestValueOfTheWorstFullList() {
        double[][] slowest = {{9, 8, 7}, {6, 5}, {4}};
        TailSample sample = new TailSample(new double[] {9, 6, 4}, new long[] {10, 2, 50}, slowest, 62);

        assertThat(sample.knownAbove()).isEqualTo(7);
    }

    @Test
    void merged_keepsTheMaximaAndWhatIsSurelySlowest() {
        double[][] slowest = {{9, 8, 7}, {6, 5}, {4}, {8, 3}, {2}};
        TailSample sample =
                new TailSample(new double[] {9, 6, 4, 8, 2}, new long[] {10, 2, 50, 40, 1}, slowest, 103).merged(2);

        assertThat(sample.blockMaxima()).containsExactly(9, 8);
        assertThat(sample.blockSizes()).containsExactly(12, 91);
        assertThat(sample.slowestPerBlock()[0]).containsExactly(9, 8, 7);
        assertThat(sample.slowestPerBlock()[1]).containsExactly(8, 4);
        assertThat(sample.inferences()).isEqualTo(103);
    }

    @Test
    void estimate_ofAWeek_costsNoMoreBlocksThanTwoHours() {
        PwcetResult result = estimate(Scenario.of(PARENT, 10_000, 1_000), 6);

        PwcetResult.Level rarest = estimated(result).levels().get(3);
        assertThat(PARENT.exceeded(1e-9)).isBetween(rarest.low(), rarest.high());
        assertThat(check(result, "panes").statistic()).isEqualTo(720);
    }

    @Test
    void sample_thatDoesNotAddUp_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailSample(new double[] {9}, new long[] {5}, new double[][] {{9}}, 6))
                .withMessage("the panes hold 5 inferences, not 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailSample(new double[] {9}, new long[] {5}, new double[][] {{8}}, 5))
                .withMessageContaining("not its maximum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailSample(new double[] {Double.NaN}, new long[] {5}, new double[][] {{}}, 5))
                .withMessageContaining("pane 0 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailSample(new double[] {9}, new long[] {5}, new double[][] {{9, 3, 4}}, 5))
                .withMessageContaining("do not descend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PwcetSettings(List.of(2.0), 0.95, 120, 100, 100, 400, 0.5, 4))
                .withMessageContaining("2.0");
    }

    @Test
    void holdOutEvidence_withoutEstimationError_isPoissons() {
        // R-style ppois(4, 10) = 0.02925269, doubled.
        assertThat(HoldOut.evidence(1e9, 10, 4)).isCloseTo(0.05850538, withPercentage(0.001));
        assertThat(HoldOut.evidence(20, 10, 10)).isGreaterThan(0.9);
        assertThat(HoldOut.evidence(20, 10, 0)).isCloseTo(2 * Math.pow(20.0 / 30, 20), within(1e-9));
    }

    /** The slow inferences of a pane lie anywhere in it, or one after the other. */
    private static double index(TailSample sample, int spread) {
        Random random = new Random(10);
        long[][] positions = new long[sample.blocks()][Scenario.LISTED];
        for (int pane = 0; pane < positions.length; pane++) {
            long start = 1_000L * pane + (spread > 1 ? 0 : random.nextInt(900));
            for (int i = 0; i < Scenario.LISTED; i++) {
                positions[pane][i] = start + (spread > 1 ? random.nextInt(spread) : i);
            }
        }
        TailSample placed = new TailSample(
                sample.blockMaxima(), sample.blockSizes(), sample.slowestPerBlock(), positions, sample.inferences());
        return check(Pwcet.estimate(placed, PwcetSettings.DEFAULT), "extremal index")
                .statistic();
    }

    private static PwcetResult estimate(Scenario scenario, long seed) {
        return Pwcet.estimate(scenario.draw(new Random(seed)), PwcetSettings.DEFAULT);
    }

    private static PwcetResult.Estimated estimated(PwcetResult result) {
        assertThat(result).isInstanceOf(PwcetResult.Estimated.class);
        return (PwcetResult.Estimated) result;
    }

    private static void assertRefused(PwcetResult result, String by) {
        assertThat(result)
                .asInstanceOf(InstanceOfAssertFactories.type(PwcetResult.Refused.class))
                .extracting(PwcetResult.Refused::byTest)
                .asString()
                .startsWith(by);
    }

    private static Check check(PwcetResult result, String name) {
        return result.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
