package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.WindowStats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import reactor.test.StepVerifier;

/** The contract with a real InfluxDB 1.x, where there is one. */
class InfluxdSinkTest extends SinkContract {

    private static final String DATABASE = "soak line";

    @Override
    StoreUnderTest start(Path folder) throws IOException {
        Optional<Path> executable = Influxd.executable();
        assumeTrue(
                executable.isPresent(),
                "influxd is not on the PATH, so the sink is not held to a real InfluxDB; Debian's package is influxdb");
        return new Server(Influxd.start(executable.orElseThrow(), folder));
    }

    @Test
    void write_givenNoDatabaseYet_makesItWithTheRetentionAskedFor() throws Exception {
        Server server = (Server) store;
        InfluxSettings settings = settings("made").with(new Retention(Duration.ofDays(30), Duration.ZERO));

        try (InfluxWriter writer = new InfluxWriter(settings)) {
            StepVerifier.create(writer.write(List.of("m v=1i 1"))).verifyError(PointWriter.Refused.class);
        }

        assertThat(server.query("SHOW RETENTION POLICIES ON \"made\"", "").toString())
                .contains("[\"autogen\",\"720h0m0s\",");
    }

    @Test
    void write_givenNoRetentionPolicyYet_makesIt() throws Exception {
        Server server = (Server) store;
        InfluxSettings settings = settings("policed").with(new InfluxSettings.Database("policed", "a \"long\" while"));

        try (InfluxWriter writer = new InfluxWriter(settings)) {
            StepVerifier.create(writer.write(List.of("m v=7i " + SampleRecords.T0)))
                    .verifyComplete();
        }

        assertThat(server.query("SELECT v FROM \"policed\".\"a \\\"long\\\" while\".m", "policed")
                        .toString())
                .contains("[" + SampleRecords.T0 + ",7]");
    }

    @Test
    void sink_givenAPlaceForTheLongTerm_keepsThereWhatTheDetailIsTooOldFor(TestInfo test) throws Exception {
        TestLog log = log(test);
        InfluxSettings settings = settings("tiers")
                .with(new Retention(Duration.ofDays(7), Duration.ofDays(36_500)))
                .withLongTerm(new InfluxSettings.Database("tiers", "for long"))
                .withHealth(Duration.ZERO);
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        long now = System.currentTimeMillis() * 1_000_000;
        log.publish(
                Topic.WINDOWS,
                codec.encode(SampleRecords.worseHour(now - Duration.ofDays(30).toNanos())),
                codec.encode(SampleRecords.hourWindow(now)));

        try (InfluxSink sink = InfluxSink.start(log.kafka, settings)) {
            assertThat(sink.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            assertThat(sink.recordsBuried()).isEqualTo(1);
        }

        Server server = (Server) store;
        String counted = "SELECT count(latencyMaxNanos), max(latencyMaxNanos) FROM ";
        long latest = SampleRecords.hourWindow(now).getLatencyMaxNanos();
        assertThat(server.query(counted + "windows", "tiers").toString()).contains(",1," + latest + "]");
        assertThat(server.query(counted + "hours", "tiers").toString()).contains(",1," + latest + "]");
        assertThat(server.query(counted + "\"for long\".hours", "tiers").toString())
                .contains(",2," + SampleRecords.WORSE_NANOS + "]");
        assertThat(server.query(counted + "\"for long\".windows", "tiers").toString())
                .doesNotContain("series");
        assertThat(server.query("SHOW RETENTION POLICIES ON \"tiers\"", "").toString())
                .contains("[\"autogen\",\"168h0m0s\",", "[\"for long\",\"876000h0m0s\",");
    }

    @Test
    void write_withThePathOfLaterVersions_saysWhichSettingIsMissing() {
        try (InfluxWriter writer =
                new InfluxWriter(InfluxSettings.embedded(store.settings().url()))) {
            StepVerifier.create(writer.write(List.of("m v=7i 1")))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("SOAKLINE_INFLUX_API=v1"));
        }
    }

    private InfluxSettings settings(String database) {
        return store.settings().with(new InfluxSettings.Database(database, ""));
    }

    private static final class Server extends InfluxQlStore {

        private final Influxd influxd;

        private Server(Influxd influxd) {
            this.influxd = influxd;
        }

        @Override
        public InfluxSettings settings() {
            return InfluxSettings.embedded(influxd.url()).with(new InfluxSettings.Database(DATABASE, ""));
        }

        @Override
        public void stop() {
            influxd.kill();
        }

        @Override
        public void restart() throws IOException {
            influxd.restart();
        }

        @Override
        public void close() {
            influxd.close();
        }
    }
}
