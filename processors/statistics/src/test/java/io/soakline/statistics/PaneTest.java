package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaneTest {

    @Test
    void summary_givenNothing_hasNoFigures() {
        PaneSummary empty = Pane.empty(0, 10, null).summary();
        assertThat(empty.inferences()).isZero();
        assertThat(empty.panes()).isZero();
        assertThat(empty.lastSequence()).isLessThan(empty.firstSequence());
        assertThat(empty.latency().count()).isZero();
        assertThat(empty.response()).isNull();
        assertThat(empty.loss()).isEqualTo(Loss.NONE);
    }

    @Test
    void accept_givenOneInference_isAllOfIt() {
        Pane pane = Pane.empty(0, 10, 100L);
        pane.accept(7, 3, 20, 90, 4, 1, 2, 8);
        pane.mark(true, false, true);
        PaneSummary summary = pane.summary();
        assertThat(summary.measured()).isEqualTo(1);
        assertThat(summary.firstSequence()).isEqualTo(7).isEqualTo(summary.lastSequence());
        assertThat(summary.firstStartNanos()).isEqualTo(3);
        assertThat(summary.lastEndNanos()).isEqualTo(93);
        assertThat(summary.latency().sum()).isEqualTo(90);
        assertThat(summary.responseMaxNanos()).isEqualTo(110);
        assertThat(summary.deadlineMisses()).isEqualTo(1);
        assertThat(summary.harnessPaused()).isEqualTo(1);
        assertThat(summary.throttled()).isZero();
        assertThat(summary.nonFinite()).isEqualTo(1);
        assertThat(summary.slowest()).containsExactly(new SlowestList.Entry(7, 3, 90, 4, 8, 20, IdleGaps.UNKNOWN));
    }

    @Test
    void outputs_givenDeadline_knowHowManyMetItThroughCombining() {
        Pane first = Pane.empty(0, 10, 100L);
        first.accept(0, 0, 0, 100, 3, 1, 2, 0);
        first.accept(1, 1, 50, 51, 3, 1, 2, 0);
        Pane second = Pane.empty(10, 20, 100L);
        second.accept(2, 10, 0, 99, 3, 1, 2, 0);
        PaneSummary window = Pane.combined(List.of(first.summary(), second.summary()));
        assertThat(window.outputs().get(0).counts())
                .containsExactly(new OutputCounts.Count(new OutputDigest(1, 2), 3, 2L));
        Pane without = Pane.empty(20, 30, null);
        without.accept(3, 20, 0, 1, 3, 1, 2, 0);
        assertThat(without.summary().outputs().get(0).counts().get(0).onTime()).isNull();
    }

    @Test
    void acceptWarmUp_isCountedAndInNoOtherFigure() {
        Pane pane = Pane.empty(0, 10, 1L);
        pane.acceptWarmUp(0, 1, 500);
        PaneSummary summary = pane.summary();
        assertThat(summary.inferences()).isEqualTo(1);
        assertThat(summary.warmUp()).isEqualTo(1);
        assertThat(summary.measured()).isZero();
        assertThat(summary.latency().count()).isZero();
        assertThat(summary.outputs()).isEmpty();
        assertThat(summary.slowest()).isEmpty();
        assertThat(summary.deadlineMisses()).isZero();
        assertThat(summary.lastSequence()).isZero();
    }

    @Test
    void deadlineMisses_givenResponseEqualToTheDeadline_isNoMiss() {
        Pane pane = Pane.empty(0, 10, 100L);
        pane.accept(0, 0, 0, 100, 0, 0, 0, 0);
        pane.accept(1, 0, 1, 100, 0, 0, 0, 0);
        assertThat(pane.summary().deadlineMisses()).isEqualTo(1);
    }

    @Test
    void response_givenClosedLoop_isNotKeptTwice() {
        Pane pane = Pane.empty(0, 10, null);
        pane.accept(0, 0, 0, 100, 0, 0, 0, 0);
        assertThat(pane.summary().response()).isNull();
        assertThat(pane.summary().responseSketch().encode())
                .isEqualTo(pane.summary().latency().sketch().encode());
    }

    @Test
    void response_givenFirstQueueingLate_holdsAllInferences() {
        Pane pane = Pane.empty(0, 10, null);
        pane.accept(0, 0, 0, 100, 0, 0, 0, 0);
        pane.accept(1, 0, 50, 100, 0, 0, 0, 0);
        LatencySketch expected = LatencySketch.empty();
        expected.accept(100);
        expected.accept(150);
        assertThat(pane.summary().responseSketch().encode()).isEqualTo(expected.encode());
        assertThat(pane.summary().latency().max()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void combine_givenAnySplitAndOrder_equalsOnePane(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int panes = 1 + random.nextInt(12);
        List<Pane> parts = new ArrayList<>();
        for (int i = 0; i < panes; i++) {
            parts.add(Pane.empty(0, 10, 400L));
        }
        Pane whole = Pane.empty(0, 10, 400L);
        for (int sequence = 0; sequence < 3_000; sequence++) {
            acceptRandom(sequence, seed, whole);
            acceptRandom(sequence, seed, parts.get(random.nextInt(panes)));
        }
        List<PaneSummary> summaries = new ArrayList<>();
        parts.forEach(part -> summaries.add(part.summary()));
        Collections.shuffle(summaries, new Random(seed));
        assertSame(Pane.combined(summaries), whole.summary(), seed);
    }

    private static void acceptRandom(int sequence, long seed, Pane pane) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + sequence);
        if (random.nextInt(20) == 0) {
            pane.acceptWarmUp(sequence, sequence * 10L, random.nextInt(1000));
            return;
        }
        long queue = sequence < 1500 ? 0 : random.nextInt(50);
        pane.accept(sequence, sequence * 10L, queue, random.nextInt(500), sequence % 16, random.nextInt(3), 5, 0, 7);
        pane.mark(random.nextInt(9) == 0, random.nextInt(9) == 0, random.nextInt(9) == 0);
        pane.acceptLoss(new Loss(1, 0, 0, random.nextInt(2)));
    }

    private static void assertSame(PaneSummary actual, PaneSummary expected, long seed) {
        assertThat(actual)
                .as("seed %d", seed)
                .usingRecursiveComparison()
                .ignoringFields(
                        "panes", "latency", "response", "outputs", "throttledLatency", "succession", "missPattern")
                .isEqualTo(expected);
        assertThat(actual.latency().squares()).isEqualTo(expected.latency().squares());
        assertThat(actual.latency().sum()).isEqualTo(expected.latency().sum());
        assertThat(actual.latency().min()).isEqualTo(expected.latency().min());
        assertThat(actual.latency().max()).isEqualTo(expected.latency().max());
        assertThat(actual.latency().sketch().encode())
                .isEqualTo(expected.latency().sketch().encode());
        assertThat(actual.responseSketch().encode())
                .isEqualTo(expected.responseSketch().encode());
        assertThat(sorted(actual)).isEqualTo(sorted(expected));
    }

    /** Digests in the order of their values: that of appearance depends on the order of combining. */
    private static List<OutputCounts.Input> sorted(PaneSummary summary) {
        return summary.outputs().stream()
                .map(input -> new OutputCounts.Input(
                        input.inputIndex(),
                        input.counts().stream()
                                .sorted((a, b) -> a.digest().compareTo(b.digest()))
                                .toList(),
                        input.uncounted()))
                .toList();
    }

    @Test
    void combined_givenNoPane_isRefused() {
        assertThatThrownBy(() -> Pane.combined(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
