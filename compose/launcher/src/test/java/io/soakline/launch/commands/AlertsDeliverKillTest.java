package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.soakline.broker.process.BrokerProcess;
import io.soakline.broker.process.BrokerProcessSettings;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Home;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.NoteKind;
import io.soakline.record.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * {@code soakline alerts deliver} in a process of its own, killed as {@code kill -9} does it and started again, between a
 * real broker and a server on loopback. Needs the broker's jar, as a build of the whole has it.
 */
class AlertsDeliverKillTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerProcess broker;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    /** Killed before the next message is answered. */
    private final AtomicReference<@Nullable Process> victim = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private KafkaSettings kafka;

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer receiver;

    private @Nullable Process delivery;

    @BeforeAll
    static void startBroker() throws Exception {
        Home home = new Home(Path.of("").toAbsolutePath().resolve("../..").normalize());
        broker = BrokerProcess.start(BrokerProcessSettings.of(
                folder.resolve("broker"), home.classPath("compose/broker"), folder.resolve("cache")));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        kafka = new KafkaSettings(broker.bootstrapServers(), prefix, Map.of());
        TopicAdmin.createTopics(kafka, 2, LIMIT);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        Files.writeString(
                targets(),
                String.join(
                        "\n",
                        "team.format=json",
                        "team.pending=true",
                        "team.url=http://127.0.0.1:" + receiver.getAddress().getPort()));
        deliver();
    }

    @AfterEach
    void stop() throws Exception {
        kill();
        receiver.stop(0);
    }

    private static Path targets() {
        return folder.resolve("targets.properties");
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            messages.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            Process now = victim.getAndSet(null);
            if (now != null) {
                now.destroyForcibly().onExit().join();
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void deliver() throws IOException {
        delivery = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // The start is what this test waits for most of its time.
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "alerts",
                        "deliver",
                        "--targets",
                        targets().toString(),
                        "--window",
                        "100ms",
                        "--kafka",
                        kafka.bootstrapServers(),
                        "--topic-prefix",
                        kafka.topicPrefix())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("delivery.log").toFile()))
                .start();
    }

    private void kill() throws InterruptedException {
        if (delivery != null) {
            delivery.destroyForcibly().waitFor();
        }
    }

    private void publish(String key, AlertState state) {
        // Made first: it makes Avro trust our records.
        RecordCodec<Alert> codec = RecordCodec.of(Alert.class);
        Alert alert = Alert.newBuilder()
                .setAlertKey(key)
                .setKind("latency-drift/P99")
                .setSubject("tvm")
                .setSeverity(Severity.WARNING)
                .setState(state)
                .setSinceNanos(1_700_000_000_000_000_000L)
                .setUpdatedAtNanos(1_700_000_060_000_000_000L)
                .setEvidence("p99 went up")
                .build();
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            publisher.send(
                    new OutgoingRecord(Topic.ALERTS, key, codec.encode(alert)),
                    failure -> assertThat(failure).isNull());
            publisher.flush();
        }
    }

    private JsonNode message() throws InterruptedException {
        JsonNode message = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(message)
                .as("a message within %s; its process says %s", LIMIT, folder)
                .isNotNull();
        return Objects.requireNonNull(message);
    }

    private static String told(JsonNode message) {
        assertThat(message.get("alerts")).hasSize(1);
        JsonNode alert = message.get("alerts").get(0);
        return alert.get("key").asText() + " " + alert.get("state").asText();
    }

    /** From then on a restart must not repeat it. */
    private void awaitNote(AlertState state) {
        RecordCodec<AlertNote> codec = RecordCodec.of(AlertNote.class);
        AlertNote note = KafkaTail.follow(kafka, Schedulers.immediate(), Topic.ALERT_NOTES)
                .ofType(KafkaTail.Records.class)
                .concatMap(batch -> Flux.fromIterable(batch.records()))
                .map(record -> decode(codec, record))
                .filter(read -> read.getKind() == NoteKind.TOLD && state.name().equals(read.getToldState()))
                .blockFirst(LIMIT);
        assertThat(note).isNotNull();
    }

    private static AlertNote decode(RecordCodec<AlertNote> codec, ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value());
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void life_givenAKillAfterEachState_isToldOnceEach() throws Exception {
        List<String> told = new ArrayList<>();
        for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING, AlertState.RESOLVED)) {
            publish("k", state);
            told.add(told(message()));
            awaitNote(state);
            kill();
            deliver();
        }
        // Whatever else comes before it is a repetition.
        publish("last", AlertState.FIRING);
        told.add(told(message()));
        assertThat(told).containsExactly("k pending", "k firing", "k resolved", "last firing");
        assertThat(messages).isEmpty();
    }

    @Test
    void message_givenAKillBeforeItsAnswer_comesOnceMoreWithTheSameId() throws Exception {
        victim.set(Objects.requireNonNull(delivery));
        publish("k", AlertState.FIRING);
        JsonNode first = message();
        assertThat(Objects.requireNonNull(delivery).waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        deliver();

        JsonNode second = message();
        assertThat(told(second)).isEqualTo(told(first)).isEqualTo("k firing");
        assertThat(second.get("messageId")).isEqualTo(first.get("messageId"));
        publish("last", AlertState.FIRING);
        assertThat(told(message())).isEqualTo("last firing");
    }
}
