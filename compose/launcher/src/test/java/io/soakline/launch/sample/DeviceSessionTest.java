package io.soakline.launch.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.record.DeviceBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeviceSessionTest {

    /** A device with one sensor, and one that it does not have. */
    private static final class OneWatt implements DeviceSampler {

        private final CountDownLatch sampledTwice = new CountDownLatch(2);
        private boolean closed;

        @Override
        public String name() {
            return "board";
        }

        @Override
        public List<Channel> describe() {
            return List.of(
                    new Channel("powerWatts", "VDD_IN", false, 0L, null),
                    new Channel("fanPercent", "fan", false, null, "no fan here"));
        }

        @Override
        public double[] sample(long monotonicNanos) {
            sampledTwice.countDown();
            return new double[] {1, Double.NaN};
        }

        @Override
        public Check check() {
            return new Check(true, "one sensor");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private record Kind(String name, String reasonWhyNone, List<DeviceSampler> samplers)
            implements DeviceSamplerProvider {

        @Override
        public List<DeviceSampler> open() {
            if (samplers.isEmpty()) {
                throw new IllegalStateException("the driver is broken");
            }
            return samplers;
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }
    }

    private static List<DeviceBatch> batches(InMemoryPublisher log, String sampler) throws Exception {
        RecordCodec<DeviceBatch> codec = RecordCodec.of(DeviceBatch.class);
        List<DeviceBatch> found = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.DEVICES)) {
            DeviceBatch batch = codec.decode(published.value());
            if (batch.getSampler().equals(sampler)) {
                found.add(batch);
            }
        }
        return found;
    }

    @Test
    void begin_givenDeviceBrokenDriverAndAbsentKind_samplesTheOneAndNamesTheOthers() throws Exception {
        OneWatt board = new OneWatt();
        InMemoryPublisher log = new InMemoryPublisher();
        List<DeviceSamplerProvider> kinds = List.of(
                new Kind("gpu", "", List.of()),
                new Kind("jetson", "not a Jetson", List.of()),
                new Kind("board", "", List.of(board)));

        DeviceSession session = DeviceSession.begin(log, "bench", Duration.ofMillis(1), kinds);
        boolean sampled = board.sampledTwice.await(20, TimeUnit.SECONDS);
        session.close();

        assertThat(sampled).isTrue();
        assertThat(board.closed).isTrue();
        assertThat(session.absent())
                .containsExactly(
                        new DeviceSession.Absent("gpu", "java.lang.IllegalStateException: the driver is broken"),
                        new DeviceSession.Absent("jetson", "not a Jetson"));
        DeviceSession.Told told = session.told().get(1);
        assertThat(told.name()).isEqualTo("board");
        assertThat(told.channels()).isEqualTo(2);
        assertThat(told.offered()).isEqualTo(1);
        assertThat(told.undelivered()).isZero();
        assertThat(batches(log, "board"))
                .allSatisfy(batch -> assertThat(batch.getDeviceId()).isEqualTo("bench"));
        assertThat(batches(log, "board").stream()
                        .mapToLong(batch -> batch.getSampleAtNanos().size())
                        .sum())
                .isEqualTo(told.samples());
    }

    @Test
    void begin_givenNoDevice_samplesTheHostAlone() throws Exception {
        InMemoryPublisher log = new InMemoryPublisher();

        DeviceSession session = DeviceSession.begin(log, "bench", Duration.ofMillis(1), List.of());
        session.close();

        assertThat(session.told()).extracting(DeviceSession.Told::name).containsExactly("host");
        assertThat(session.absent()).isEmpty();
    }
}
