package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the QuestDB dashboards against the real store. */
class QuestDbQueriesTest {

    @TempDir
    Path folder;

    @Test
    void queries_givenPointsOfEveryMeasurement_returnRows() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TableDdl.statements())) {
            Http.post(store.url() + "/api/v2/write?org=o&bucket=b&precision=ns", String.join("\n", Feed.lines()));
            TableDdl.tables().forEach(store::awaitTable);
            List<String> empty = new ArrayList<>();
            for (Map.Entry<String, String> query :
                    PanelQueries.of(Store.QUESTDB).entrySet()) {
                JsonNode answer = new ObjectMapper().readTree(store.query(Macros.sql(query.getValue())));
                if (answer.path("dataset").isEmpty()) {
                    empty.add(query.getKey() + ": " + answer.path("error").asText("no rows") + " in "
                            + Macros.sql(query.getValue()));
                }
            }
            assertThat(empty).isEmpty();
        }
    }
}
