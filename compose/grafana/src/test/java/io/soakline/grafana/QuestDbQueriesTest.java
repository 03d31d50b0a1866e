package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the QuestDB dashboards against the real store. */
class QuestDbQueriesTest {

    @TempDir
    Path folder;

    @Test
    void queries_givenPointsOfEveryMeasurement_fillEveryColumn() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TableDdl.statements())) {
            Http.post(store.url() + "/api/v2/write?org=o&bucket=b&precision=ns", String.join("\n", Feed.lines()));
            TableDdl.tables().forEach(store::awaitTable);

            assertThat(PanelQueries.gaps(
                            Store.QUESTDB,
                            new Macros(Feed.FROM, Feed.TO),
                            query -> Answer.ofQuestDb(mapper.readTree(store.query(query)))))
                    .isEmpty();
        }
    }
}
