package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import io.soakline.record.WindowStats;
import io.soakline.sink.http.RetryAfter;
import io.soakline.sink.influxdb.FaultyServer.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server answers or does not, with whatever it says about coming back: the good points are stored. */
@ExtendWith(SharedBroker.class)
class AnswerMatrixTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration CALL_TIMEOUT = Duration.ofMillis(150);
    private static final int LINES = 20;
    private static final int POISON = 13;

    /** A value of the header and the least wait that it asks for. */
    private record Wait(@Nullable String header, Duration least) {}

    private final HurriedTimer timer = new HurriedTimer();
    private FaultyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static Stream<Arguments> cells() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(4));
        List<Wait> waits = List.of(
                new Wait(null, Duration.ZERO),
                new Wait("3", Duration.ofSeconds(3)),
                new Wait("1.5", Duration.ofMillis(1_500)),
                new Wait(soon, Duration.ofMinutes(3)),
                new Wait("Wed, 21 Oct 2015 07:28:00 GMT", Duration.ZERO),
                new Wait("999999", RetryAfter.LONGEST),
                new Wait("soon", Duration.ZERO));
        return Stream.of(Behaviour.values())
                .flatMap(behaviour -> waits.stream().map(wait -> arguments(behaviour, wait.header(), wait.least())));
    }

    @ParameterizedTest(name = "{0}, Retry-After {1}")
    @MethodSource("cells")
    void deliver_givenAnyAnswer_storesTheGoodLinesAndNamesTheBadOne(
            Behaviour behaviour, @Nullable String retryAfter, Duration leastWait) {
        server.behave(behaviour, retryAfter);
        List<Line> lines = lines();

        // A server that answers may take its time where the machine is busy.
        Duration callTimeout = behaviour.answersWithHeaders() ? LIMIT : CALL_TIMEOUT;
        Delivery.Outcome outcome;
        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(server.url()), callTimeout)) {
            outcome = new Delivery(writer, timer, () -> 0.5)
                    .deliver(lines)
                    .blockOptional(LIMIT)
                    .orElseThrow();
        }

        assertThat(server.stored)
                .containsExactlyInAnyOrderElementsOf(lines.stream()
                        .map(Line::text)
                        .filter(text -> !text.contains("poison"))
                        .toList());
        assertThat(outcome.written()).isEqualTo(LINES - 1);
        assertThat(outcome.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.line()).isEqualTo(lines.get(POISON));
            assertThat(refusal.reason()).contains("poison");
        });
        assertThat(timer.asked).allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(RetryAfter.LONGEST));
        if (behaviour.answersWithHeaders()) {
            assertThat(timer.asked).allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(leastWait));
        }
        // The faults, once more by the HTTP client itself, and the taking apart; of what is too large, all of it.
        int apart = behaviour == Behaviour.TOO_LARGE ? 2 * LINES : 5 + 2;
        assertThat(server.writes.get()).isLessThanOrEqualTo(2 * FaultyServer.FAULTS + 1 + apart);
    }

    @Test
    void sink_givenEveryKindOfAnswer_losesNothingAndBuriesTheBadRecords(EmbeddedBroker broker) throws Exception {
        int rounds = 0;
        TestLog log = new TestLog(broker, "answers");
        try (InfluxSink sink = InfluxSink.start(
                log.kafka, InfluxSettings.embedded(server.url()).withHealth(Duration.ZERO), "answers", timer)) {
            for (Behaviour behaviour : Behaviour.values()) {
                if (behaviour == Behaviour.SLOW) {
                    continue; // lasts as long as the sink's real call timeout
                }
                server.behave(behaviour, "30");
                log.publish(Topic.WINDOWS, windows(rounds++));
                assertThat(sink.awaitCaughtUp(LIMIT)).as(behaviour.name()).isTrue();
            }
            assertThat(sink.pointsWritten()).isEqualTo(rounds * (LINES - 1L));
            assertThat(sink.recordsBuried()).isEqualTo(rounds);
        }
        assertThat(server.stored).hasSize(rounds * (LINES - 1));
        assertThat(log.deadLetters())
                .hasSize(rounds)
                .extracting(DeadLetter::getReason)
                .allSatisfy(reason -> assertThat(reason).contains("poison"));
        assertThat(log.committed()).isEqualTo((long) rounds * LINES);
    }

    private static List<Line> lines() {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("t", 0, 0, null, null);
        return IntStream.range(0, LINES)
                .mapToObj(i -> new Line((i == POISON ? "poison" : "m") + ",t=a v=" + i + "i " + (i + 1), source))
                .toList();
    }

    private static byte[][] windows(int round) {
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        List<byte[]> windows = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            WindowStats window = SampleRecords.plainWindow(TestLog.at(round * LINES + i));
            if (i == POISON) {
                window.setEngineName("poison");
            }
            windows.add(codec.encode(window));
        }
        return windows.toArray(byte[][]::new);
    }
}
