package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The delivery to a real Alertmanager, and what that makes of it: alerts, groups, ends, its own silences. */
class AlertmanagerTest {

    private static final long LIMIT_SECONDS = 20;
    private final long sinceSeconds = Instant.now().getEpochSecond() - 120;

    @TempDir
    private Path folder;

    private final BlockingQueue<JsonNode> notifications = new LinkedBlockingQueue<>();
    private final Scheduler worker = Schedulers.newSingle("alert-delivery");

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer people;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Alertmanager alertmanager;

    @SuppressWarnings("NullAway.Init") // set before each test
    private AlertDelivery delivery;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                Alertmanager.isInstalled(),
                "prometheus-alertmanager is not on the PATH; with Debian: apt-get install prometheus-alertmanager");
        people = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        people.createContext("/", exchange -> {
            notifications.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        people.start();
        alertmanager = Alertmanager.start(folder, people.getAddress().getPort());
        Target target = new Target(
                "fleet",
                Target.Format.ALERTMANAGER,
                new Secret(alertmanager.url()),
                null,
                Severity.INFO,
                false,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
        delivery = new AlertDelivery(
                List.of(target),
                Duration.ofMillis(100),
                new HttpDoor(Instant::now),
                (note, done) -> {
                    accept(
                            Topic.ALERT_NOTES,
                            note.getNoteKey(),
                            RecordCodec.of(AlertNote.class).encode(note));
                    done.accept(null);
                },
                worker,
                () -> 0.5);
        worker.schedule(delivery::caughtUp);
        var unused = Flux.interval(AlertDelivery.TICK, worker).subscribe(tick -> delivery.tick());
    }

    @AfterEach
    void stop() {
        worker.dispose();
        if (alertmanager != null) {
            alertmanager.close();
            people.stop(0);
        }
    }

    private void accept(Topic topic, String key, byte[] value) {
        worker.schedule(() -> {
            try {
                delivery.accept(topic, key, value, System.currentTimeMillis());
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void alert(String key, AlertState state) {
        Alert alert = Samples.alert(key, state, Severity.WARNING, sinceSeconds);
        alert.setSubject(key);
        alert.setKind("drift-" + key);
        accept(Topic.ALERTS, key, RecordCodec.of(Alert.class).encode(alert));
    }

    private JsonNode awaitAlert(String name, Predicate<JsonNode> wanted) throws Exception {
        JsonNode alerts = alertmanager.await(
                "/api/v2/alerts?filter=alertname=" + name, all -> all.size() == 1 && wanted.test(all.get(0)));
        return alerts.get(0);
    }

    private JsonNode awaitNotification(String name, String status) throws InterruptedException {
        while (true) {
            JsonNode told = notifications.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(told).as("a notification that %s is %s", name, status).isNotNull();
            for (JsonNode alert : Objects.requireNonNull(told).path("alerts")) {
                if (alert.at("/labels/alertname").asText().equals(name)
                        && alert.path("status").asText().equals(status)) {
                    return told;
                }
            }
        }
    }

    @Test
    void life_isShownGroupedSilencedAndEnded() throws Exception {
        JsonNode alive = awaitAlert("SoaklineAlive", found -> true);
        assertThat(Instant.parse(alive.path("startsAt").asText())).isBeforeOrEqualTo(Instant.now());

        alert("waiting", AlertState.PENDING);
        alert("a", AlertState.FIRING);
        JsonNode shown = awaitAlert("drift-a", found -> true);
        assertThat(shown.path("labels").properties().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().asText()))
                .containsExactlyInAnyOrder(
                        "alertname=drift-a", "alert_key=a", "subject=a", "severity=warning", "device=orin-04");
        assertThat(shown.at("/annotations/summary").asText()).isEqualTo("drift-a: a on orin-04");
        assertThat(shown.at("/annotations/description").asText()).isEqualTo("p99 went from 1.4 ms to 1.9 ms");
        assertThat(shown.at("/annotations/size").asText()).isEqualTo("+35.2 [30.0, 40.0] %");
        assertThat(Instant.parse(shown.path("startsAt").asText())).isEqualTo(Instant.ofEpochSecond(sinceSeconds));
        assertThat(shown.at("/status/state").asText()).isEqualTo("active");
        awaitNotification("drift-a", "firing");

        alertmanager.post("/api/v2/silences", silence("drift-b"));
        alert("b", AlertState.FIRING);
        awaitAlert("drift-b", found -> found.at("/status/state").asText().equals("suppressed"));
        alert("c", AlertState.FIRING);
        JsonNode group = awaitNotification("drift-c", "firing");
        assertThat(group.at("/groupLabels/device").asText()).isEqualTo("orin-04");
        assertThat(names(group)).containsExactlyInAnyOrder("drift-a", "drift-c");

        alert("a", AlertState.RESOLVED);
        awaitNotification("drift-a", "resolved");
        alertmanager.await("/api/v2/alerts?filter=alertname=drift-a", JsonNode::isEmpty);
        assertThat(alertmanager.await("/api/v2/alerts", all -> true).findValuesAsText("alertname"))
                .containsExactlyInAnyOrder("SoaklineAlive", "drift-b", "drift-c");
        assertThat(delivery.refused() + delivery.repeated()).isZero();
    }

    private static List<String> names(JsonNode notification) {
        return StreamSupport.stream(notification.path("alerts").spliterator(), false)
                .map(alert -> alert.at("/labels/alertname").asText())
                .toList();
    }

    private static String silence(String name) {
        return """
                {"matchers": [{"name": "alertname", "value": "%s", "isRegex": false}],
                 "startsAt": "%s", "endsAt": "%s", "createdBy": "me", "comment": "planned"}""".formatted(name, Instant.now(), Instant.now().plusSeconds(600));
    }
}
