package io.soakline.sink.influxdb;

import io.soakline.containers.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The contract with InfluxDB 1.x in a container. */
@Tag("docker")
class Influx1ContainerTest extends SinkContract {

    @Override
    StoreUnderTest start(Path folder) throws Exception {
        return started();
    }

    static InfluxContainer started() throws Exception {
        InfluxContainer store = new InfluxContainer(
                Image.INFLUXDB1.orSkip(),
                8086,
                "/ping",
                new InfluxSettings.Database("soak line", ""),
                new InfluxSettings.None());
        return store.start();
    }
}
