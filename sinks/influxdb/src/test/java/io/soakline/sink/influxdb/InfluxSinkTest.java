package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaSettings;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.store.EmbeddedStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sink between a real broker and a real store, or a server that misbehaves. */
@ExtendWith({SharedBroker.class, SharedStore.class})
class InfluxSinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TestLog log;
    private KafkaSettings kafka;

    /** Topics of its own for each test. */
    @BeforeEach
    void createTopics(TestInfo test, EmbeddedBroker broker) {
        log = new TestLog(broker, test.getTestMethod().orElseThrow().getName());
        kafka = log.kafka;
    }

    @Test
    void everyRecordOnTheTopics_isInTheStoreOnceHoweverOftenItIsRead(EmbeddedStore store) throws Exception {
        SharedStore.empty(store);
        log.publishWindows(0, 100);
        log.publishWindows(0, 100);
        log.publish(Topic.PANES, encode(PaneRecord.class, SamplePanes.pane(SampleRecords.T0)));

        try (InfluxSink sink = InfluxSink.start(kafka, quiet(store.url()))) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(sink.pointsWritten()).isEqualTo(206);
            assertThat(sink.reachable()).isTrue();
        }

        store.awaitTable("windows");
        store.awaitTable("slowest");
        assertThat(store.count("windows")).isEqualTo(100);
        assertThat(store.count("slowest")).isEqualTo(2);
    }

    @Test
    void aSinkStartedAgain_goesOnWhereTheLastOneStopped() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            log.publishWindows(0, 10);
            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            }
            log.publishWindows(10, 15);

            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(5);
            }
        }
    }

    @Test
    void aRecordThatCannotBeUsed_becomesADeadLetterAndTheRestIsWritten() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            log.publishWindows(0, 1);
            log.publish(Topic.WINDOWS, "no record".getBytes(StandardCharsets.UTF_8));
            log.publishWindows(1, 2);

            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
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
            log.publishWindows(0, 1);

            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
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
            log.publishWindows(0, 10);

            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
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
            log.publishWindows(0, 5_000);

            try (InfluxSink sink = InfluxSink.start(kafka, quiet(server.url()))) {
                assertThat(sink.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();
                assertThat(server.requests).hasSizeLessThanOrEqualTo(1);

                server.gate.countDown();
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
                assertThat(sink.pointsWritten()).isEqualTo(5_000);
            }
        }
    }

    private static InfluxSettings quiet(String url) {
        return InfluxSettings.embedded(url).withHealth(Duration.ZERO);
    }

    private DeadLetter onlyDeadLetter() throws Exception {
        assertThat(log.deadLetters()).hasSize(1);
        return log.deadLetters().get(0);
    }

    private static <T extends org.apache.avro.specific.SpecificRecordBase> byte[] encode(Class<T> type, T value) {
        return RecordCodec.of(type).encode(value);
    }
}
