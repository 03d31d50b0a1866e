package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.VerdictState;
import io.soakline.sink.metrics.MetricsSettings.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScrapeServerTest {

    private static final String TOKEN = "0123456789abcdef";

    private final PrometheusRegistry registry = registry();

    private static PrometheusRegistry registry() {
        MutableClock clock = new MutableClock();
        clock.at(6);
        MetricsState state = new MetricsState(new MetricsState.Limits(9, Duration.ofMinutes(5), Set.of("1m")), clock);
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.STEADY));
        state.accept(Samples.pane("r-1", 5, 1_000_000));
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new PrometheusView(state::read, state));
        return registry;
    }

    private static HttpResponse<String> get(URI url, String name, @Nullable String value) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        if (value != null) {
            request.header(name, value);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void scrape_givenEachFormat_answersInIt() throws Exception {
        try (ScrapeServer server = ScrapeServer.start(new Server("127.0.0.1", 0, null), registry)) {
            assertThat(get(server.url(), "Accept", null).body()).contains("soakline_window_inferences{");
            HttpResponse<String> open =
                    get(server.url(), "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
            assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
            assertThat(open.body())
                    .contains("# UNIT soakline_window_latency_max_seconds seconds")
                    .endsWith("# EOF\n");
            HttpResponse<String> protobuf = get(
                    server.url(),
                    "Accept",
                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
            assertThat(protobuf.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/vnd.google.protobuf");
        }
    }

    @Test
    void scrape_givenAToken_wantsIt() throws Exception {
        try (ScrapeServer server = ScrapeServer.start(new Server("127.0.0.1", 0, TOKEN), registry)) {
            assertThat(get(server.url(), "Authorization", null).statusCode()).isEqualTo(401);
            assertThat(get(server.url(), "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(get(server.url(), "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(200);
            assertThat(get(server.url().resolve("/"), "Authorization", null).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void scrape_givenAForeignName_isForbidden() throws Exception {
        try (ScrapeServer server = ScrapeServer.start(new Server("127.0.0.1", 0, null), registry)) {
            assertThat(status(server.url().getPort(), "evil.example")).contains(" 403 ");
            assertThat(status(server.url().getPort(), "localhost:1")).contains(" 200 ");
        }
    }

    /** The JDK's client sends no other name than it connects to. */
    private static String status(int port, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void start_givenATakenPort_saysWhatToDo() throws Exception {
        try (ScrapeServer server = ScrapeServer.start(new Server("127.0.0.1", 0, null), registry)) {
            int port = server.url().getPort();
            assertThatThrownBy(() -> ScrapeServer.start(new Server("127.0.0.1", port, null), registry))
                    .isInstanceOf(MetricsException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("SOAKLINE_METRICS_PORT");
        }
    }
}
