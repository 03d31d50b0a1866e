package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.soakline.record.WindowStats;
import io.soakline.store.EmbeddedStore;
import io.soakline.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The points against the real store: what is written is what is found. */
@ExtendWith(SharedStore.class)
class QuestDbTest {

    private EmbeddedStore store;
    private InfluxWriter writer;

    @BeforeEach
    void empty(EmbeddedStore shared) throws StoreException {
        store = shared;
        SharedStore.empty(store);
        writer = new InfluxWriter(InfluxSettings.embedded(store.url()));
    }

    @AfterEach
    void stop() {
        writer.close();
    }

    @Test
    void points_writtenTwice_areThereOnceWithAllTheirNanosecondsAndFields() throws StoreException {
        List<Point> points = SampleRecords.points();

        write(points);
        write(points);

        Map<String, Long> expected = new TreeMap<>();
        points.forEach(point -> expected.merge(point.measurement().table(), 1L, Long::sum));
        for (String table : TableDdl.tables()) {
            store.awaitTable(table);
            assertThat(store.count(table)).as(table).isEqualTo(expected.get(table));
        }
        assertThat(store.query(
                        "SELECT timestamp, run, engine, latencyP99Nanos, inferences, verdictReason FROM windows"))
                .contains("[\"2025-11-24T16:00:00.123456789Z\",\"run-1\",\"tvm, tuned\",6000000.0,12345,"
                        + "\"p99 within 3 % of \\\"normal\\\"\"]");
    }

    @Test
    void run_writtenAgainWhenItEnds_isStillOneRow() throws StoreException {
        write(PointMapping.of(SampleRecords.startedRun()));
        write(PointMapping.of(SampleRecords.endedRun()));
        store.awaitTable("runs");

        assertThat(store.query("SELECT count(), max(exit), max(produced) FROM runs WHERE run = 'run-1'"))
                .contains("[[1,\"FAILED\",12345]]");
    }

    @Test
    void anyText_isFoundAsItWasWritten() throws StoreException {
        long seed = 4_711;
        Random random = new Random(seed);
        List<Point> points = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String tag = "t" + i + LineProtocolTest.text(random);
            String text = "x" + LineProtocolTest.text(random);
            points.add(new Point(Measurement.ALERTS, i)
                    .tag("alert", tag)
                    .tag("kind", "text")
                    .tag("subject", "s")
                    .text("evidence", text));
            expected.add(List.of(LineProtocolTest.clean(tag).replace('\\', '/'), LineProtocolTest.clean(text)));
        }

        write(points);
        store.awaitTable("alerts");

        String answer = store.query("SELECT alert, evidence FROM alerts WHERE kind = 'text' ORDER BY timestamp");
        List<List<String>> found = new ArrayList<>();
        for (JsonElement row : JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("dataset")) {
            JsonArray cells = row.getAsJsonArray();
            found.add(List.of(cells.get(0).getAsString(), cells.get(1).getAsString()));
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void point_thatTheStoreRefuses_doesNotTakeItsBatchWithIt() throws StoreException {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String value = i == 33 ? "\"not a number\"" : i + "i";
            lines.add(new Line("conflict,run=r v=" + value + " " + (SampleRecords.T0 + i), source));
        }

        StepVerifier.create(new Delivery(writer, Schedulers.parallel(), () -> 0).deliver(lines))
                .assertNext(outcome -> assertThat(outcome.refused())
                        .singleElement()
                        .satisfies(refusal -> {
                            assertThat(refusal.line()).isEqualTo(lines.get(33));
                            assertThat(refusal.reason()).contains("HTTP 400").contains("cast error");
                        }))
                .verifyComplete();
        store.awaitTable("conflict");
        assertThat(store.count("conflict")).isEqualTo(49);
    }

    @Test
    void tables_givenARetention_dropDaysOfDetailAndKeepTheHours(@TempDir Path folder) throws StoreException {
        Retention retention = new Retention(Duration.ofDays(30), Duration.ZERO);
        // The clock of the wall counts too: both days are in the past, and only one is long gone.
        long nowNanos = System.currentTimeMillis() * 1_000_000;
        long longAgoNanos = nowNanos - Duration.ofDays(40).toNanos();
        try (EmbeddedStore kept = EmbeddedStore.start(folder, 0, TableDdl.statements(retention));
                InfluxWriter to = new InfluxWriter(InfluxSettings.embedded(kept.url()))) {
            for (WindowStats window :
                    List.of(SampleRecords.worseHour(longAgoNanos), SampleRecords.hourWindow(nowNanos))) {
                to.write(WindowPoints.of(window).stream()
                                .map(LineProtocol::line)
                                .toList())
                        .block();
                kept.awaitTable("windows");
                kept.awaitTable("hours");
            }

            assertThat(kept.count("windows")).isEqualTo(1);
            assertThat(kept.count("hours")).isEqualTo(2);
            assertThat(kept.query("SELECT max(latencyMaxNanos) FROM hours"))
                    .contains("[[" + SampleRecords.WORSE_NANOS + "]]");
        }
        // Another one is taken at the next start.
        Retention longer = new Retention(Duration.ofDays(60), Duration.ofDays(900));
        try (EmbeddedStore kept = EmbeddedStore.start(folder, 0, TableDdl.statements(longer))) {
            TableDdl.tables().forEach(kept::awaitTable);
            assertThat(kept.query("SELECT table_name, ttlValue, ttlUnit FROM tables() WHERE table_name IN"
                            + " ('hours', 'windows') ORDER BY table_name"))
                    .contains("[[\"hours\",900,\"DAY\"],[\"windows\",60,\"DAY\"]]");
        }
    }

    private void write(List<Point> points) {
        writer.write(points.stream().map(LineProtocol::line).toList()).block();
    }

    /** A QuestDB of somebody else's, where nobody has made a table. */
    @Test
    void tables_areMadeBeforeTheFirstPoint(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                Map.of("SOAKLINE_INFLUX_API", "questdb", "SOAKLINE_INFLUX_RETENTION_DAYS", "30");
        List<Point> points = PointMapping.of(SampleRecords.endedRun());
        try (EmbeddedStore bare = EmbeddedStore.start(folder, 0, List.of());
                InfluxWriter to = new InfluxWriter(InfluxSettings.of(bare.url(), "-", "-", false, environment))) {
            to.write(points.stream().map(LineProtocol::line).toList()).block();
            to.write(points.stream().map(LineProtocol::line).toList()).block();
            bare.awaitTable("runs");
            assertThat(bare.count("runs")).isEqualTo(1);
            assertThat(bare.query("SELECT timestamp FROM runs")).contains("123456789Z");
            assertThat(bare.query("SHOW CREATE TABLE windows")).contains("TTL");
        }
    }
}
