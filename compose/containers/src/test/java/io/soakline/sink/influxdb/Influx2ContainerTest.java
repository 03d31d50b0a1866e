package io.soakline.sink.influxdb;

import io.soakline.containers.Image;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.testcontainers.utility.MountableFile;

/** The contract with InfluxDB 2 in a container, set up as the Compose file does. */
@Tag("docker")
class Influx2ContainerTest extends SinkContract {

    private static final String TOKEN = "of-a-container-that-ends-with-the-test";

    @Override
    StoreUnderTest start(Path folder) throws Exception {
        InfluxContainer store = new InfluxContainer(
                Image.INFLUXDB2.orSkip(),
                8086,
                // Says 2xx only when InfluxQL finds the bucket by the name of a database.
                "/query?db=soakline&q=SHOW%20MEASUREMENTS",
                new InfluxSettings.Bucket("soakline", "soakline"),
                new InfluxSettings.Token(TOKEN));
        store.container()
                .withEnv(Map.of(
                        "DOCKER_INFLUXDB_INIT_MODE", "setup",
                        "DOCKER_INFLUXDB_INIT_ORG", "soakline",
                        "DOCKER_INFLUXDB_INIT_BUCKET", "soakline",
                        "DOCKER_INFLUXDB_INIT_USERNAME", "admin",
                        "DOCKER_INFLUXDB_INIT_PASSWORD", TOKEN,
                        "DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", TOKEN))
                .withCopyFileToContainer(
                        MountableFile.forHostPath("../docker/influxdb-init.sh", 0755),
                        "/docker-entrypoint-initdb.d/dbrp.sh");
        return store.start();
    }
}
