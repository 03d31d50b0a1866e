package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers answer, and what they are sent. */
class HttpDoorTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");
    private static final String PATH = "/services/T000/B000/very-secret-part";

    private record Request(String path, Map<String, List<String>> headers, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final HttpDoor door = new HttpDoor(() -> NOW);

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    private int status = 200;
    private String retryAfter = "";
    private boolean hangs;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                requests.add(new Request(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders(),
                        new String(body, StandardCharsets.UTF_8)));
                if (hangs) {
                    gate.await();
                }
                if (!retryAfter.isEmpty()) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                byte[] text = ("no " + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, text.length);
                exchange.getResponseBody().write(text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.stop(0);
    }

    private Target target(Target.Format format, int port, String path) {
        return new Target(
                "ops",
                format,
                new Secret("http://127.0.0.1:" + port + path),
                new Secret("tok-123"),
                Severity.INFO,
                false,
                Duration.ofMillis(500),
                null);
    }

    private Answer send(Target target) {
        Message message = message(AlertState.FIRING);
        String payload = new Payloads(new AlertLedger()).of(target, message, NOW.toEpochMilli());
        return Objects.requireNonNull(door.send(target, message, payload).block(Duration.ofSeconds(20)));
    }

    private static Message message(AlertState state) {
        return Message.news(
                "ops", "g", List.of(new Change(Samples.alert("k", state, Severity.CRITICAL, 1_700_000_000L), null)));
    }

    @ParameterizedTest
    @CsvSource({
        "200, Taken", "202, Taken", "204, Taken", "302, Unsettled", "400, Refused", "401, Unsettled", "403, Unsettled",
        "404, Unsettled", "413, Refused", "422, Refused", "408, Later", "429, Later", "500, Later", "502, Later",
        "503, Later"
    })
    void send_givenStatus_answers(int given, String expected) {
        status = given;
        // Such an answer has no body to be read.
        Answer answer = given == 204 ? Answer.ofStatus(204, "", null) : send(target(Target.Format.JSON, port(), PATH));
        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(answer.toString()).doesNotContain("very-secret-part").doesNotContain("tok-123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3|PT3S", "Wed, 21 Oct 2026 07:28:30 GMT|PT30S", "99999999|PT5M"})
    void send_givenRetryAfter_saysHowLong(String header, Duration expected) {
        status = 429;
        retryAfter = header;
        assertThat(send(target(Target.Format.JSON, port(), PATH)))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(expected));
    }

    @Test
    void send_givenNoAnswer_givesUp() {
        hangs = true;
        assertThat(send(target(Target.Format.JSON, port(), PATH)))
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.reason()).isEqualTo("no answer within 500 ms"));
    }

    @Test
    void send_givenNobodyOrAClosedConnection_answersLater() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        assertThat(send(target(Target.Format.JSON, nobody, PATH))).isInstanceOf(Answer.Later.class);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(() -> {
                try (var accepted = socket.accept()) {
                    accepted.shutdownOutput();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            closer.setDaemon(true);
            closer.start();
            assertThat(send(target(Target.Format.JSON, socket.getLocalPort(), PATH)))
                    .isInstanceOf(Answer.Later.class);
        }
    }

    @Test
    void alertmanager_getsWhatItsApiAsksFor() throws Exception {
        send(target(Target.Format.ALERTMANAGER, port(), "/"));
        Request request = requests.get(0);
        assertThat(request.path()).isEqualTo("/api/v2/alerts");
        assertThat(request.headers().get("Authorization")).containsExactly("Bearer tok-123");
        JsonNode alert = new ObjectMapper().readTree(request.body()).get(0);
        assertThat(alert.fieldNames()).toIterable().containsExactly("labels", "annotations", "startsAt", "endsAt");
        assertThat(alert.get("labels").get("alertname").asText()).isEqualTo("latency-drift/P99");
        assertThat(alert.get("labels").get("subject").asText()).contains("引擎\" 🚀");
        assertThat(alert.get("startsAt").asText()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(alert.get("endsAt").asText()).isEqualTo("2026-10-21T07:32:00Z");
    }

    @Test
    void alertmanager_givenResolved_saysWhenItEnded() throws Exception {
        String text = new Payloads(new AlertLedger())
                .of(target(Target.Format.ALERTMANAGER, 1, "/"), message(AlertState.RESOLVED), NOW.toEpochMilli());
        assertThat(new ObjectMapper().readTree(text).get(0).get("endsAt").asText())
                .isEqualTo("2023-11-14T22:14:20Z");
    }

    @Test
    void slack_getsTextAndAttachments() throws Exception {
        send(target(Target.Format.SLACK, port(), PATH));
        assertThat(requests.get(0).path()).isEqualTo(PATH);
        JsonNode body = new ObjectMapper().readTree(requests.get(0).body());
        assertThat(body.get("text").asText())
                .contains("&lt;b&gt;&amp;\"引擎\" 🚀")
                .doesNotContain("<b>");
        JsonNode one = body.get("attachments").get(0);
        assertThat(one.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("color", "fallback", "title", "text", "fields", "footer", "ts");
        assertThat(one.get("fields").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("title", "value", "short");
    }

    @Test
    void target_inText_showsNothingSecret() {
        Target target = target(Target.Format.SLACK, port(), PATH + "?key=abcdef");
        assertThat(target.toString() + target.place() + target.redact("failed: /x very-secret-part key=abcdef tok-123"))
                .doesNotContain("very-secret-part")
                .doesNotContain("abcdef")
                .doesNotContain("tok-123");
    }

    private int port() {
        return server.getAddress().getPort();
    }
}
