package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every InfluxQL query of dashboards and alert rules against a real influxd 1.x, where there is one. */
class InfluxQueriesTest {

    @TempDir
    Path folder;

    @Test
    void queries_givenPointsOfEveryMeasurement_fillEveryColumn() throws Exception {
        try (InfluxServer server = InfluxServer.startOrSkip(folder)) {
            server.ask("CREATE DATABASE soakline");
            Http.post(server.url() + "/write?db=soakline&precision=ns", String.join("\n", Feed.lines()));

            assertThat(PanelQueries.gaps(Store.INFLUXDB, new Macros(Feed.FROM, Feed.TO), server::ask))
                    .isEmpty();
        }
    }
}
