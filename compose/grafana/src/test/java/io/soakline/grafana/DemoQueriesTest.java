package io.soakline.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of panels and rules after a real demo with a real disturbance. It takes minutes, so it runs on demand:
 * {@code ./mvnw -pl compose/grafana test -Dtest=DemoQueriesTest -Dsoakline.demo=$PWD/soakline}.
 */
@EnabledIfSystemProperty(
        named = DemoQueriesTest.PROGRAM,
        matches = ".+",
        disabledReason = "takes minutes; -Dsoakline.demo names the program to start")
class DemoQueriesTest {

    static final String PROGRAM = "soakline.demo";

    /** What a demo on one host without sensors of power and without a fault does not give. */
    private static final Map<String, String> NOT_IN_A_DEMO = Map.of();

    @TempDir
    Path folder;

    @Test
    void queries_ofInfluxDb_areAnsweredAfterADemo() throws Exception {
        try (InfluxServer server = InfluxServer.startOrSkip(folder)) {
            Instant from = Instant.now();
            demo(Map.of("SOAKLINE_INFLUX_API", "v1"), "--influx-url", server.url());

            assertAnswered(PanelQueries.gaps(Store.INFLUXDB, new Macros(from, Instant.now()), server::ask));
        }
    }

    @Test
    void queries_ofQuestDb_areAnsweredAfterADemo() throws Exception {
        Instant from = Instant.now();
        demo(Map.of(), "--data", folder.toString());

        ObjectMapper mapper = new ObjectMapper();
        try (EmbeddedStore store = EmbeddedStore.start(folder.resolve("store"), 0, TableDdl.statements())) {
            assertAnswered(PanelQueries.gaps(
                    Store.QUESTDB,
                    new Macros(from, Instant.now()),
                    query -> Answer.ofQuestDb(mapper.readTree(store.query(query)))));
        }
    }

    private static void assertAnswered(Map<String, List<String>> gaps) {
        gaps.forEach((query, columns) -> System.out.println(query + ": " + columns));
        gaps.keySet().removeAll(NOT_IN_A_DEMO.keySet());
        assertThat(gaps).isEmpty();
    }

    /** Its exit code is not asked: on a slow machine an engine may get too few samples for a verdict. */
    private void demo(Map<String, String> environment, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty(PROGRAM), "demo", "--for", "90s", "--disturb", "cpu@30s+30s"));
        command.addAll(List.of("--deadline", "20ms", "--port", "0"));
        command.addAll(List.of(more));
        Path log = folder.resolve("demo.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        assertThat(exit).as(Files.readString(log)).isLessThan(2);
    }
}
