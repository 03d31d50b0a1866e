package io.soakline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A real Grafana takes every provisioned file as it is. */
@Tag("docker")
class GrafanaContainerTest {

    private static final Path PROVISIONING = Path.of("../grafana/provisioning");
    private static final String PASSWORD = "of-a-container-that-ends-with-the-test";

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void provisioning_asComposeMountsIt_givesEveryDashboardSourceAndRule() throws Exception {
        DockerImageName image = Image.GRAFANA.orSkip();
        try (GenericContainer<?> grafana = new GenericContainer<>(image)
                .withEnv("GF_SECURITY_ADMIN_PASSWORD", PASSWORD)
                .withEnv("GF_ANALYTICS_REPORTING_ENABLED", "false")
                .withEnv("SOAKLINE_GRAFANA_INFLUX_URL", "http://influxdb:8086")
                .withCopyFileToContainer(MountableFile.forHostPath(PROVISIONING), "/etc/grafana/provisioning")
                .withExposedPorts(3000)
                .waitingFor(Wait.forHttp("/api/health"))) {
            grafana.start();
            String url = "http://" + grafana.getHost() + ":" + grafana.getMappedPort(3000);

            Set<String> expected = new TreeSet<>();
            try (Stream<Path> files = Files.walk(PROVISIONING.resolve("dashboards"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    expected.add(mapper.readTree(file.toFile()).path("uid").asText());
                }
            }
            assertThat(uids(get(url, "/api/search?type=dash-db"))).isEqualTo(expected);
            assertThat(uids(get(url, "/api/datasources")))
                    .containsExactly("soakline-influx", "soakline-influx3", "soakline-questdb");
            assertThat(uids(get(url, "/api/v1/provisioning/alert-rules")))
                    .hasSameSizeAs(Files.readAllLines(PROVISIONING.resolve("alerting/soakline.yaml")).stream()
                            .filter(line -> line.strip().startsWith("- uid: "))
                            .toList());
        }
    }

    private static Set<String> uids(JsonNode list) {
        Set<String> uids = new TreeSet<>();
        list.forEach(item -> uids.add(item.path("uid").asText()));
        return uids;
    }

    private JsonNode get(String url, String path) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .header("Authorization", "Basic " + credentials)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return mapper.readTree(response.body());
    }
}
