package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SamplingLoopTest {

    private final InMemoryPublisher log = new InMemoryPublisher();

    /** One channel that counts up and one that is not offered. */
    private static final class Counting implements DeviceSampler {

        private double next;
        private volatile boolean closed;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public List<Channel> describe() {
            return List.of(Channel.counter("count", "a"), Channel.notOffered("power", "b", "no sensor"));
        }

        @Override
        public double[] sample(long monotonicNanos) {
            return new double[] {next++, Double.NaN};
        }

        @Override
        public Check check() {
            return new Check(true, "counts");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Keeps samples by itself, and hands on three of them every second time. */
    private static class Keeping implements DeviceSampler {

        final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return "keeping";
        }

        @Override
        public long fetchNanos() {
            return 250_000_000L;
        }

        @Override
        public List<Channel> describe() {
            return List.of(Channel.gauge("count", "a"));
        }

        @Override
        public double[] sample(long monotonicNanos) {
            throw new AssertionError("asked for this moment");
        }

        @Override
        public void sample(long monotonicNanos, long wallNanos, Rows rows) {
            int call = calls.incrementAndGet();
            for (int i = 3; call % 2 == 0 && i > 0; i--) {
                rows.add(wallNanos - i, new double[] {i});
            }
        }

        @Override
        public Check check() {
            return new Check(true, "keeps");
        }

        @Override
        public void close() {}
    }

    @Test
    void sample_givenADeviceThatKeepsSamples_publishesThemWithTheirOwnTimes() throws Exception {
        SamplingLoop loop = new SamplingLoop(log, new Keeping(), "device-1", Duration.ofMillis(1));
        for (int i = 1; i <= 5; i++) {
            loop.sample(i, 1_000L * i);
        }
        DeviceBatch batch = batches().get(0);
        assertThat(batch.getSampleAtNanos()).containsExactly(1_997L, 1_998L, 1_999L, 3_997L, 3_998L, 3_999L);
        assertThat(batch.getChannels().get(0).getValues()).containsExactly(3.0, 2.0, 1.0, 3.0, 2.0, 1.0);
        assertThat(loop.samples()).isEqualTo(6);
    }

    /** Fetched once when it starts, and then when it is stopped, long before the next time. */
    @Test
    @Timeout(30)
    void close_fetchesOnceMoreWhatTheDeviceHasKept() throws Exception {
        Keeping keeping = new Keeping() {
            @Override
            public long fetchNanos() {
                return 3_600_000_000_000L;
            }
        };
        SamplingLoop loop = SamplingLoop.start(log, keeping, "device-1", Duration.ofMillis(1));
        while (keeping.calls.get() < 1) {
            Thread.onSpinWait();
        }
        loop.close();
        assertThat(keeping.calls).hasValue(2);
        assertThat(batches().get(0).getSampleAtNanos()).hasSize(3);
    }

    private List<DeviceBatch> batches() throws Exception {
        List<DeviceBatch> batches = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.DEVICES)) {
            assertThat(published.key()).isEqualTo("device-1");
            batches.add(RecordCodec.of(DeviceBatch.class).decode(published.value()));
        }
        return batches;
    }

    @Test
    void sample_publishesABatchEachSecondWithContiguousSequence() throws Exception {
        SamplingLoop loop = new SamplingLoop(log, new Counting(), "device-1", Duration.ofMillis(250));
        for (int i = 0; i < 9; i++) {
            loop.sample(i, 1_000L + i);
        }
        assertThat(batches()).hasSize(2);
        DeviceBatch second = batches().get(1);
        assertThat(second.getFirstSequence()).isEqualTo(4);
        assertThat(second.getSampler()).isEqualTo("counting");
        assertThat(second.getSampleAtNanos()).containsExactly(1_004L, 1_005L, 1_006L, 1_007L);
        assertThat(second.getChannels().get(0).getValues()).containsExactly(4.0, 5.0, 6.0, 7.0);
        assertThat(second.getChannels().get(0).getCounter()).isTrue();
        assertThat(second.getChannels().get(1).getValues()).isEmpty();
        assertThat(second.getChannels().get(1).getNotOffered()).isEqualTo("no sensor");
    }

    @Test
    void sample_addsWhatSamplingItselfCosts() throws Exception {
        SamplingLoop loop = new SamplingLoop(log, new Counting(), "device-1", Duration.ofMillis(500));
        long start = System.nanoTime();
        loop.sample(start, 1_000L);
        while (System.nanoTime() - start < 20_000_000) {
            Thread.onSpinWait();
        }
        loop.sample(System.nanoTime(), 2_000L);
        DeviceChannel cost = batches().get(0).getChannels().get(2);
        assertThat(cost.getQuantity()).isEqualTo("samplerCpuPercent");
        assertThat(cost.getSensor()).isEqualTo("counting");
        assertThat(cost.getValues().get(0)).isNaN();
        // This thread span all the time that it was given.
        assertThat(cost.getValues().get(1)).isBetween(1.0, 101.0);
    }

    @Test
    void next_givenPunctualLoop_isTheFollowingTick() {
        SamplingLoop loop = new SamplingLoop(log, new Counting(), "device-1", Duration.ofMillis(250));
        assertThat(loop.next(4, 4)).isEqualTo(5);
        assertThat(loop.next(5, 6)).isEqualTo(6);
        assertThat(loop.skippedTicks()).isZero();
    }

    @Test
    void next_givenLateLoop_skipsWhatIsPastAndCountsIt() {
        SamplingLoop loop = new SamplingLoop(log, new Counting(), "device-1", Duration.ofMillis(250));
        assertThat(loop.next(4, 9)).isEqualTo(9);
        assertThat(loop.skippedTicks()).isEqualTo(4);
    }

    @Test
    @Timeout(30)
    void close_publishesWhatIsLeftAndClosesTheSampler() throws Exception {
        Counting sampler = new Counting();
        SamplingLoop loop = SamplingLoop.start(log, sampler, "device-1", Duration.ofMillis(2));
        while (loop.samples() < 3) {
            Thread.onSpinWait();
        }
        loop.close();
        assertThat(sampler.closed).isTrue();
        long published = 0;
        for (DeviceBatch batch : batches()) {
            assertThat(batch.getFirstSequence()).isEqualTo(published);
            published += batch.getSampleAtNanos().size();
        }
        assertThat(published).isEqualTo(loop.samples());
    }

    @Test
    void start_givenPeriodBelowAMillisecond_refuses() {
        assertThatThrownBy(() -> SamplingLoop.start(log, "device-1", Duration.ofNanos(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least 1 ms");
    }
}
