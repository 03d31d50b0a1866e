package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the QuestDB dashboards against the real store, through the protocol that Grafana speaks to it. */
class QuestDbQueriesTest {

    @TempDir
    Path folder;

    @Test
    void queries_givenPointsOfEveryMeasurement_fillEveryColumn() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TableDdl.statements())) {
            Http.post(store.url() + "/api/v2/write?org=o&bucket=b&precision=ns", String.join("\n", Feed.lines()));
            TableDdl.tables().forEach(store::awaitTable);
        }
        try (QuestDbServer server = QuestDbServer.start(folder)) {
            assertThat(PanelQueries.gaps(Store.QUESTDB, new Macros(Feed.FROM, Feed.TO), server::ask))
                    .isEmpty();
        }
    }
}
