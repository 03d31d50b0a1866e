package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes, states of the device and idle gaps: what a distribution is made of. */
class ShapesTest {

    private static final int SAMPLES = 300;

    // Modes

    @ParameterizedTest
    @ValueSource(ints = {300, 10_000})
    void modes_givenOneHumpWithAnyTail_isOne(int n) {
        assertThat(wrong(n, 1, random -> lognormal(random, 0.08))).isLessThanOrEqualTo(SAMPLES / 100);
        assertThat(wrong(n, 1, random -> lognormal(random, 0.9))).isLessThanOrEqualTo(SAMPLES / 100);
        assertThat(wrong(n, 1, random -> lognormal(random, 0.08) * tail(random, 0.04)))
                .isLessThanOrEqualTo(SAMPLES / 100);
        assertThat(wrong(n, 1, random -> 2e6 * (1 - 0.2 * Math.log(1 - random.nextDouble()))))
                .isLessThanOrEqualTo(SAMPLES / 100);
        assertThat(wrong(n, 1, random -> 2e6 * (1 + random.nextDouble()))).isLessThanOrEqualTo(SAMPLES / 100);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.01", "0.1, 0.02", "0.1, 0.03", "0.1, 0.04", "0.5, 0.02", "0.5, 0.05", "0.9, 0.03"})
    void modes_givenTwoHumpsTwentyPercentApart_areTwo(double slowShare, double sigma) {
        assertThat(wrong(10_000, 2, random -> lognormal(random, sigma) * (random.nextDouble() < slowShare ? 1.2 : 1)))
                .isLessThanOrEqualTo(SAMPLES / 20);
    }

    @Test
    void modes_sayWhereAndHowMuch() {
        Random random = new Random(3);
        List<Modes.Mode> modes =
                Modes.of(sketch(20_000, random, r -> lognormal(r, 0.02) * (r.nextDouble() < 0.3 ? 1.2 : 1)));
        assertThat(modes).hasSize(2);
        assertThat(modes.get(0).atNanos()).isCloseTo(2.0e6, within(0.03e6));
        assertThat(modes.get(1).atNanos()).isCloseTo(2.4e6, within(0.03e6));
        assertThat(modes.get(1).share()).isCloseTo(0.3, within(0.01));
        assertThat(modes.get(0).share() + modes.get(1).share()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.02, 0.05})
    void modes_givenACoarseClock_doNotTakeItsTicksForHumps(double tick) {
        assertThat(wrong(10_000, 1, random -> 2e6 * tick * Math.round(lognormal(random, 0.08) / 2e6 / tick)))
                .isLessThanOrEqualTo(SAMPLES / 100);
    }

    @Test
    void modes_givenNoneFewOrEqualValues() {
        assertThat(Modes.of(LatencySketch.empty())).isEmpty();
        assertThat(Modes.of(sketch(299, new Random(1), random -> 5e6))).isEmpty();
        List<Modes.Mode> one = Modes.of(sketch(300, new Random(1), random -> 5e6));
        assertThat(one).hasSize(1);
        assertThat(one.get(0).share()).isOne();
        assertThat(one.get(0).atNanos()).isCloseTo(5e6, within(0.05e6));
        assertThat(Modes.of(sketch(1_000, new Random(1), random -> 0))).isEmpty();
    }

    private static double lognormal(Random random, double sigma) {
        return 2e6 * Math.exp(sigma * random.nextGaussian());
    }

    private static double tail(Random random, double share) {
        return random.nextDouble() < share ? Math.exp(0.4 - 0.3 * Math.log(1 - random.nextDouble())) : 1;
    }

    private static LatencySketch sketch(int n, Random random, ToDoubleFunction<Random> latency) {
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 0; i < n; i++) {
            sketch.accept(latency.applyAsDouble(random));
        }
        return sketch;
    }

    private static int wrong(int n, int modes, ToDoubleFunction<Random> latency) {
        Random random = new Random(77);
        int wrong = 0;
        for (int i = 0; i < SAMPLES; i++) {
            wrong += Modes.of(sketch(n, random, latency)).size() == modes ? 0 : 1;
        }
        return wrong;
    }

    // States

    @Test
    void states_givenThrottledInferences_areSplitExactly() {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < 1_000; i++) {
            boolean throttled = i % 4 == 0;
            pane.accept(i, i, 0, i == 1 ? 0 : throttled ? 3_000_000 : 2_000_000, 0, 0, 0, 0);
            pane.mark(false, throttled, false);
        }
        List<StateSplit.State> states = WindowStatistics.of(pane.summary()).states();
        assertThat(states).extracting(StateSplit.State::state).containsExactly("not throttled", "throttled");
        assertThat(states).extracting(StateSplit.State::inferences).containsExactly(750L, 250L);
        assertThat(states.get(0).p50Nanos()).isCloseTo(2_000_000, within(10_000.0));
        assertThat(states.get(1).p99Nanos()).isCloseTo(3_000_000, within(15_000.0));
    }

    @Test
    void states_givenClocks_areBandsOfPanes() {
        List<PaneSummary> panes = new ArrayList<>();
        double[] megahertz = {1_755, 1_760, 1_410, Double.NaN};
        for (int i = 0; i < megahertz.length; i++) {
            Pane pane = Pane.empty(10L * i, 10L * i + 10, null);
            pane.accept(i, i, 0, 1_000_000L * (i + 1), 0, 0, 0, 0);
            pane.acceptDevice("frequencyMegahertz", "gpu0", false, i, megahertz[i]);
            pane.acceptDevice("temperatureCelsius", "gpu0", false, i, 60);
            panes.add(pane.summary());
        }
        List<StateSplit.State> states =
                WindowStatistics.of(Pane.combined(panes), panes).states();
        assertThat(states)
                .extracting(StateSplit.State::state)
                .containsExactly("clock 1400-1500 MHz", "clock 1700-1800 MHz");
        assertThat(states).extracting(StateSplit.State::inferences).containsExactly(1L, 2L);
        assertThat(states.get(0).p50Nanos()).isNull();
        assertThat(WindowStatistics.of(Pane.combined(panes)).states()).isEmpty();
    }

    // Idle gaps

    @Test
    void idleGaps_givenClosedLoop_areNotKept() {
        Pane pane = Pane.empty(0, 10, null);
        pane.accept(0, 0, 0, 10, 0, 0, 0, 0, 5_000_000);
        assertThat(pane.summary().idleGaps()).isEmpty();
        assertThat(WindowStatistics.of(pane.summary()).idleGaps()).isNull();
    }

    @Test
    void idleGaps_areTakenFromTheInferenceBefore() {
        Pane pane = Pane.emptyWithIdleGaps(0, 10, null);
        pane.accept(0, 0, 0, 1_000, 0, 0, 0, 0);
        assertThat(pane.summary().idleGaps())
                .as("nothing is known before the first")
                .isEmpty();
        pane.acceptWarmUp(1, 2_000, 500);
        pane.accept(2, 2_500 + 5_000_000, 0, 1_000, 0, 0, 0, 0);
        pane.accept(4, 99_000_000, 0, 1_000, 0, 0, 0, 0);
        assertThat(pane.summary().idleGaps()).hasSize(1);
        assertThat(pane.summary().idleGaps().get(0).exponent())
                .as("2^22 = 4.2 ms")
                .isEqualTo(22);
        assertThat(pane.summary().slowest())
                .extracting(SlowestList.Entry::gapNanos)
                .containsExactly(-1L, 5_000_000L, -1L);
    }

    @ParameterizedTest
    @CsvSource({"-500, 10", "0, 10", "1, 10", "2047, 10", "2048, 11", "4095, 11", "4096, 12", "9223372036854775807, 62"
    })
    void exponent_isTheOctaveOfTheGap(long gap, int exponent) {
        assertThat(IdleGaps.exponent(gap)).isEqualTo(exponent);
    }

    @Test
    void idleGapCurve_givenLatencyThatRisesAfterTenMilliseconds_findsTheKnee() {
        IdleGapCurve curve = curve(200, gap -> gap > 10_000_000 ? 1.3 : 1);
        // The octave from 8.4 to 16.8 ms is mixed, the one from 16.8 ms on is all slow.
        assertThat(curve.kneeNanos()).isIn(1L << 23, 1L << 24);
        assertThat(Objects.requireNonNull(curve.keepAliveNanos())).isLessThan(10_000_000L);
        assertThat(curve.points().get(0).gapFromNanos()).isEqualTo(1L << 17);
        assertThat(curve.points()).extracting(IdleGapCurve.Point::inferences).doesNotContain(0L);
    }

    @Test
    void idleGapCurve_givenNoRiseOrATooSmallOneOrTooFew_hasNoKnee() {
        assertThat(curve(200, gap -> 1).kneeNanos()).isNull();
        assertThat(curve(200, gap -> gap > 10_000_000 ? 1.03 : 1).kneeNanos()).isNull();
        assertThat(curve(29, gap -> gap > 10_000_000 ? 2 : 1).kneeNanos()).isNull();
        assertThat(curve(200, gap -> gap > 1_000_000 && gap < 4_000_000 ? 2 : 1).kneeNanos())
                .as("a hump is no knee")
                .isNull();
    }

    /** Gaps from 0.13 ms to 0.13 s, so many in each octave. */
    private static IdleGapCurve curve(int perOctave, ToDoubleFunction<Long> factor) {
        Random random = new Random(8);
        IdleGaps gaps = IdleGaps.empty();
        for (int exponent = 17; exponent < 27; exponent++) {
            for (int i = 0; i < perOctave; i++) {
                long gap = (long) ((1L << exponent) * (1 + random.nextDouble()));
                gaps.accept(gap, (long) (lognormal(random, 0.05) * factor.applyAsDouble(gap)));
            }
        }
        return Objects.requireNonNull(IdleGapCurve.of(gaps.buckets()));
    }
}
