package io.soakline.sink.influxdb;

import io.soakline.containers.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The contract with InfluxDB 3 in a container. */
@Tag("docker")
class Influx3ContainerTest extends SinkContract {

    @Override
    StoreUnderTest start(Path folder) throws Exception {
        InfluxContainer store = new InfluxContainer(
                Image.INFLUXDB3.orSkip(),
                8181,
                "/health",
                new InfluxSettings.Bucket("soakline", "soakline"),
                new InfluxSettings.None());
        store.container()
                .withCommand(
                        "influxdb3",
                        "serve",
                        "--node-id=soakline",
                        "--object-store=file",
                        "--data-dir=/var/lib/influxdb3",
                        "--without-auth");
        return store.start();
    }
}
