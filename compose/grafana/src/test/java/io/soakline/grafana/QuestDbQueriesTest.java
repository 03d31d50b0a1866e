package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the QuestDB dashboards against the real store, through the protocol that Grafana speaks to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestDbQueriesTest {

    private static final Macros MACROS = new Macros(Feed.FROM, Feed.TO);

    private @Nullable QuestDbServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TableDdl.statements())) {
            Http.post(store.url() + "/api/v2/write?org=o&bucket=b&precision=ns", String.join("\n", Feed.lines()));
            TableDdl.tables().forEach(store::awaitTable);
        }
        server = QuestDbServer.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private Answer ask(String sql) {
        return Objects.requireNonNull(server).ask(sql);
    }

    @Test
    void queries_givenPointsOfEveryMeasurement_fillEveryColumn() throws Exception {
        assertThat(PanelQueries.gaps(Store.QUESTDB, MACROS, this::ask)).isEmpty();
    }

    /** Of three columns, Grafana makes one for each metric, named by it. */
    @Test
    void heatMap_hasAMetricForEachBucketAndCountsEveryInferenceOnce() {
        Answer answer = ask(MACROS.expand(Store.QUESTDB.text(EngineDashboard.histogram())));

        assertThat(answer.columns().keySet()).containsExactly("time", "metric", "inferences");
        assertThat(new HashSet<>(answer.column("metric"))).containsExactlyInAnyOrderElementsOf(Feed.BUCKETS);
        assertThat(answer.sum("inferences")).isEqualTo(Feed.inBuckets()).isPositive();
    }
}
