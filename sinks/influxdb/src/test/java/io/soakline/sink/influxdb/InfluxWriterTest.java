package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class InfluxWriterTest {

    private static final List<String> LINES = List.of("m,t=a v=1i 1", "m,t=b v=2i 2");

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void write_postsLinesWithNanosecondPrecisionAndToken() {
        try (InfluxWriter writer = writer(new InfluxSettings.Token("s3cret"), false)) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        ScriptedServer.Request request = server.requests.get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/v2/write");
        assertThat(request.query()).contains("org=lab", "bucket=soak", "precision=ns");
        assertThat(request.body()).isEqualTo(String.join("\n", LINES));
        assertThat(request.headers().get("Authorization")).containsExactly("Token s3cret");
    }

    @Test
    void write_asUser_sendsBasicCredentials() {
        try (InfluxWriter writer = writer(new InfluxSettings.Basic("admin", "quest"), false)) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        assertThat(server.requests.get(0).headers().get("Authorization")).containsExactly("Basic YWRtaW46cXVlc3Q=");
    }

    @Test
    void write_withGzip_sendsTheSameLines() {
        try (InfluxWriter writer = writer(new InfluxSettings.None(), true)) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        assertThat(server.requests.get(0).headers().get("Content-Encoding")).containsExactly("gzip");
        assertThat(server.requests.get(0).body()).isEqualTo(String.join("\n", LINES));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 406, 413, 422})
    void write_givenAnAnswerAboutThePoints_isRefusedWithTheServersWords(int status) {
        server.script.add(ScriptedServer.Answer.of(status, "field type conflict"));

        try (InfluxWriter writer = writer(new InfluxSettings.None(), false)) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Refused.class)
                            .hasMessageContaining("HTTP " + status)
                            .hasMessageContaining("field type conflict"));
        }
    }

    @Test
    void write_givenAServerErrorAboutDroppedPoints_isRefused() {
        server.script.add(ScriptedServer.Answer.of(500, "partial write: points beyond retention policy"));

        try (InfluxWriter writer = writer(new InfluxSettings.None(), false)) {
            StepVerifier.create(writer.write(LINES)).verifyError(PointWriter.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 408, 429, 500, 502, 503, 504})
    void write_givenAnAnswerAboutTheServer_mayBeRepeated(int status) {
        for (int i = 0; i < 5; i++) { // the HTTP client itself asks once more after 408 and 503
            server.script.add(ScriptedServer.Answer.of(status, "not now"));
        }

        try (InfluxWriter writer = writer(new InfluxSettings.Token("s3cret"), false)) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("HTTP " + status)
                            .hasMessageContaining(server.url())
                            .hasMessageNotContaining("s3cret"));
        }
    }

    @Test
    void write_toADatabase_postsToTheFirstVersionsPath() {
        InfluxSettings.Database database = new InfluxSettings.Database("soak line", "30 days");
        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(server.url())
                .with(database)
                .with(new InfluxSettings.Basic("admin", "quest")))) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        ScriptedServer.Request request = server.requests.get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /write");
        assertThat(request.query()).isEqualTo("db=soak line&precision=ns&rp=30 days");
        assertThat(request.body()).isEqualTo(String.join("\n", LINES));
        assertThat(request.headers().get("Authorization")).containsExactly("Basic YWRtaW46cXVlc3Q=");
    }

    @Test
    void write_givenAMissingBucket_makesItAndWrites() {
        server.script.add(ScriptedServer.Answer.of(404, "bucket \"soak\" not found"));
        server.script.add(ScriptedServer.Answer.json("{\"orgs\":[{\"id\":\"07\",\"name\":\"lab\"}]}"));
        server.script.add(ScriptedServer.Answer.json("{\"id\":\"1\",\"name\":\"soak\",\"retentionRules\":[]}"));

        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(server.url())
                .with(new InfluxSettings.Bucket("lab", "soak"))
                .with(new Retention(Duration.ofDays(30), Duration.ZERO)))) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        assertThat(server.requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly(
                        "POST /api/v2/write", "GET /api/v2/orgs", "POST /api/v2/buckets", "POST /api/v2/write");
        assertThat(server.requests.get(2).body()).contains("\"soak\"", "\"07\"", "2592000");
    }

    @Test
    void write_ofTheLongTerm_makesItsBucketWithItsOwnRetention() {
        server.script.add(ScriptedServer.Answer.of(404, "bucket \"years\" not found"));
        server.script.add(ScriptedServer.Answer.json("{\"orgs\":[{\"id\":\"07\",\"name\":\"lab\"}]}"));
        server.script.add(ScriptedServer.Answer.json("{\"id\":\"1\",\"name\":\"years\",\"retentionRules\":[]}"));
        InfluxSettings settings = InfluxSettings.embedded(server.url())
                .with(new Retention(Duration.ofDays(30), Duration.ofDays(3_650)))
                .withLongTerm(new InfluxSettings.Bucket("lab", "years"));

        try (InfluxWriter writer = new InfluxWriter(Objects.requireNonNull(settings.forLongTerm()))) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }

        assertThat(server.requests.get(2).body()).contains("\"years\"", "\"07\"", "315360000");
        assertThat(server.requests.get(3).query()).contains("bucket=years");
    }

    @Test
    void write_givenAMissingBucketAndNoRightToMakeIt_saysTheCommand() {
        server.script.add(ScriptedServer.Answer.of(404, "bucket not found"));
        server.script.add(ScriptedServer.Answer.of(401, "unauthorized access"));

        try (InfluxWriter writer = writer(new InfluxSettings.Token("s3cret"), false)) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("HTTP 401 unauthorized access")
                            .hasMessageContaining("influx bucket create --org 'lab' --name 'soak' --retention 0"));
        }
    }

    @Test
    void write_givenAMissingDatabaseAndNoRightToMakeIt_saysTheCommand() {
        server.script.add(ScriptedServer.Answer.of(404, "database not found"));
        server.script.add(ScriptedServer.Answer.of(403, "not authorized"));

        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(server.url())
                .with(new InfluxSettings.Database("soak", "month"))
                .with(new Retention(Duration.ofDays(30), Duration.ZERO)))) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("influx -execute 'CREATE DATABASE \"soak\"; CREATE RETENTION POLICY"
                                    + " \"month\" ON \"soak\" DURATION 720h REPLICATION 1'"));
        }
    }

    @Test
    void write_givenRetryAfter_passesItOn() {
        server.script.add(new ScriptedServer.Answer(429, "", Map.of("retry-after", "17")));

        try (InfluxWriter writer = writer(new InfluxSettings.None(), false)) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(((PointWriter.Unavailable) e).retryAfter())
                            .isEqualTo(Duration.ofSeconds(17)));
        }
    }

    @Test
    void write_givenNobodyThere_mayBeRepeatedAndNamesTheServer() throws IOException {
        String url = "http://127.0.0.1:" + freePort();

        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(url))) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("no answer at " + url));
            assertThat(writer.reachable().block()).isFalse();
        }
    }

    @Test
    void write_givenAServerThatDoesNotAnswerInTime_mayBeRepeated() {
        server.gate = new CountDownLatch(1);

        try (InfluxWriter writer = new InfluxWriter(InfluxSettings.embedded(server.url()), Duration.ofMillis(200))) {
            StepVerifier.create(writer.write(LINES)).verifyError(PointWriter.Unavailable.class);
        }
    }

    @Test
    void reachable_givenAServer_isTrue() {
        try (InfluxWriter writer = writer(new InfluxSettings.None(), false)) {
            assertThat(writer.reachable().block()).isTrue();
        }
        assertThat(server.requests.get(0).path()).isEqualTo("/ping");
    }

    private InfluxWriter writer(InfluxSettings.Credentials credentials, boolean gzip) {
        return new InfluxWriter(InfluxSettings.embedded(server.url())
                .with(new InfluxSettings.Bucket("lab", "soak"))
                .with(credentials)
                .withGzip(gzip));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
