package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rests on the order of inferences: pattern of misses and succession, in any split and grouping. */
class SequenceFiguresTest {

    private static final long DEADLINE = 1_000;

    // Misses

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void missPattern_givenAnySplitAndGrouping_equalsCountingByHand(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] missed = misses(random, 1 + random.nextInt(700));
        List<MissPattern> parts = new ArrayList<>();
        for (int from = 0; from < missed.length; ) {
            int to = Math.min(missed.length, from + random.nextInt(160));
            parts.add(pattern(missed, from, to));
            from = to;
        }
        MissPattern expected = byHand(missed);
        assertThat(pattern(missed, 0, missed.length)).as("seed %d", seed).isEqualTo(expected);
        assertThat(grouped(parts, random)).as("seed %d", seed).isEqualTo(expected);
        assertThat(continued(parts.get(0), missed)).as("seed %d", seed).isEqualTo(expected);
    }

    /** Rare, frequent and clustered misses in turn. */
    private static boolean[] misses(SplittableRandom random, int n) {
        boolean[] missed = new boolean[n];
        double often = 0.01;
        for (int i = 0; i < n; i++) {
            if (random.nextInt(40) == 0) {
                often = Math.pow(random.nextDouble(), 2) * 1.1;
            }
            missed[i] = random.nextDouble() < often;
        }
        return missed;
    }

    private static MissPattern pattern(boolean[] missed, int from, int to) {
        return track(new MissTracker(), missed, from, to);
    }

    private static MissPattern track(MissTracker tracker, boolean[] missed, int from, int to) {
        for (int i = from; i < to; i++) {
            if (missed[i]) {
                tracker.acceptMiss();
            } else {
                tracker.acceptMet();
            }
        }
        return tracker.pattern();
    }

    private static MissPattern continued(MissPattern first, boolean[] missed) {
        MissTracker tracker = new MissTracker();
        tracker.load(first);
        return track(tracker, missed, (int) first.length(), missed.length);
    }

    private static MissPattern grouped(List<MissPattern> parts, SplittableRandom random) {
        List<MissPattern> left = new ArrayList<>(parts);
        left.add(MissPattern.NONE);
        while (left.size() > 1) {
            int at = random.nextInt(left.size() - 1);
            left.set(at, left.get(at).then(left.remove(at + 1)));
        }
        return left.get(0);
    }

    private static MissPattern byHand(boolean[] missed) {
        int n = missed.length;
        long longest = 0;
        long run = 0;
        long leading = 0;
        Bits128 head = Bits128.NONE;
        Bits128 tail = Bits128.NONE;
        for (int i = 0; i < n; i++) {
            run = missed[i] ? run + 1 : 0;
            longest = Math.max(longest, run);
            leading = run == i + 1 ? run : leading;
            head = missed[i] && i < 99 ? head.withBit(i) : head;
            tail = missed[i] && n - 1 - i < 99 ? tail.withBit(n - 1 - i) : tail;
        }
        return new MissPattern(n, longest, leading, run, worst(missed, 10), worst(missed, 100), head, tail);
    }

    private static int worst(boolean[] missed, int consecutive) {
        int worst = 0;
        for (int from = 0; from < missed.length; from++) {
            int count = 0;
            for (int i = from; i < Math.min(missed.length, from + consecutive); i++) {
                count += missed[i] ? 1 : 0;
            }
            worst = Math.max(worst, count);
        }
        return worst;
    }

    @Test
    void missPattern_toBytesAndBack_isTheSame() {
        boolean[] missed = misses(new SplittableRandom(5), 400);
        MissPattern pattern = pattern(missed, 0, 400);
        assertThat(Bits128.of(pattern.head().toBytes())).isEqualTo(pattern.head());
        assertThat(Bits128.of(pattern.tail().toBytes())).isEqualTo(pattern.tail());
        assertThat(Bits128.NONE.toBytes()).isEmpty();
        assertThat(Bits128.NONE.withBit(8).toBytes()).containsExactly(0, 1);
        assertThat(Bits128.NONE.withBit(98).toBytes()).hasSize(13);
        assertThatThrownBy(() -> Bits128.of(new byte[17])).isInstanceOf(IllegalArgumentException.class);
        Bits128 tooMany = Bits128.NONE.withBit(99);
        assertThatThrownBy(() -> new MissPattern(200, 1, 0, 0, 1, 1, tooMany, Bits128.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Succession

    @Test
    void succession_givenLargeValues_isExact() {
        long[] values =
                new SplittableRandom(3).longs(2_000, 0, 4_000_000_000_000L).toArray();
        Pane pane = Pane.empty(0, 10, null);
        BigInteger products = BigInteger.ZERO;
        for (int i = 0; i < values.length; i++) {
            pane.accept(i, i, 0, values[i], 0, 0, 0, 0);
            products = i == 0
                    ? products
                    : products.add(BigInteger.valueOf(values[i - 1]).multiply(BigInteger.valueOf(values[i])));
        }
        Succession succession = Objects.requireNonNull(pane.summary().succession());
        assertThat(succession.products().toBigInteger()).isEqualTo(products);
        assertThat(succession.pairs()).isEqualTo(1_999);
        assertThat(succession.earlierSumNanos())
                .isEqualTo(pane.summary().latency().sum() - values[1_999]);
        assertThat(succession.laterSumNanos())
                .isEqualTo(pane.summary().latency().sum() - values[0]);
    }

    @Test
    void succession_givenGapsWarmUpAndNoInference_pairsOnlyNeighbours() {
        Pane pane = Pane.empty(0, 10, null);
        assertThat(pane.summary().succession()).isEqualTo(Succession.NONE);
        pane.acceptWarmUp(0, 0, 9);
        pane.accept(1, 0, 0, 10, 0, 0, 0, 0);
        assertThat(pairs(pane)).isZero();
        pane.accept(2, 0, 5, 10, 0, 0, 0, 0);
        assertThat(pairs(pane)).isOne();
        pane.accept(4, 0, 0, 100, 0, 0, 0, 0);
        pane.accept(3, 0, 0, 100, 0, 0, 0, 0);
        assertThat(pairs(pane)).isOne();
        Succession succession = Objects.requireNonNull(pane.summary().succession());
        assertThat(succession.stepSumNanos()).isEqualTo(5).isEqualTo(succession.stepMaxNanos());
        assertThat(succession.smoothedJitterNanos()).isEqualTo(5 / 16.0);
    }

    private static long pairs(Pane pane) {
        return Objects.requireNonNull(pane.summary().succession()).pairs();
    }

    @Test
    void figures_ofTheWanderingSeries_agreeWithNumPy() {
        WindowStatistics window = WindowStatistics.of(Golden.wanderingPane());
        assertThat(Golden.wanderingPane().latency().sum()).isEqualTo((long) Golden.wandering("sum"));
        assertThat(window.autocorrelation().lag1()).isCloseTo(Golden.wandering("lag1"), within(1e-12));
        assertThat(window.autocorrelation().pairs()).isEqualTo(4_999);
        assertThat(window.jitter().stepMeanNanos()).isCloseTo(Golden.wandering("stepMean"), within(1e-8));
        assertThat(window.jitter().stepMaxNanos()).isEqualTo((long) Golden.wandering("stepMax"));
        assertThat(window.jitter().smoothedNanos()).isCloseTo(Golden.wandering("smoothed"), within(1e-6));
        assertThat(window.jitter().absoluteNanos())
                .isEqualTo(Golden.wanderingPane().latency().max()
                        - Golden.wanderingPane().latency().min());
    }

    @Test
    void figures_givenTooFewPairsOrNoSpread_areRefused() {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < 30; i++) {
            pane.accept(i, i, 0, 100 + i % 3, 0, 0, 0, 0);
        }
        WindowStatistics few = WindowStatistics.of(pane.summary());
        assertThat(few.autocorrelation().lag1()).isNull();
        assertThat(few.jitter().smoothedNanos()).isNull();
        assertThat(few.jitter().stepMeanNanos()).isNotNull();
        Pane equal = Pane.empty(0, 10, null);
        for (int i = 0; i < 100; i++) {
            equal.accept(i, i, 0, 100, 0, 0, 0, 0);
        }
        WindowStatistics constant = WindowStatistics.of(equal.summary());
        assertThat(constant.autocorrelation().lag1()).isNull();
        assertThat(constant.jitter().stepMaxNanos()).isZero();
        assertThat(constant.jitter().smoothedNanos()).isZero();
        WindowStatistics nothing = WindowStatistics.of(Pane.empty(0, 10, null).summary());
        assertThat(nothing.jitter()).isEqualTo(new Jitter(0, 0, null, null, null, null, null));
    }

    // Panes

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void combined_givenPanesInAnyOrderAndGrouping_isTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PaneSummary> panes = new ArrayList<>();
        Pane open = Pane.emptyWithIdleGaps(0, 10, DEADLINE);
        for (int sequence = 0; sequence < 5_000; sequence++) {
            if (random.nextInt(200) == 0) {
                panes.add(open.summary());
                open = Pane.emptyWithIdleGaps(sequence, sequence + 10L, DEADLINE);
            }
            open.accept(sequence, sequence * 10L, random.nextInt(50), random.nextInt(1_100), 0, 0, 0, 0);
            open.mark(false, random.nextInt(9) == 0, false);
        }
        panes.add(open.summary());
        PaneSummary inOrder = Pane.combined(panes);
        Collections.shuffle(panes, new Random(seed));
        PaneSummary shuffled = Pane.combined(panes);
        assertSame(shuffled, inOrder, 0);
        assertThat(shuffled.succession()).isEqualTo(inOrder.succession());
        panes.sort((a, b) -> Long.compare(a.firstSequence(), b.firstSequence()));
        int half = panes.size() / 2;
        assertSame(
                Pane.combined(List.of(
                        Pane.combined(panes.subList(half, panes.size())), Pane.combined(panes.subList(0, half)))),
                inOrder,
                1e-9);
    }

    private static void assertSame(PaneSummary actual, PaneSummary expected, double relative) {
        assertThat(actual.missPattern()).isNotNull().isEqualTo(expected.missPattern());
        assertThat(Objects.requireNonNull(actual.missPattern()).length()).isEqualTo(5_000);
        assertThat(actual.responseMinNanos()).isEqualTo(expected.responseMinNanos());
        Succession a = Objects.requireNonNull(actual.succession());
        Succession b = Objects.requireNonNull(expected.succession());
        assertThat(a.products()).isEqualTo(b.products());
        assertThat(a.pairs()).isEqualTo(b.pairs());
        assertThat(a.smoothedJitterNanos())
                .isCloseTo(b.smoothedJitterNanos(), within(relative * b.smoothedJitterNanos()));
        assertThat(encoded(actual)).containsExactlyElementsOf(encoded(expected));
        assertThat(Objects.requireNonNull(actual.throttledLatency()).encode())
                .isEqualTo(Objects.requireNonNull(expected.throttledLatency()).encode());
    }

    private static List<String> encoded(PaneSummary pane) {
        return pane.idleGaps().stream()
                .map(bucket -> bucket.exponent() + " "
                        + java.util.Arrays.toString(bucket.latency().encode()))
                .toList();
    }

    @Test
    void combined_givenOverlappingPanes_hasNoPatternButKeepsTheSums() {
        PaneSummary all = Pane.combined(List.of(pane(0, 10, 2_000, DEADLINE), pane(5, 10, 2_000, DEADLINE)));
        assertThat(all.missPattern()).isNull();
        assertThat(all.deadlineMisses()).isEqualTo(20);
        assertThat(Objects.requireNonNull(all.succession()).pairs()).isEqualTo(18);
        assertThat(all.succession().smoothedJitterNanos()).isNaN();
        Misses misses = Objects.requireNonNull(WindowStatistics.of(all).misses());
        assertThat(misses.longestRun()).isNull();
        assertThat(misses.rate()).isOne();
    }

    @Test
    void combined_givenPanesThatNobodyLookedAt_knowsNothingOfOrder() {
        PaneSummary known = pane(0, 100, 50, DEADLINE);
        PaneSummary unknown = new PaneSummary(
                10,
                20,
                1,
                100,
                199,
                0,
                0,
                100,
                0,
                0,
                0,
                0,
                known.latency(),
                null,
                50,
                5_000,
                List.of(),
                DEADLINE,
                0,
                List.of(),
                List.of(),
                Loss.NONE);
        PaneSummary both = Pane.combined(List.of(known, unknown));
        assertThat(both.succession()).isNull();
        assertThat(both.missPattern()).isNull();
        assertThat(both.responseMinNanos()).isNull();
        WindowStatistics window = WindowStatistics.of(both);
        assertThat(window.jitter().absoluteNanos()).isNull();
        assertThat(window.autocorrelation()).isEqualTo(new Autocorrelation(0, null));
        assertThat(Objects.requireNonNull(window.misses()).n()).isEqualTo(200);
    }

    @Test
    void combined_givenEmptyPanes_isNotChangedByThem() {
        PaneSummary one = pane(0, 100, 2_000, DEADLINE);
        PaneSummary empty = Pane.empty(10, 20, DEADLINE).summary();
        PaneSummary both = Pane.combined(List.of(one, empty));
        assertThat(both.missPattern()).isEqualTo(one.missPattern());
        assertThat(both.succession()).isEqualTo(one.succession());
        assertThat(both.responseMinNanos()).isEqualTo(one.responseMinNanos());
    }

    @Test
    void combined_givenPanesFromBeforeTheDeadlineWasKnown_judgesOnlyTheOthers() {
        PaneSummary both = Pane.combined(List.of(pane(0, 100, 2_000, null), pane(100, 50, 2_000, DEADLINE)));
        Misses misses = Objects.requireNonNull(WindowStatistics.of(both).misses());
        assertThat(misses.n()).isEqualTo(50);
        assertThat(misses.rate()).isOne();
        assertThat(misses.longestRun()).isEqualTo(50);
    }

    @Test
    void merged_givenRuns_bridgesNothingBetweenThem() {
        PaneSummary a = pane(0, 100, 2_000, DEADLINE);
        PaneSummary b = pane(100, 60, 2_000, DEADLINE);
        PaneSummary merged = Pane.merged(List.of(b, a));
        Misses misses = Objects.requireNonNull(WindowStatistics.of(merged).misses());
        assertThat(misses.longestRun()).isEqualTo(100);
        assertThat(misses.misses()).isEqualTo(160);
        assertThat(merged.oneRun()).isFalse();
        WindowStatistics window = WindowStatistics.of(merged, List.of(a, b));
        assertThat(window.autocorrelation()).isEqualTo(new Autocorrelation(158, null));
        assertThat(window.jitter().smoothedNanos()).isNull();
        assertThat(window.jitter().stepMeanNanos()).isZero();
        assertThat(window.steadyState().reason()).contains("several runs");
        assertThat(window.averaging()).isEqualTo(new Averaging(0, List.of(), null));
        assertThat(Pane.merged(List.of(merged, pane(500, 130, 2_000, DEADLINE))).missPattern())
                .extracting(MissPattern::longestRun)
                .isEqualTo(130L);
    }

    @Test
    void merged_givenDifferentDeadlines_refusesMisses() {
        PaneSummary merged =
                Pane.merged(List.of(pane(0, 10, 2_000, DEADLINE), pane(0, 10, 2_000, 5_000L), pane(0, 5, 1, null)));
        assertThat(merged.deadlineNanos()).isNull();
        assertThat(merged.missPattern()).isNull();
        assertThat(WindowStatistics.of(merged).misses()).isNull();
    }

    @Test
    void withoutOutputs_dropsNothingElse() {
        PaneSummary pane = pane(0, 10, 5, null);
        assertThat(pane.withoutOutputs().outputs()).isEmpty();
        assertThat(pane.withoutOutputs().withSlowest(pane.slowest()))
                .usingRecursiveComparison()
                .ignoringFields("outputs")
                .isEqualTo(pane);
        SlowestList.Entry explained = pane.slowest().get(0).withCause("PRESSURE", "cpu some 40 %");
        assertThat(pane.withSlowest(List.of(explained)).slowest()).containsExactly(explained);
        assertThat(explained.evidence()).isEqualTo("cpu some 40 %");
    }

    private static PaneSummary pane(long first, int n, long latency, @org.jspecify.annotations.Nullable Long deadline) {
        Pane pane = Pane.empty(first, first + 10, deadline);
        for (long sequence = first; sequence < first + n; sequence++) {
            pane.accept(sequence, sequence, 0, latency, 0, 0, 0, 0);
        }
        return pane.summary();
    }
}
