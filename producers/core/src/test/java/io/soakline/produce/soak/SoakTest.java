package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Topic;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.synthetic.Defects;
import io.soakline.produce.synthetic.SyntheticEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SoakTest {

    private static final long MILLI = 1_000_000L;
    private static final Defects STEADY = new Defects(100, 0, 0, 0, 0, 0, 0, -1, -1, 1);
    private static final SoakSettings NO_WARM_UP = new SoakSettings(0, Duration.ZERO, 0, Duration.ofMillis(100), 1024);

    private final InMemoryPublisher log = new InMemoryPublisher();
    private final Publication publication =
            new Publication(log, new PauseIntervals(), new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()));
    private final VirtualClock clock = new VirtualClock(0);
    private final EngineManifest manifest = new EngineManifest(
            1,
            "synthetic",
            "synthetic",
            "1",
            "busy",
            "model.onnx",
            "00",
            new TreeMap<>(),
            null,
            "00",
            List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1L, 16L))),
            List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(1L, 4L))));
    private final InputSet inputs = GeneratedInputs.of(manifest.inputs(), 8, 1);

    @AfterEach
    void close() {
        publication.close();
    }

    private Soak soak(Defects defects, LoadSettings load, SoakSettings settings) throws EngineException {
        return new Soak(
                new Soak.RunKey("run-1", "device-1", manifest.engineId(), "00", inputs.digest()),
                new SyntheticEngine(manifest, defects, clock),
                inputs,
                load,
                settings,
                SoakOutputs.PLAIN,
                publication,
                clock,
                () -> false);
    }

    private record Row(
            long sequence, long startNanos, long queueNanos, long latencyNanos, int input, int flags, long digest) {}

    private List<InferenceColumns> batches() throws Exception {
        publication.drain();
        List<InferenceColumns> batches = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.INFERENCES)) {
            assertThat(published.key()).isEqualTo("device-1");
            InferenceColumns batch = new InferenceColumns();
            batch.decode(published.value());
            batches.add(batch);
        }
        return batches;
    }

    private List<Row> rows() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (InferenceColumns batch : batches()) {
            for (int i = 0; i < batch.count; i++) {
                rows.add(new Row(
                        batch.firstSequence + i,
                        batch.startNanos[i],
                        batch.queueNanos[i],
                        batch.latencyNanos[i],
                        batch.inputIndex[i],
                        batch.flags[i],
                        batch.digestLow[batch.outputIndex[i]]));
            }
        }
        return rows;
    }

    @Test
    void turn_givenClosedLoop_fillsItsTimeAndNumbersWithoutGap() throws Exception {
        Soak soak = soak(STEADY, LoadSettings.CLOSED, NO_WARM_UP);
        assertThat(soak.turn(500 * MILLI)).isEqualTo(new Soak.Turn(5000, 0));
        assertThat(soak.turn(10 * MILLI).inferences()).isEqualTo(100);
        List<Row> rows = rows();
        assertThat(rows).hasSize(5100);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).sequence()).isEqualTo(i);
            assertThat(rows.get(i).input()).isEqualTo(i % 8);
            assertThat(rows.get(i).latencyNanos()).isEqualTo(100_000);
            assertThat(rows.get(i).queueNanos()).isZero();
        }
        assertThat(rows.get(0).startNanos()).isEqualTo(VirtualClock.WALL_AT_ZERO + 1_000);
    }

    @Test
    void turn_givenFastEngine_fillsBatchesOf1024() throws Exception {
        Soak soak = soak(new Defects(10, 0, 0, 0, 0, 0, 0, -1, -1, 1), LoadSettings.CLOSED, NO_WARM_UP);
        soak.turn(50 * MILLI);
        assertThat(batches()).extracting(b -> b.count).containsExactly(1024, 1024, 1024, 1024, 904);
    }

    @Test
    void turn_givenSlowEngine_handsOverEvery100Milliseconds() throws Exception {
        Soak soak = soak(new Defects(30_000, 0, 0, 0, 0, 0, 0, -1, -1, 1), LoadSettings.CLOSED, NO_WARM_UP);
        soak.turn(300 * MILLI);
        assertThat(batches()).extracting(b -> b.count).containsExactly(4, 4, 2);
    }

    @Test
    void turn_givenHarnessTimeAroundTheEngine_doesNotCountItAsLatency() throws Exception {
        VirtualClock ticking = new VirtualClock(5_000);
        Soak soak = new Soak(
                new Soak.RunKey("run-1", "device-1", "e", "00", inputs.digest()),
                new SyntheticEngine(manifest, STEADY, ticking),
                inputs,
                LoadSettings.CLOSED,
                NO_WARM_UP,
                SoakOutputs.PLAIN,
                publication,
                ticking,
                () -> false);
        soak.turn(10 * MILLI);
        // Two readings of the clock belong to it: the engine's own and the one that ends the section.
        assertThat(rows()).allSatisfy(row -> assertThat(row.latencyNanos()).isEqualTo(110_000));
    }

    @Test
    void warmUp_lastsForInferencesAndTimeAcrossTurns() throws Exception {
        SoakSettings settings = new SoakSettings(50, Duration.ofMillis(20), 3, Duration.ofMillis(100), 1024);
        Soak soak = soak(STEADY, LoadSettings.CLOSED, settings);
        soak.turn(10 * MILLI);
        soak.turn(20 * MILLI);
        soak.turn(10 * MILLI);
        List<Long> warmUps = rows().stream()
                .filter(row -> InferenceFlag.has(row.flags(), InferenceFlag.WARM_UP))
                .map(Row::sequence)
                .toList();
        // The 200th inference ends at 20 ms; the third turn begins at sequence 300.
        assertThat(warmUps)
                .hasSize(199 + 3)
                .contains(0L, 198L, 300L, 301L, 302L)
                .doesNotContain(199L, 303L);
    }

    @Test
    void periodic_givenPunctualEngine_startsEveryPeriodWithoutQueueing() throws Exception {
        Soak soak = soak(STEADY, LoadSettings.parse("periodic:1ms", 1, Waiting.PARK, null), NO_WARM_UP);
        assertThat(soak.turn(100 * MILLI)).isEqualTo(new Soak.Turn(100, 0));
        List<Row> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).startNanos() - rows.get(0).startNanos()).isEqualTo(i * MILLI);
            assertThat(rows.get(i).queueNanos()).isZero();
        }
    }

    @Test
    void periodic_givenStall_keepsIntendedStartsSoThatQueueingShows() throws Exception {
        Defects stalling = new Defects(100, 0, 50, 10, 0, 0, 0, -1, -1, 1);
        Soak soak = soak(stalling, LoadSettings.parse("periodic:1ms", 1, Waiting.SPIN, null), NO_WARM_UP);
        assertThat(soak.turn(90 * MILLI).inferences()).isEqualTo(90);
        List<Row> rows = rows();
        assertThat(rows.get(49).latencyNanos()).isEqualTo(10_100_000);
        assertThat(rows.get(49).queueNanos()).isZero();
        // The next one was due 9.1 ms before the stall ended; each of those that follow catches up 0.9 ms.
        assertThat(rows.get(50).queueNanos()).isEqualTo(9_100_000);
        assertThat(rows.get(51).queueNanos()).isEqualTo(8_200_000);
        assertThat(rows.get(60).queueNanos()).isEqualTo(100_000);
        assertThat(rows.get(61).queueNanos()).isZero();
    }

    @Test
    void periodic_givenEngineThatCannotKeepUp_countsWhatItDidNotServe() throws Exception {
        Defects slow = new Defects(4_000, 0, 0, 0, 0, 0, 0, -1, -1, 1);
        Soak soak = soak(slow, LoadSettings.parse("periodic:1ms", 1, Waiting.SPIN, null), NO_WARM_UP);
        assertThat(soak.turn(100 * MILLI)).isEqualTo(new Soak.Turn(25, 75));
        assertThat(soak.unserved()).isEqualTo(75);
        assertThat(rows().get(24).queueNanos()).isEqualTo(24 * 3 * MILLI);
    }

    @Test
    void poisson_latencyCountsFromTheScheduledArrivalWhateverTheEngineDoes() throws Exception {
        LoadSettings load = LoadSettings.parse("poisson:1000/s", 3, Waiting.SPIN, null);
        Soak punctual = soak(STEADY, load, NO_WARM_UP);
        punctual.turn(200 * MILLI);
        List<Row> quick = rows();
        long turnStart = clock.nanoTime();
        Soak stalling = soak(new Defects(100, 0, 50, 10, 0, 0, 0, -1, -1, 1), load, NO_WARM_UP);
        stalling.turn(200 * MILLI);
        List<Row> slow = rows().subList(quick.size(), rows().size());
        long firstTurnStart = VirtualClock.WALL_AT_ZERO + 1_000;
        long offset = turnStart + VirtualClock.WALL_AT_ZERO - firstTurnStart;
        assertThat(slow.get(49).latencyNanos()).isEqualTo(10_100_000);
        assertThat(slow.get(50).queueNanos()).isGreaterThan(5_000_000);
        // The arrivals are the same ones: a stall moves none of them.
        for (int i = 0; i < Math.min(quick.size(), slow.size()); i++) {
            assertThat(slow.get(i).startNanos() - slow.get(i).queueNanos() - offset)
                    .isEqualTo(quick.get(i).startNanos() - quick.get(i).queueNanos());
        }
    }

    @Test
    void poisson_givenEngineThatCannotKeepUp_countsWhatItDidNotServe() throws Exception {
        Defects slow = new Defects(4_000, 0, 0, 0, 0, 0, 0, -1, -1, 1);
        LoadSettings load = LoadSettings.parse("poisson:1000/s", 3, Waiting.SPIN, null);
        Soak.Turn turn = soak(slow, load, NO_WARM_UP).turn(1000 * MILLI);
        Soak.Turn kept = soak(new Defects(1, 0, 0, 0, 0, 0, 0, -1, -1, 1), load, NO_WARM_UP)
                .turn(1000 * MILLI);
        assertThat(turn.inferences()).isBetween(248L, 250L);
        assertThat(kept.unserved()).isZero();
        assertThat(turn.inferences() + turn.unserved()).isEqualTo(kept.inferences());
    }

    @Test
    void idleGaps_startWhenTheEngineHasBeenIdleForTheGap() throws Exception {
        LoadSettings load = LoadSettings.parse("idle-gaps:1ms..100ms", 3, Waiting.PARK, null);
        Soak soak = soak(STEADY, load, NO_WARM_UP);
        soak.turn(10_000 * MILLI);
        List<Row> rows = rows();
        assertThat(rows.size()).isGreaterThan(300);
        for (int i = 1; i < rows.size(); i++) {
            Row before = rows.get(i - 1);
            long gap = rows.get(i).startNanos() - before.startNanos() - before.latencyNanos();
            assertThat(gap).isBetween(MILLI - 1, 100 * MILLI + 1);
            assertThat(rows.get(i).queueNanos()).isZero();
        }
    }

    @Test
    void idleGaps_givenGapShorterThanTheHarnessNeeds_startAsSoonAsItIsReadyWithoutQueueing() throws Exception {
        VirtualClock ticking = new VirtualClock(5_000);
        Soak soak = new Soak(
                new Soak.RunKey("run-1", "device-1", "e", "00", inputs.digest()),
                new SyntheticEngine(manifest, STEADY, ticking),
                inputs,
                LoadSettings.parse("idle-gaps:10ns..20ns", 3, Waiting.SPIN, null),
                NO_WARM_UP,
                SoakOutputs.PLAIN,
                publication,
                ticking,
                () -> false);
        soak.turn(10 * MILLI);
        // One reading of the clock lies between being ready and starting.
        assertThat(rows())
                .hasSizeGreaterThan(50)
                .allSatisfy(row -> assertThat(row.queueNanos()).isLessThanOrEqualTo(10_000));
    }

    @Test
    void periodic_givenLongPeriod_handsOverBeforeTheLongWait() throws Exception {
        Soak soak = soak(STEADY, LoadSettings.parse("periodic:60ms", 1, Waiting.SPIN, null), NO_WARM_UP);
        soak.turn(360 * MILLI);
        assertThat(batches()).extracting(b -> b.count).containsExactly(2, 2, 2);
    }

    @Test
    void outputs_givenRepeatableEngine_haveOneDigestPerInputAndOneSketchEach() throws Exception {
        Soak soak = soak(STEADY, LoadSettings.CLOSED, NO_WARM_UP);
        soak.turn(20 * MILLI);
        assertThat(rows().stream().map(Row::digest).distinct()).hasSize(8);
        assertThat(log.published(Topic.OUTPUTS)).hasSize(8);
        assertThat(soak.unsketched()).isZero();
    }

    @Test
    void outputs_givenFlippingEngine_haveMoreDigestsAndSketchesUpToTheLimit() throws Exception {
        Defects flipping = new Defects(100, 0, 0, 0, 0, 0.5, 0, -1, -1, 1);
        SoakSettings settings = new SoakSettings(0, Duration.ZERO, 0, Duration.ofMillis(100), 20);
        Soak soak = soak(flipping, LoadSettings.CLOSED, settings);
        soak.turn(20 * MILLI);
        assertThat(rows().stream().map(Row::digest).distinct().count()).isGreaterThan(50);
        assertThat(log.published(Topic.OUTPUTS)).hasSize(20);
        assertThat(soak.unsketched()).isPositive();
    }

    @Test
    void outputs_givenNan_areFlaggedNonFinite() throws Exception {
        Soak soak = soak(new Defects(100, 0, 0, 0, 0, 0, 1, -1, -1, 1), LoadSettings.CLOSED, NO_WARM_UP);
        soak.turn(MILLI);
        assertThat(rows()).hasSize(10).allMatch(row -> InferenceFlag.has(row.flags(), InferenceFlag.NON_FINITE));
    }

    @Test
    void turn_givenFailingEngine_handsOverWhatCameBefore() throws Exception {
        Soak soak = soak(new Defects(100, 0, 0, 0, 0, 0, 0, 7, -1, 1), LoadSettings.CLOSED, NO_WARM_UP);
        assertThatThrownBy(() -> soak.turn(MILLI))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("failed on call 8");
        assertThat(soak.produced()).isEqualTo(7);
        assertThat(rows()).hasSize(7);
    }

    @Test
    void turn_givenStopRequest_endsEarly() throws Exception {
        int[] asked = {0};
        Soak soak = new Soak(
                new Soak.RunKey("run-1", "device-1", "e", "00", inputs.digest()),
                new SyntheticEngine(manifest, STEADY, clock),
                inputs,
                LoadSettings.CLOSED,
                NO_WARM_UP,
                SoakOutputs.PLAIN,
                publication,
                clock,
                () -> asked[0]++ == 12);
        assertThat(soak.turn(1000 * MILLI).inferences()).isEqualTo(12);
    }

    @Test
    void turns_ofManyRuns_doNotExhaustTheBatchPool() throws Exception {
        for (int i = 0; i < 3 * Publication.BATCHES; i++) {
            soak(STEADY, LoadSettings.CLOSED, NO_WARM_UP).turn(MILLI);
        }
        assertThat(rows()).hasSize(3 * Publication.BATCHES * 10);
    }
}
