package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every InfluxQL query of dashboards and alert rules against a real influxd 1.x, where there is one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfluxQueriesTest {

    private static final Macros MACROS = new Macros(Feed.FROM, Feed.TO);

    private @Nullable InfluxServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = InfluxServer.startOrSkip(folder);
        ask("CREATE DATABASE soakline");
        Http.post(server.url() + "/write?db=soakline&precision=ns", String.join("\n", Feed.lines()));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Answer ask(String influxQl) throws Exception {
        return Objects.requireNonNull(server).ask(influxQl);
    }

    @Test
    void queries_givenPointsOfEveryMeasurement_fillEveryColumn() throws Exception {
        assertThat(PanelQueries.gaps(Store.INFLUXDB, MACROS, this::ask)).isEmpty();
    }

    @Test
    void heatMap_hasASeriesForEachBucketAndCountsEveryInferenceOnce() throws Exception {
        Answer answer = ask(MACROS.expand(Store.INFLUXDB.text(EngineDashboard.histogram())));

        assertThat(answer.column("upToNanos")).containsExactlyInAnyOrderElementsOf(Feed.BUCKETS);
        assertThat(answer.sum("inferences")).isEqualTo(Feed.inBuckets()).isPositive();
    }
}
