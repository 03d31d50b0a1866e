package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.Topic;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.watch.DeviceWatch;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeviceSamplingTest {

    private final CountDownLatch sampled = new CountDownLatch(2);
    private final CountDownLatch closed = new CountDownLatch(1);

    private final class Thermometer implements DeviceSampler {

        @Override
        public String name() {
            return "thermometer";
        }

        @Override
        public List<Channel> describe() {
            return List.of(
                    Channel.gauge("temperatureCelsius", "a"), Channel.notOffered("powerMilliwatts", "a", "no sensor"));
        }

        @Override
        public double[] sample(long monotonicNanos) {
            sampled.countDown();
            return new double[] {41.5, Double.NaN};
        }

        @Override
        public Check check() {
            return new Check(true, "");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private record Provider(List<DeviceSampler> open, String reasonWhyNone) implements DeviceSamplerProvider {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("model", "glass");
        }
    }

    private final DeviceSampling sampling = new DeviceSampling(
            () -> List.of(new Provider(List.of(), "none here"), new Provider(List.of(new Thermometer()), "")));

    @Test
    void begin_publishesEachDeviceUntilItIsClosed() throws InterruptedException {
        InMemoryPublisher log = new InMemoryPublisher();
        DeviceWatch.Watching watching = sampling.begin(log, "device-1");
        sampled.await();
        watching.close();
        assertThat(closed.getCount()).isZero();
        assertThat(log.published(Topic.DEVICES))
                .isNotEmpty()
                .allSatisfy(published -> assertThat(published.key()).isEqualTo("device-1"));
    }

    @Test
    void begin_givenNoDevice_publishesNothing() {
        InMemoryPublisher log = new InMemoryPublisher();
        new DeviceSampling(() -> List.of(new Provider(List.of(), "none here")))
                .begin(log, "device-1")
                .close();
        assertThat(log.published(Topic.DEVICES)).isEmpty();
    }

    @Test
    void devices_tellsFactsReadingsAndReasons() {
        assertThat(sampling.devices())
                .containsExactly(
                        new DeviceWatch.Device("test", Map.of(), List.of(), "none here"),
                        new DeviceWatch.Device(
                                "thermometer",
                                Map.of("model", "glass"),
                                List.of(
                                        new DeviceWatch.Sensor("temperatureCelsius", "a", 41.5, null),
                                        new DeviceWatch.Sensor("powerMilliwatts", "a", null, "no sensor")),
                                null));
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void producersFindIt() {
        assertThat(ServiceLoader.load(DeviceWatch.class)).hasOnlyElementsOfType(DeviceSampling.class);
    }
}
