package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.record.WindowStats;
import io.soakline.store.EmbeddedStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The sink between a real broker and a real store, or a server that misbehaves. */
class InfluxSinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    private KafkaSettings kafka;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0, Map.of());
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

    @Test
    void everyRecordOnTheTopics_isInTheStoreOnceHoweverOftenItIsRead() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder.resolve("store"), 0, TableDdl.statements())) {
            publishWindows(0, 100);
            publishWindows(0, 100);
            publish(Topic.PANES, encode(PaneRecord.class, SampleRecords.pane(SampleRecords.T0)));

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(store.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(205);
                assertThat(sink.reachable()).isTrue();
            }

            store.awaitTable("windows");
            store.awaitTable("slowest");
            assertThat(store.count("windows")).isEqualTo(100);
            assertThat(store.count("slowest")).isEqualTo(2);
        }
    }

    @Test
    void aSinkStartedAgain_goesOnWhereTheLastOneStopped() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            publishWindows(0, 10);
            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            }
            publishWindows(10, 15);

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(5);
            }
        }
    }

    @Test
    void aRecordThatCannotBeUsed_becomesADeadLetterAndTheRestIsWritten() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            publishWindows(0, 1);
            publish(Topic.WINDOWS, "no record".getBytes(StandardCharsets.UTF_8));
            publishWindows(1, 2);

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(2);
                assertThat(sink.recordsBuried()).isEqualTo(1);
            }
        }
        DeadLetter letter = onlyDeadLetter();
        assertThat(letter.getTopic()).isEqualTo(kafka.name(Topic.WINDOWS));
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(letter.getReason()).contains("WindowStats");
        assertThat(StandardCharsets.UTF_8.decode(letter.getValue()).toString()).isEqualTo("no record");
    }

    @Test
    void aPointThatTheServerRefuses_becomesADeadLetterWithTheServersReason() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.script.add(ScriptedServer.Answer.of(400, "type conflict"));
            publishWindows(0, 1);

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isZero();
            }
        }
        assertThat(onlyDeadLetter().getReason()).contains("HTTP 400").contains("type conflict");
    }

    @Test
    void aServerThatIsAwayForAWhile_getsEverythingWhenItIsBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.script.add(ScriptedServer.Answer.of(500, "starting"));
            server.script.add(ScriptedServer.Answer.of(429, "slow down"));
            publishWindows(0, 10);

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(10);
                assertThat(sink.recordsBuried()).isZero();
            }
            assertThat(server.requests.size()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aServerThatDoesNotAnswer_holdsTheReadingBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.gate = new CountDownLatch(1);
            publishWindows(0, 5_000);

            try (InfluxSink sink = InfluxSink.start(kafka, InfluxSettings.embedded(server.url()))) {
                assertThat(sink.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();
                assertThat(server.requests).hasSizeLessThanOrEqualTo(1);

                server.gate.countDown();
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(5_000);
            }
        }
    }

    private DeadLetter onlyDeadLetter() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> letters = KafkaTail.snapshot(kafka, Topic.DEAD_LETTERS);
        assertThat(letters).hasSize(1);
        return RecordCodec.of(DeadLetter.class).decode(letters.get(0).value());
    }

    private void publishWindows(int from, int to) {
        List<byte[]> values = new ArrayList<>();
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        for (int i = from; i < to; i++) {
            values.add(codec.encode(SampleRecords.plainWindow(SampleRecords.T0 + i * SampleRecords.PANE_NANOS)));
        }
        publish(Topic.WINDOWS, values.toArray(byte[][]::new));
    }

    private static <T extends org.apache.avro.specific.SpecificRecordBase> byte[] encode(Class<T> type, T value) {
        return RecordCodec.of(type).encode(value);
    }

    private void publish(Topic topic, byte[]... values) {
        AtomicInteger accepted = new AtomicInteger();
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            for (byte[] value : values) {
                publisher.send(new OutgoingRecord(topic, "key", value), failure -> {
                    if (failure == null) {
                        accepted.incrementAndGet();
                    }
                });
            }
            publisher.flush();
        }
        assertThat(accepted).hasValue(values.length);
    }
}
