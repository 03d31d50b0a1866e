package io.soakline.sink.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real Alertmanager on loopback, which tells a webhook what it would tell people. */
final class Alertmanager implements AutoCloseable {

    private static final String PROGRAM = "prometheus-alertmanager";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final String url;

    private Alertmanager(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Whether Debian's, of the package of the same name, is on the PATH. */
    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    static Alertmanager start(Path folder, int webhookPort) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route:
                  receiver: hook
                  group_by: [device]
                  group_wait: 300ms
                  group_interval: 300ms
                receivers:
                  - name: hook
                    webhook_configs:
                      - url: http://127.0.0.1:%d/
                        send_resolved: true
                """.formatted(webhookPort));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        // No gossip with others.
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
        Alertmanager started = new Alertmanager(process, "http://127.0.0.1:" + port);
        started.await("/api/v2/status", status -> status.has("versionInfo"));
        return started;
    }

    String url() {
        return url;
    }

    /** Asks until the answer fits. */
    JsonNode await(String path, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                last = send(HttpRequest.newBuilder(URI.create(url + path)).build());
                JsonNode answer = mapper.readTree(last);
                if (wanted.test(answer)) {
                    return answer;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            // A real server that tells nobody of its changes: there is nothing to wait on but asking again.
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new AssertionError(path + " last said " + last);
    }

    void post(String path, String json) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
