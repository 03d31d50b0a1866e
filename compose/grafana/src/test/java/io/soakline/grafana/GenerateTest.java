package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GenerateTest {

    private static final Path PROVISIONING = Path.of("provisioning");

    @Test
    void files_givenTheSource_areThoseCheckedIn() throws IOException {
        Map<String, String> checkedIn = new TreeMap<>();
        for (String generated : List.of("dashboards/influxdb", "dashboards/questdb", "alerting")) {
            try (Stream<Path> paths = Files.list(PROVISIONING.resolve(generated))) {
                for (Path path : paths.toList()) {
                    checkedIn.put(generated + "/" + path.getFileName(), Files.readString(path));
                }
            }
        }

        assertThat(checkedIn)
                .as("run io.soakline.grafana.Generate compose/grafana/provisioning")
                .isEqualTo(Generate.files());
    }

    @Test
    void dashboards_givenAnyStore_haveDistinctUidsAndOnlyProvisionedSources() throws IOException {
        Set<String> sources = sources();
        Set<String> uids = new HashSet<>();
        for (Map.Entry<String, String> file : Generate.files().entrySet()) {
            if (file.getKey().endsWith(".json")) {
                JsonNode dashboard = new ObjectMapper().readTree(file.getValue());
                assertThat(uids.add(dashboard.path("uid").asText()))
                        .as(file.getKey())
                        .isTrue();
                assertThat(dashboard.findValues("datasource"))
                        .as(file.getKey())
                        .isNotEmpty()
                        .allSatisfy(source ->
                                assertThat(sources).contains(source.path("uid").asText()));
            }
        }
    }

    @Test
    void variables_narrowThoseAfterThemOfTheSameMeasurement() {
        Dashboard engine = EngineDashboard.make();

        assertThat(engine.given(Dashboard.RUN)).extracting(Query.Chosen::tag).containsExactly("device", "engine");
        assertThat(engine.given(Dashboard.DEVICE)).isEmpty();
        assertThat(engine.given(Dashboard.WINDOW)).isEmpty();
        assertThat(DeviceDashboard.make().given(Dashboard.SENSOR)).isEmpty();
    }

    @Test
    void rules_givenTheFile_askProvisionedSourcesAndPointToDashboards() throws IOException {
        Set<String> dashboards = Dashboards.all().stream()
                .map(dashboard -> DashboardJson.uid(dashboard.name(), Store.INFLUXDB))
                .collect(Collectors.toSet());
        JsonNode rules = new YAMLMapper().readTree(AlertRules.yaml()).at("/groups/0/rules");

        assertThat(rules).hasSize(AlertRules.all().size());
        for (JsonNode rule : rules) {
            assertThat(dashboards).contains(rule.path("dashboardUid").asText());
            assertThat(rule.at("/data/0/datasourceUid").asText()).isEqualTo(Store.INFLUXDB.uid());
            assertThat(rule.at("/data/0/model/query").asText()).contains("$timeFilter");
        }
    }

    @Test
    void sources_givenTheFiles_holdNoSecret() throws IOException {
        for (JsonNode source : provisionedSources()) {
            source.path("secureJsonData")
                    .forEach(secret -> assertThat(secret.asText()).contains("$GF_SOAKLINE_"));
        }
    }

    private static Set<String> sources() throws IOException {
        return provisionedSources().stream()
                .map(source -> source.path("uid").asText())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> provisionedSources() throws IOException {
        try (Stream<Path> paths = Files.list(PROVISIONING.resolve("datasources"))) {
            List<JsonNode> sources = new ArrayList<>();
            for (Path path : paths.toList()) {
                new YAMLMapper().readTree(path.toFile()).path("datasources").forEach(sources::add);
            }
            return sources;
        }
    }
}
