package io.soakline.grafana;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /** What a demo need not give, and why not. */
    private static final Map<String, String> NOT_IN_EVERY_DEMO = Map.ofEntries(
            entry("Device and power / Power 1", "virtual machines have no such sensor"),
            entry("Device and power / Power from energy counters 1", "as above"),
            entry("Device and power / Energy per inference 1", "as above"),
            entry("Device and power / Energy per inference, net of idle 1", "as above"),
            entry("Device and power / How energy was told, and its doubts 1", "as above"),
            entry("Device and power / Temperature 1", "as above"),
            entry("Device and power / Utilisation of the GPU 1", "the demo runs on the CPU"),
            entry("Engine / Latency 1", "p999 is refused where a slow machine gives too few samples"),
            entry("Hour by hour / Highest p99.9 of an hour 1", "as above"),
            entry("Hour by hour / p99.9 of each hour 1", "as above"),
            entry("Engine / p99 of each phase 1", "a CPU has no clock of its own"),
            entry("Engine / Where the latency goes 1", "as above"),
            entry("Engine / Conditions that the policy asks for 1", "not every condition has a value and a limit"),
            entry("Fleet / Whether each run keeps the policy's conditions 1", "nothing to say where all are kept"),
            entry("Engine / Bounds on the worst case, by chance per inference 1", "refused below 120 panes"),
            entry("Pipeline health / Ends of runs 1", "a run that ended well has no reason"),
            entry("Pipeline health / Changes of alerts 1", "contention has no log evidence, drift has"),
            entry("rule latency-drift", "the disturbance may be put down to the shared core instead"),
            entry("rule core-contention", "and the other way round"));

    @TempDir
    Path folder;

    @Test
    void queries_ofInfluxDb_areAnsweredAfterADemo() throws Exception {
        try (InfluxServer server = InfluxServer.startOrSkip(folder)) {
            demo(Map.of("SOAKLINE_INFLUX_API", "v1"), "--influx-url", server.url());

            assertAnswered(PanelQueries.gaps(Store.INFLUXDB, lastHour(), server::ask));
        }
    }

    @Test
    void queries_ofQuestDb_areAnsweredAfterADemo() throws Exception {
        demo(Map.of(), "--data", folder.toString());

        try (QuestDbServer server = QuestDbServer.start(folder.resolve("store"))) {
            assertAnswered(PanelQueries.gaps(Store.QUESTDB, lastHour(), server::ask));
        }
    }

    /** What dashboards show unless asked for another time. */
    private static Macros lastHour() {
        Instant now = Instant.now();
        return new Macros(now.minus(Duration.ofHours(1)), now);
    }

    private static void assertAnswered(Map<String, List<String>> gaps) {
        gaps.forEach((query, columns) -> System.out.println(query + ": " + columns));
        gaps.keySet().removeAll(NOT_IN_EVERY_DEMO.keySet());
        assertThat(gaps).isEmpty();
    }

    /** Its exit code is not asked: on a slow machine an engine may get too few samples for a verdict. */
    private void demo(Map<String, String> environment, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty(PROGRAM), "demo", "--for", "90s", "--disturb", "cpu@30s+30s"));
        // Periodic, so that there are idle gaps; as often as the quantile 99.9 % needs.
        command.addAll(List.of("--load", "periodic:5ms", "--waiting", "park", "--deadline", "20ms", "--port", "0"));
        command.addAll(List.of(more));
        Path log = folder.resolve("demo.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        assertThat(exit).as(Files.readString(log)).isLessThan(2);
    }
}
