package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SoakSamplingTest {

    private static final long TENTH = 100_000_000L;
    private static final double NAN = Double.NaN;

    /** A thread whose counters the test sets. */
    private static final class Counters extends ThreadScheduling {
        private double waitedNanos;
        private double preemptions;

        @Override
        double waitedNanos() {
            return waitedNanos;
        }

        @Override
        double preemptions() {
            return preemptions;
        }
    }

    private final Counters thread = new Counters();
    private final SoakSamples samples = new SoakSamples("device-1", "engine-7");

    private static List<Double> values(DeviceBatch batch, String quantity, String run) {
        return batch.getChannels().stream()
                .filter(c -> c.getQuantity().equals(quantity) && c.getSensor().equals("run:" + run))
                .map(DeviceChannel::getValues)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + quantity + " of " + run + " in " + batch));
    }

    private DeviceBatch take() {
        return Objects.requireNonNull(samples.take());
    }

    @Test
    void samples_belongToTheRunWhoseTurnItIsAndToNoOther() {
        samples.watch(thread);
        samples.tick(0, 1_000, 50, 50, 50);
        thread.waitedNanos = 5_000_000;
        samples.turnBegins("a", TENTH / 2, 1_100);
        thread.waitedNanos += 10_000_000;
        thread.preemptions += 3;
        samples.tick(TENTH, 1_200, 10, 20, 2600);
        thread.waitedNanos += 15_000_000;
        samples.turnEnds(TENTH + TENTH / 4, 1_300);
        samples.turnBegins("b", TENTH + TENTH / 4, 1_301);
        samples.tick(2 * TENTH, 1_400, 0, 0, 2600);
        DeviceBatch batch = take();
        assertThat(batch.getSampler()).isEqualTo("engine-7");
        assertThat(batch.getSampleAtNanos()).containsExactly(1_000L, 1_100L, 1_200L, 1_300L, 1_301L, 1_400L);
        // 10 ms of 50, then 15 ms of 25.
        assertThat(values(batch, "runQueueWaitPercent", "a"))
                .usingElementComparator((x, y) -> Math.abs(x - y) < 1e-9 ? 0 : Double.compare(x, y))
                .containsExactly(NAN, NAN, 20.0, 60.0, NAN, NAN);
        assertThat(values(batch, "involuntarySwitchesPerSecond", "a").get(2)).isCloseTo(60, within(1e-9));
        assertThat(values(batch, "runQueueWaitPercent", "b")).containsExactly(NAN, NAN, NAN, NAN, NAN, 0.0);
        assertThat(values(batch, "cpuStealPercent", "a")).containsExactly(NAN, NAN, 10.0, NAN, NAN, NAN);
        assertThat(values(batch, "frequencyMegahertz", "a")).contains(2600.0);
    }

    /** The time is not lost, or a long wait would not account for a long inference. */
    @Test
    void samples_givenWaitThatIsCountedWhenItEnds_holdAllOfIt() {
        samples.watch(thread);
        samples.turnBegins("a", 0, 1_000);
        samples.tick(TENTH, 1_100, NAN, NAN, NAN);
        thread.waitedNanos = 180_000_000;
        samples.tick(2 * TENTH, 1_200, NAN, NAN, NAN);
        assertThat(values(take(), "runQueueWaitPercent", "a")).containsExactly(NAN, 0.0, 180.0);
    }

    @Test
    void samples_betweenTurns_areRowsWithoutChannels() {
        samples.watch(thread);
        samples.tick(0, 1_000, 50, 50, 50);
        samples.tick(TENTH, 1_100, 50, 50, 50);
        DeviceBatch batch = take();
        assertThat(batch.getSampleAtNanos()).hasSize(2);
        assertThat(batch.getChannels()).isEmpty();
        assertThat(samples.take()).isNull();
        samples.tick(2 * TENTH, 1_200, 50, 50, 50);
        assertThat(take().getFirstSequence()).isEqualTo(2);
    }

    @Test
    void samples_givenWallClockThatStepsBack_keepAscendingTimes() {
        samples.tick(0, 1_000, NAN, NAN, NAN);
        samples.tick(TENTH, 900, NAN, NAN, NAN);
        samples.tick(2 * TENTH, 950, NAN, NAN, NAN);
        assertThat(take().getSampleAtNanos()).containsExactly(1_000L, 1_001L, 1_002L);
    }

    @Test
    void samples_ofAThreadThatIsNotWatched_offerNothing() {
        samples.turnBegins("a", 0, 1_000);
        samples.tick(TENTH, 1_100, NAN, NAN, NAN);
        assertThat(take().getChannels()).isEmpty();
    }

    @Test
    void sampling_ofALiveThread_publishesItsWaitOnTheDevicesTopic() throws Exception {
        InMemoryPublisher log = new InMemoryPublisher();
        try (ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(), System.nanoTime())) {
            SoakSampling sampling = SoakSampling.start(log, "device-1", throttling);
            sampling.watchCurrentThread("0");
            sampling.turnBegins("a");
            long start = System.nanoTime();
            while (System.nanoTime() - start < 3 * TENTH) {
                Thread.onSpinWait();
            }
            sampling.turnEnds();
            sampling.close();
        }
        List<Double> waits = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.DEVICES)) {
            assertThat(published.key()).isEqualTo("device-1");
            DeviceBatch batch = RecordCodec.of(DeviceBatch.class).decode(published.value());
            batch.getChannels().stream()
                    .filter(c -> c.getQuantity().equals("runQueueWaitPercent"))
                    .forEach(c -> waits.addAll(c.getValues()));
        }
        assertThat(waits).filteredOn(w -> !Double.isNaN(w)).isNotEmpty().allMatch(w -> w >= 0);
    }
}
