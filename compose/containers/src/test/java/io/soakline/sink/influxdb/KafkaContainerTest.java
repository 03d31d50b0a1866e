package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.containers.Image;
import io.soakline.record.WindowStats;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The sink between a broker and a store that are both containers. */
@Tag("docker")
class KafkaContainerTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int WINDOWS = 1_000;

    @Test
    void windows_onTheBroker_areAllInTheStoreAndAcknowledged() throws Exception {
        DockerImageName image = Image.KAFKA.orSkip().asCompatibleSubstituteFor("apache/kafka");
        try (InfluxContainer store = Influx1ContainerTest.started();
                KafkaContainer broker = new KafkaContainer(image)) {
            broker.start();
            TestLog log = new TestLog(broker.getBootstrapServers(), "containers");
            log.publishWindows(0, WINDOWS);

            try (InfluxSink sink = InfluxSink.start(log.kafka, store.settings())) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.recordsBuried()).isZero();
            }

            WindowStats window = SampleRecords.plainWindow(0);
            assertThat(store.countAndSum(window.getEngineName(), "inferences"))
                    .containsExactly(Integer.toString(WINDOWS), Long.toString(WINDOWS * window.getInferences()));
            assertThat(log.committed()).isEqualTo(WINDOWS);
        }
    }
}
