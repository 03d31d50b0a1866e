package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The delivery between a real broker and a server on loopback. */
class AlertDeliveryKafkaTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

    private static void publish(KafkaSettings kafka, String key, AlertState state) {
        byte[] value = RecordCodec.of(Alert.class).encode(Samples.alert(key, state, Severity.CRITICAL, 1_700_000_000L));
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            publisher.send(
                    new OutgoingRecord(Topic.ALERTS, key, value),
                    failure -> assertThat(failure).isNull());
            publisher.flush();
        }
    }

    @Test
    void restart_givenWhatWasTold_tellsOnlyTheRest() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        Target target = new Target(
                "ops",
                Target.Format.JSON,
                new Secret("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
                null,
                Severity.INFO,
                false,
                Duration.ofSeconds(10),
                null);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, Map.of())) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
            TopicAdmin.createTopics(kafka, 2, Duration.ofSeconds(30));
            publish(kafka, "one", AlertState.FIRING);
            try (AlertDelivery delivery = AlertDelivery.start(kafka, List.of(target), Duration.ofMillis(100))) {
                assertThat(bodies.poll(30, TimeUnit.SECONDS)).contains("\"key\":\"one\"", "\"state\":\"firing\"");
                assertThat(delivery.refused()).isZero();
            }
            publish(kafka, "one", AlertState.RESOLVED);
            publish(kafka, "two", AlertState.FIRING);
            try (AlertDelivery delivery = AlertDelivery.start(kafka, List.of(target), Duration.ofMillis(100))) {
                List<String> both = List.of(
                        String.valueOf(bodies.poll(30, TimeUnit.SECONDS)),
                        String.valueOf(bodies.poll(30, TimeUnit.SECONDS)));
                assertThat(both)
                        .anyMatch(body -> body.contains("\"one\"") && body.contains("resolved"))
                        .anyMatch(body -> body.contains("\"two\"") && body.contains("firing"));
                assertThat(delivery.repeated()).isZero();
            }
            assertThat(bodies).isEmpty();
        } finally {
            server.stop(0);
        }
    }
}
