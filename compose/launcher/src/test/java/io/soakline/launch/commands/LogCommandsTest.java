package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.broker.process.BrokerProcess;
import io.soakline.broker.process.BrokerProcessSettings;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Home;
import io.soakline.launch.Metrics;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.log.ExampleRecords;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Baseline;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.Severity;
import io.soakline.statistics.LatencySketch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The commands about what is on the log, against a real broker. Needs the broker's jar, as a build of the whole has it. */
class LogCommandsTest {

    private static final long START = ExampleRecords.START;
    private static final long PANE = ExampleRecords.PANE;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerProcess broker;

    @SuppressWarnings("NullAway.Init") // set before each test
    private KafkaSettings kafka;

    @BeforeAll
    static void start() throws Exception {
        Home home = new Home(Path.of("").toAbsolutePath().resolve("../..").normalize());
        broker = BrokerProcess.start(BrokerProcessSettings.of(
                folder.resolve("broker"), home.classPath("compose/broker"), folder.resolve("cache")));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Topics of its own for each test. */
    @BeforeEach
    void createTopics(TestInfo test) {
        String prefix = test.getTestMethod().orElseThrow().getName().replaceAll("[^A-Za-z]", "") + ".";
        kafka = new KafkaSettings(broker.bootstrapServers(), prefix, Map.of());
        TopicAdmin.createTopics(kafka, 2, LIMIT);
    }

    private Invocation run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", kafka.bootstrapServers(), "--topic-prefix", kafka.topicPrefix()));
        return Invocation.of(all.toArray(String[]::new));
    }

    private <T extends SpecificRecordBase> void publish(Topic topic, String key, Class<T> type, T record) {
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            publisher.send(
                    new OutgoingRecord(topic, key, RecordCodec.of(type).encode(record)),
                    failure -> assertThat(failure).isNull());
            publisher.flush();
        }
    }

    private static LatencySketch sketch(double p50Nanos) {
        LatencySketch sketch = LatencySketch.empty();
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            sketch.accept(p50Nanos * Math.exp(0.05 * random.nextGaussian()));
        }
        return sketch;
    }

    private void learn(String engine, String device, boolean complete) {
        // Made first: it makes Avro trust our records.
        RecordCodec<Baseline> unused = RecordCodec.of(Baseline.class);
        Baseline baseline = Baseline.newBuilder()
                .setEngineId("0123456789abcdef" + engine)
                .setEngineName(engine)
                .setDeviceId(device)
                .setRunId("run-1")
                .setPinned(false)
                .setComplete(complete)
                .setFromNanos(START)
                .setToNanos(START + 360 * PANE)
                .setPanes(360)
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(ByteBuffer.wrap(sketch(1.4e6).encode()))
                .setDetector(Map.of("level.centre", 14.15))
                .setWrittenAtNanos(START + 361 * PANE)
                .build();
        publish(Topic.BASELINES, Keys.of(baseline), Baseline.class, baseline);
    }

    private JsonNode json(Invocation run) throws IOException {
        assertThat(run.exit()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void baseline_learntPinnedAndCleared_isShownAsItIs() throws Exception {
        assertThat(run("baseline", "show").out()).contains("no reference of any engine on any device");
        learn("tvm", "bench", true);
        learn("autotvm", "bench", true);
        learn("tvm", "orin", false);

        Invocation shown = run("baseline", "show");
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out().lines()).hasSize(4);
        assertThat(shown.out()).containsPattern("tvm +orin +learning +360 +1,\\d{3} µs +1,\\d{3} µs  2023-11-14T");
        assertThat(json(run("baseline", "show", "--json", "--engine", "tvm"))).hasSize(2);
        assertThat(json(run("baseline", "show", "--json", "--engine", "012345")))
                .hasSize(3);

        JsonNode pinned = json(run("baseline", "pin", "--engine", "tvm", "--note", "release 1.4", "--json"));
        assertThat(pinned).singleElement().satisfies(one -> {
            assertThat(one.get("state").asText()).isEqualTo("pinned");
            assertThat(one.get("by").asText()).isEqualTo("release 1.4");
            assertThat(one.get("device").asText()).isEqualTo("bench");
        });
        assertThat(run("baseline", "show", "--engine", "tvm", "--device", "bench")
                        .out())
                .contains("pinned by release 1.4");

        Invocation cleared = run("baseline", "clear", "--device", "bench");
        assertThat(cleared.out()).isEqualTo("cleared autotvm on bench\ncleared tvm on bench\n");
        assertThat(json(run("baseline", "show", "--json")))
                .singleElement()
                .satisfies(one -> assertThat(one.get("device").asText()).isEqualTo("orin"));
    }

    @Test
    void pin_givenRun_makesTheReferenceFromItsPanes() throws Exception {
        publish(Topic.RUNS, "run-7", Run.class, soaked());
        for (int pane = 0; pane < 30; pane++) {
            publish(Topic.PANES, "bench", PaneRecord.class, pane("run-7", pane));
            publish(Topic.PANES, "bench", PaneRecord.class, pane("other", pane));
        }

        JsonNode pinned = json(run("baseline", "pin", "--run", "run-7", "--note", "by hand", "--json"));

        assertThat(pinned).singleElement().satisfies(one -> {
            assertThat(one.get("engine").asText()).isEqualTo("cls-tvm");
            assertThat(one.get("panes").asInt()).isBetween(12, 30);
            assertThat(one.get("p50Nanos").asDouble()).isBetween(1.35e6, 1.45e6);
            assertThat(one.get("state").asText()).isEqualTo("pinned");
        });
    }

    @Test
    void pin_givenRunThatIsTooShortOrUnknown_saysSo() {
        publish(Topic.RUNS, "run-7", Run.class, soaked());
        publish(Topic.PANES, "bench", PaneRecord.class, pane("run-7", 0));

        Invocation shortRun = run("baseline", "pin", "--run", "run-7");
        assertThat(shortRun.exit()).isEqualTo(3);
        assertThat(shortRun.err())
                .contains("run run-7 has 1 panes of 20 inferences or more; a reference takes 12: soak for longer");
        assertThat(run("baseline", "pin", "--run", "nobody").err()).contains("no run nobody on ");
        assertThat(run("baseline", "pin").err()).contains("no reference of any engine on any device to pin");
        assertThat(run("baseline", "pin", "--run", "run-7", "--engine", "tvm").exit())
                .isEqualTo(2);
    }

    @Test
    void clear_givenNoChoice_asksForOne() {
        assertThat(run("baseline", "clear").exit()).isEqualTo(2);
        assertThat(run("baseline", "clear", "--all", "--engine", "x").exit()).isEqualTo(2);
        assertThat(run("baseline", "clear", "--engine", "x").err()).contains("no reference of engine x on any device");
    }

    @Test
    void gate_givenTopics_judgesTheirRuns() {
        publish(Topic.RUNS, "run-7", Run.class, soaked());

        Invocation all = run("gate");
        assertThat(all.exit()).isEqualTo(1);
        assertThat(all.out()).contains("failed      every run can be judged: 1 of 1: cls-tvm, no statistics");
        assertThat(run("gate", "--run", "run-8").err()).contains("no run run-8 on ");
    }

    @Test
    void sample_givenKafka_writesTheHostsSamplesToIt() {
        System.setProperty("soakline.home", folder.toString());

        Invocation sample = run("sample", "--for", "1s", "--every", "20ms", "--device", "bench-9");

        assertThat(sample.exit()).as(sample.err()).isZero();
        assertThat(KafkaTail.snapshot(kafka, Topic.DEVICES))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo("bench-9"));
    }

    private void ring(String key, String device) {
        Alert alert = ExampleRecords.alert(key, AlertState.FIRING, START);
        alert.setKind("latency-drift/P99");
        alert.setSubject("tvm");
        alert.setDeviceId(device);
        alert.setSeverity(Severity.WARNING);
        alert.setEvidence("p99 went up");
        publish(Topic.ALERTS, key, Alert.class, alert);
    }

    private JsonNode json(String... arguments) throws Exception {
        Invocation run = run(arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void alerts_givenAcknowledgement_showItToEverybody() throws Exception {
        assertThat(run("alerts", "list").out()).isEqualTo("no alert is pending or firing\n");
        ring("drift/tvm", "bench-1");

        assertThat(run("alerts", "ack", "drift/none").err()).contains("no alert drift/none is pending or firing");
        Invocation ack = run("alerts", "ack", "drift/tvm", "--by", "ann", "--reason", "new board");
        JsonNode listed = json("alerts", "list", "--json");

        assertThat(ack.exit()).as(ack.err()).isZero();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("key").asText()).isEqualTo("drift/tvm");
        assertThat(listed.get(0).path("ack").path("by").asText()).isEqualTo("ann");
        assertThat(listed.get(0).path("ack").path("reason").asText()).isEqualTo("new board");
        assertThat(listed.get(0).path("silence").isNull()).isTrue();
        assertThat(run("alerts", "list").out()).contains("firing", "ack ann", "drift/tvm");
    }

    @Test
    void alerts_givenSilence_holdItUntilItIsEnded() throws Exception {
        ring("drift/tvm", "bench-1");
        ring("drift/ort", "other");
        assertThat(run("alerts", "silences").out()).isEqualTo("no silence is on\n");

        Invocation silence = run("alerts", "silence", "--device", "bench-*", "--for", "2h", "--reason", "move");
        JsonNode silences = json("alerts", "silences", "--json");
        JsonNode held = json("alerts", "list", "--json");

        assertThat(silence.exit()).as(silence.err()).isZero();
        assertThat(silences).hasSize(1);
        String id = silences.get(0).path("id").asText();
        assertThat(silence.out()).contains("soakline alerts unsilence " + id);
        assertThat(silences.get(0).path("device").asText()).isEqualTo("bench-*");
        assertThat(held)
                .anySatisfy(alert -> {
                    assertThat(alert.path("key").asText()).isEqualTo("drift/tvm");
                    assertThat(alert.path("silence").path("reason").asText()).isEqualTo("move");
                })
                .anySatisfy(alert -> {
                    assertThat(alert.path("key").asText()).isEqualTo("drift/ort");
                    assertThat(alert.path("silence").isNull()).isTrue();
                });

        assertThat(run("alerts", "unsilence", "zzzz").err()).contains("no silence zzzz is on");
        Invocation end = run("alerts", "unsilence", id.substring(0, 8));
        assertThat(end.exit()).as(end.err()).isZero();
        assertThat(end.out()).contains("ended the silence of device bench-*");
        assertThat(json("alerts", "silences", "--json")).isEmpty();
        assertThat(json("alerts", "list", "--json"))
                .allSatisfy(alert -> assertThat(alert.path("silence").isNull()).isTrue());
    }

    @Test
    void metrics_givenPort_areThereForPrometheus() throws Exception {
        Settings settings =
                Settings.load(Map.of(SettingKey.METRICS_PORT, "0"), Map.of("XDG_CONFIG_HOME", folder.toString()));

        try (Metrics metrics = Metrics.start(kafka, Metrics.wanted(settings).orElseThrow())) {
            assertThat(metrics.place()).startsWith("metrics for Prometheus on http://127.0.0.1:");
            URI url = URI.create(metrics.place().substring(metrics.place().lastIndexOf(' ') + 1));
            HttpResponse<String> scraped = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(scraped.statusCode()).isEqualTo(200);
            assertThat(scraped.body()).contains("soakline_metrics_");
        }
    }

    @Test
    void sink_givenNothingToWriteTo_saysWhatThereIs() {
        assertThat(run("sink").err())
                .contains("where to? give --influx-url", "--metrics-port", "OTEL_EXPORTER_OTLP_ENDPOINT")
                .hasLineCount(1);
    }

    @Test
    void replay_givenEmptyLog_saysThatThereIsNothing() {
        Invocation replay = run("replay");

        assertThat(replay.exit()).isEqualTo(3);
        assertThat(replay.err()).contains("there is no pane on ").hasLineCount(1);
    }

    @Test
    void commands_givenNoBroker_sayWhichInOneLine() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        for (List<String> command : List.of(List.of("baseline", "show"), List.of("replay"), List.of("gate"))) {
            List<String> arguments = new ArrayList<>(command);
            arguments.addAll(List.of("--kafka", "127.0.0.1:" + nobody));
            Invocation run = Invocation.of(arguments.toArray(String[]::new));
            assertThat(run.exit()).as(run.out()).isEqualTo(3);
            assertThat(run.err()).contains("127.0.0.1:" + nobody).hasLineCount(1);
        }
        assertThat(Invocation.of("replay").err()).contains("which Kafka?");
    }

    private static Run soaked() {
        Run run = ExampleRecords.run("run-7", "tvm");
        run.setDeviceId("bench");
        return run;
    }

    private static PaneRecord pane(String runId, int index) {
        PaneRecord pane = ExampleRecords.pane(runId, index, 1_000);
        pane.setDeviceId("bench");
        pane.setEngineId("e-tvm");
        pane.setSketchFormat(LatencySketch.FORMAT);
        pane.setLatencySketch(ByteBuffer.wrap(sketch(1.4e6 * (1 + 0.002 * ((index * 7) % 5 - 2)))
                .encode()));
        return pane;
    }
}
