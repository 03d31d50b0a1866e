package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every InfluxQL query of dashboards and alert rules against a real influxd 1.x, where there is one. */
class InfluxQueriesTest {

    @TempDir
    Path folder;

    @Test
    void queries_givenPointsOfEveryMeasurement_returnRows() throws Exception {
        Optional<Path> influxd = InfluxServer.executable();
        assumeTrue(influxd.isPresent(), "influxd is not on the PATH; Debian has it as influxdb");
        try (InfluxServer server = InfluxServer.start(influxd.orElseThrow(), folder)) {
            Http.postForm(server.url() + "/query", "q", "CREATE DATABASE soakline");
            Http.post(server.url() + "/write?db=soakline&precision=ns", String.join("\n", Feed.lines()));
            Map<String, String> queries = PanelQueries.of(Store.INFLUXDB);
            AlertRules.all().forEach(rule -> queries.put("rule " + rule.name(), rule.query()));

            List<String> empty = new ArrayList<>();
            for (Map.Entry<String, String> query : queries.entrySet()) {
                String influxQl = Macros.influxQl(query.getValue());
                JsonNode result = new ObjectMapper()
                        .readTree(Http.postForm(server.url() + "/query?db=soakline", "q", influxQl))
                        .at("/results/0");
                if (result.at("/series/0/values").isEmpty()) {
                    empty.add(query.getKey() + ": " + result.path("error").asText("no rows") + " in " + influxQl);
                }
            }
            assertThat(empty).isEmpty();
        }
    }
}
